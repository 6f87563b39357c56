"""One run of a network over a sequence: states, checkpoints, frames."""

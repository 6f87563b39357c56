"""A run of a network over a sample: states at every timestep, frames, the order of stepping.

Nothing here knows of a cursor or a screen. Begin with `run.py`.
"""

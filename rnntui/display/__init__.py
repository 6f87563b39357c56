"""How a frame looks: pure functions from a frame to lines of text, each piece with a role."""

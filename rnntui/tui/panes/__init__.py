"""The panes: each draws one part of a frame, line by line."""

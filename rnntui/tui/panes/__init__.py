"""The panes: each draws one part of a frame, line by line.

What they show is made in `rnntui.display.panes`. Begin with `line_pane.py`.
"""

"""Help on panes and screens, on the current equation, and the tour.

`pane_texts.py` and `screen_texts.py` are plain data; `pane_help.py` adds what depends on the frame.
May import any pane; no pane imports from here. Start with `pane_help.py`.
"""

"""How a frame looks: pure functions from a frame to lines of text, each span with a role.

No Textual, no session, no files: a role becomes a colour in `tui/theme/styles.py`. Each pane is a
module, or a folder with a module of the same name: start there (`equations.py`, `worked/worked.py`).
`primitives/` knows no frame; `help/` and `saved/` are made from the panes.
"""

"""The debugger without a screen: sessions, frames, breakpoints, expressions and commands.

Imports nothing from display, tui or cli, and no Textual; import-linter holds the order of its folders.
Begin with session/session.py (the cursor and its moves) and frame/frame.py (what the panes draw).
"""

"""A frame as a document: plain text, Markdown, LaTeX.

`content.py` decides what a document holds, in which order; `markdown.py` and `latex.py` are markup
only. May import any pane; no pane imports from here. Start with `document.py`.
"""

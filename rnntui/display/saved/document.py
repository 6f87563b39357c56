"""A frame as the text of a document, in the format of a file's extension."""

from __future__ import annotations

from rnntui.debugger.frame.frame import Frame
from rnntui.display.saved.content import document_text
from rnntui.display.saved.latex import LATEX
from rnntui.display.saved.markdown import MARKDOWN
from rnntui.display.saved.plain_text import plain_text

_MARKUPS = {".md": MARKDOWN, ".tex": LATEX}


def document(frame: Frame, extension: str) -> str:
    r"""The text to save; extension: .txt, .md, or .tex (to \input, it needs no package)."""
    return plain_text(frame) if extension == ".txt" else document_text(frame, _MARKUPS[extension])

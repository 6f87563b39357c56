"""The frame in the form that a file's ending names."""

from __future__ import annotations

from rnntui.debugger.frame.frame import Frame
from rnntui.display.saved.latex import latex
from rnntui.display.saved.markdown import markdown
from rnntui.display.saved.plain_text import plain_text

_FORMS = {".txt": plain_text, ".md": markdown, ".tex": latex}


def written(frame: Frame, ending: str) -> str:
    """The frame as a document; ending: .txt, .md or .tex."""
    return _FORMS[ending](frame)

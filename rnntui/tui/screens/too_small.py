"""The notice where the terminal is smaller than the debugger can use."""

from __future__ import annotations

from textual.app import RenderResult
from textual.widget import Widget

from rnntui.tui.layouts.named import SMALLEST


class TooSmall(Widget):
    """Says how large the terminal is, and how large it must be."""

    DEFAULT_CSS = """
    TooSmall { width: 100%; height: 100%; content-align: center middle; text-align: center; }
    """

    def render(self) -> RenderResult:
        """The notice."""
        width, height = self.app.size
        return (
            f"This terminal is {width}×{height};\n"
            f"rnntui needs {SMALLEST[0]}×{SMALLEST[1]} or more.\n\nq quits"
        )

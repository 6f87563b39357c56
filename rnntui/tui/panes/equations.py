"""The equations pane: the source view with its cursor."""

from __future__ import annotations

from collections.abc import Sequence

from rnntui.debugger.frame.frame import Frame
from rnntui.display.equations import cursor_lines, equation_lines
from rnntui.display.primitives.text import Line
from rnntui.tui.panes.line_pane import LinePane


class EquationsPane(LinePane):
    """The equations of the stage."""

    def title(self, frame: Frame) -> str:
        """The pane's name."""
        return "EQUATIONS"

    def lines(self, frame: Frame, width: int, height: int) -> list[Line]:
        """The equations."""
        return equation_lines(frame, width)

    def in_view(self, frame: Frame, lines: Sequence[Line]) -> range:
        """The cursor's lines, and the one after them."""
        here = cursor_lines(lines)
        return range(here.start, min(here.stop + 1, len(lines)))

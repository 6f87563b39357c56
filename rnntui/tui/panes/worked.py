"""The worked pane: the current equation with all its numbers."""

from __future__ import annotations

from rnntui.debugger.frame import Frame
from rnntui.display.text import Line
from rnntui.display.worked import worked_lines, worked_title
from rnntui.tui.panes.lines import LinePane


class WorkedPane(LinePane):
    """The current equation worked out."""

    def title(self, frame: Frame) -> str:
        """The equation."""
        return f"WORKED OUT  {worked_title(frame)}"

    def lines(self, frame: Frame, width: int, height: int) -> list[Line]:
        """Operation by operation."""
        return worked_lines(frame, width, height)

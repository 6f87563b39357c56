"""A pane of the main screen, drawn from its `Pane` record."""

from __future__ import annotations

from collections.abc import Sequence

from rnntui.debugger.frame.frame import Frame
from rnntui.display.pane import Pane
from rnntui.display.primitives.text import Line
from rnntui.tui.panes.line_pane import LinePane


class FramePane(LinePane):
    """A pane drawn from its record; its id is the record's name."""

    def __init__(self, pane: Pane) -> None:
        super().__init__(id=pane.name)
        self.pane = pane

    def title(self, frame: Frame) -> str:
        """The pane's title with its current contents."""
        return self.pane.heading(frame)

    def lines(self, frame: Frame, width: int, height: int) -> Sequence[Line]:
        """The lines of a frame in a size."""
        return self.pane.lines(frame, width, height)

    def in_view(self, frame: Frame, lines: Sequence[Line]) -> range:
        """The lines that must stay in view."""
        return self.pane.in_view(frame, lines)

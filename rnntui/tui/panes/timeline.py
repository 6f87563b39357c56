"""The timeline pane: a layer's output and the prediction over time."""

from __future__ import annotations

from rnntui.debugger.frame.frame import Frame
from rnntui.display.primitives.text import Line
from rnntui.display.timeline.timeline import timeline_lines, timeline_title
from rnntui.tui.panes.line_pane import LinePane


class TimelinePane(LinePane):
    """The run over time."""

    def title(self, frame: Frame) -> str:
        """The pane's name, the layer, the zoom, and what the chart's lines are."""
        return timeline_title(frame)

    def lines(self, frame: Frame, width: int, height: int) -> list[Line]:
        """A ruler, units down, time across."""
        return timeline_lines(frame, width, height)

"""The pane of breakpoints and watches."""

from __future__ import annotations

from rnntui.debugger.frame.frame import Frame
from rnntui.display.breakpoints import stops_lines
from rnntui.display.primitives.text import Line, counted
from rnntui.tui.panes.line_pane import LinePane


class StopsPane(LinePane):
    """Where the run stops, and what is watched."""

    def title(self, frame: Frame) -> str:
        """What it is, and how many."""
        stops = frame.stops
        counts = (len(stops.breakpoints), "breakpoint"), (len(stops.watches), "watch")
        return f"STOPS  {', '.join(counted(*pair) for pair in counts)}"

    def lines(self, frame: Frame, width: int, height: int) -> list[Line]:
        """The breakpoints, then the watches."""
        return stops_lines(frame, width)

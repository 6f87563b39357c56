"""The variables pane: every named value at t, those that changed marked."""

from __future__ import annotations

from collections.abc import Sequence

from rnntui.debugger.frame.frame import Frame
from rnntui.display.layer_notes import when
from rnntui.display.primitives.text import Line
from rnntui.display.variables import current_lines, variable_lines
from rnntui.tui.panes.line_pane import LinePane


class VariablesPane(LinePane):
    """The values of the stage."""

    def title(self, frame: Frame) -> str:
        """The pane's name, and the timestep."""
        return f"VARIABLES  {when(frame)}"

    def lines(self, frame: Frame, width: int, height: int) -> list[Line]:
        """Layer by layer."""
        return variable_lines(frame, width, height)

    def in_view(self, frame: Frame, lines: Sequence[Line]) -> range:
        """What the current equation computes."""
        return current_lines(lines)

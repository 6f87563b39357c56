"""The prediction pane: y_t, Keras's value, the target, and a verdict."""

from __future__ import annotations

from rnntui.debugger.frame.frame import Frame
from rnntui.display.prediction.prediction import prediction_lines, prediction_title
from rnntui.display.primitives.text import Line
from rnntui.tui.panes.line_pane import LinePane


class PredictionPane(LinePane):
    """The running prediction."""

    def title(self, frame: Frame) -> str:
        """The pane's name; which output, where the model has several."""
        return prediction_title(frame)

    def lines(self, frame: Frame, width: int, height: int) -> list[Line]:
        """The tables and the verdict."""
        return prediction_lines(frame, width, height)

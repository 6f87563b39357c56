"""The presenter's pane: the current equation's numbers in large digits."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.renderables.digits import Digits

from rnntui.debugger.frame.frame import Frame
from rnntui.display.primitives.text import Line
from rnntui.display.worked.presenter import presented_lines, presented_title, result_in_view
from rnntui.tui.panes.line_pane import LinePane

_BOLD = Style(bold=True)


class PresentedPane(LinePane):
    """Large numbers; only the presenter's layout shows it."""

    def title(self, frame: Frame) -> str:
        """The pane's name, the layer and the timestep."""
        return presented_title(frame)

    def lines(self, frame: Frame, width: int, height: int) -> list[Line]:
        """The equation, what goes into it and what comes out."""
        return presented_lines(frame, width, height, enlarged)

    def in_view(self, frame: Frame, lines: Sequence[Line]) -> range:
        """What comes out."""
        return result_in_view(lines)


@lru_cache(maxsize=1024)
def enlarged(text: str) -> tuple[str, str, str]:
    """A number in Textual's large digits: three lines of one width."""
    segments = [one for one in Digits(text).render(_BOLD) if isinstance(one, Segment)]
    first, second, third = (one.text for one in segments if one.text != "\n")
    return first, second, third

"""The presenter's pane: the current equation's numbers in large digits."""

from __future__ import annotations

from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.renderables.digits import Digits

from rnntui.debugger.frame.frame import Frame
from rnntui.display.primitives.text import Line
from rnntui.display.worked.presenter import presented_lines
from rnntui.tui.panes.frame_pane import FramePane

_BOLD = Style(bold=True)


class PresentedPane(FramePane):
    """Large numbers; only the presenter layout shows it."""

    def lines(self, frame: Frame, width: int, height: int) -> list[Line]:
        """The equation, its inputs and its result."""
        return presented_lines(frame, width, height, enlarged)


@lru_cache(maxsize=1024)
def enlarged(text: str) -> tuple[str, str, str]:
    """A number in Textual's large digits: three lines of the same width."""
    segments = [segment for segment in Digits(text).render(_BOLD) if isinstance(segment, Segment)]
    first, second, third = (segment.text for segment in segments if segment.text != "\n")
    return first, second, third

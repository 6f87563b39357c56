"""The screen in ASCII: panes replace characters themselves; frames and other widgets are filtered here."""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter
from textual.widget import Widget

from rnntui.display.primitives.ascii import as_ascii

# Textual draws the frames of its widgets with blocks, which are levels elsewhere.
_FRAMES = str.maketrans(dict(zip("▁▔▂▄▀▊▎▌▐▕▏", "_-_=-||||||", strict=True)))


class AsciiFilter(LineFilter):
    """Replaces every non-ASCII character by one that is, or by two if it is wide.

    Args:
        levels: whether blocks are levels, and not frames.
    """

    def __init__(self, *, levels: bool = False) -> None:
        super().__init__()
        self._levels = levels

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The line in ASCII, with the same width."""
        return [
            segment
            if segment.control or segment.text.isascii()
            else Segment(self._spelled(segment), segment.style)
            for segment in segments
        ]

    def _spelled(self, segment: Segment) -> str:
        text, style = segment.text, segment.style
        if style is not None and style.meta.get("@mouse.down") == "grab":
            # The ends of a scrollbar's thumb, in eighths.
            return "#" * len(text)
        if not self._levels:
            text = text.translate(_FRAMES)
        if cell_len(text) == len(text):
            return as_ascii(text)
        return "".join(
            as_ascii(char) if cell_len(char) == 1 else "?" * cell_len(char) for char in text
        )


def in_ascii(widget: Widget) -> bool:
    """Whether the widget's screen is in ASCII."""
    return any(isinstance(line_filter, AsciiFilter) for line_filter in widget.get_line_filters())

"""NO_COLOR: not one colour reaches the terminal, not even a grey one or "the usual one"."""

from __future__ import annotations

from functools import lru_cache

from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter


class Colourless(LineFilter):
    """Leaves bold, underlined and reversed, and what the mouse needs."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The line without colours."""
        return [
            Segment(text, None if style is None else _without_colour(style), control)
            for text, style, control in segments
        ]


@lru_cache(maxsize=1024)
def _without_colour(style: Style) -> Style:
    plain = style.without_color
    # Rich leaves out what a click means, too.
    return plain + Style.from_meta(style.meta) if style.meta else plain

"""NO_COLOR: no colour reaches the terminal, not even grey or the default colour."""

from __future__ import annotations

from functools import lru_cache

from rich.color_triplet import ColorTriplet
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from rnntui.tui.theme.styles import contrast

_STANDS_OUT = 1.5


class NoColour(LineFilter):
    """Keeps bold, underline and reverse, and what the mouse needs.

    Text that differs from its widget by its background, such as the selected row of a list, is reversed.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The line without colours."""
        return [
            Segment(text, None if style is None else _without_colour(style, background), control)
            for text, style, control in segments
        ]


@lru_cache(maxsize=1024)
def _without_colour(style: Style, background: Color) -> Style:
    plain, meta, behind = style.without_color, style.meta, style.bgcolor
    # A scrollbar's thumb is reversed; its track is not.
    if behind is not None and not behind.is_default and "@mouse.down" not in meta:
        back = ColorTriplet(*background.rgb)
        if not style.reverse and contrast(behind.get_truecolor(), back) >= _STANDS_OUT:
            plain += Style(reverse=True)
    # Rich also drops the metadata of clicks.
    return plain + Style.from_meta(meta) if meta else plain

"""Cells of a heatmap: a level, shown by a colour, a sign and a glyph.

Levels are symmetric about zero and the scale is fixed, so a colour means the same at every
timestep. Without colour, sign and glyph show the level; a cell wide enough shows the number.
"""

from __future__ import annotations

import math
from functools import lru_cache

from rnntui.display.primitives.sparkline import BLOCKS
from rnntui.display.primitives.text import Span

LEVELS = 8
_POSITIVE = f"·{BLOCKS}"
# One character has no room for a sign: letters are negative, rising with |value|.
_NEGATIVE = "·-abcdefg"
LEGEND = "+ ▁…█  - a…g  × NaN  ∞  ! beyond the scale"


def level(value: float, scale: float) -> int:
    """The level of a finite value, -8 to 8."""
    if scale <= 0:
        return 0
    return round(max(-1.0, min(1.0, value / scale)) * LEVELS)


# A timeline redraws thousands of unchanged values at each step.
@lru_cache(maxsize=1 << 14)
def cell(value: float, scale: float, width: int) -> Span:
    """A cell of 1 to 5 characters."""
    if math.isnan(value):
        return Span("NaN".center(width) if width >= 3 else "×".center(width), "odd")
    if math.isinf(value):
        return Span(("+∞" if value > 0 else "-∞")[-width:].center(width), "odd")
    at = level(value, scale)
    beyond = abs(value) > scale * (1 + 1e-6)
    if width >= 4:
        text = tiny(value).rjust(width)
    elif beyond:
        text = "!" if width == 1 else ("+!" if value > 0 else "-!").ljust(width)
    elif width == 1:
        text = _POSITIVE[at] if at >= 0 else _NEGATIVE[-at]
    else:
        sign = "+" if at > 0 else "-" if at < 0 else " "
        text = (sign + _POSITIVE[abs(at)]).ljust(width)
    # A number must be legible on its colour; a glyph may blend in.
    return Span(text, f"{'heat' if width >= 4 else 'mark'}{at:+d}")


def tiny(value: float) -> str:
    """A number in four characters: +.33, -1.2, +12., +9e3."""
    sign, size = "-" if value < 0 else "+", abs(value)
    if size < 0.995:
        return f"{sign}{size:.2f}".replace("0.", ".")
    if size < 9.95:
        return f"{sign}{size:.1f}"
    if size < 999.5:
        return f"{sign}{size:.0f}"
    exponent = math.floor(math.log10(size) + 1e-9)
    return f"{sign}{size / 10**exponent:.0f}e{exponent}"[:4] if exponent < 10 else f"{sign}big"

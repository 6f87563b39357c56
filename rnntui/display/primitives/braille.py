"""Curves in braille characters, each of 2 by 4 dots."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from jaxtyping import Float

_EMPTY = 0x2800
# The bit of each dot: by row from the top, then by column.
BITS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))


def braille(bits: int) -> str:
    """The character with these dots; a space for none, since fonts may lack the empty one."""
    return chr(_EMPTY + bits) if bits else " "


def curve_rows(
    x: Float[np.ndarray, " n"],
    y: Float[np.ndarray, " n"],
    low: float,
    high: float,
    width: int,
    height: int,
) -> list[str]:
    """The curve through points (x, y), x rising, as `height` strings of `width` characters.

    low, high: the y of the bottom and the top. Steep parts are drawn without gaps.
    """
    columns, rows = 2 * width, 4 * height
    at = np.interp(np.linspace(x[0], x[-1], columns), x, np.nan_to_num(y))
    span = high - low if high > low else 1.0
    heights = np.clip(np.rint((high - at) / span * (rows - 1)), -1, rows).astype(int)
    cells = [[0] * width for _ in range(height)]
    before = int(heights[0])
    for column, here in enumerate(heights.tolist()):
        start, stop = (here, here) if abs(here - before) < 2 else sorted((here, before))
        for row in range(max(start, 0), min(stop, rows - 1) + 1):
            cells[row // 4][column // 2] |= BITS[row % 4][column % 2]
        before = here
    return ["".join(map(braille, row)) for row in cells]

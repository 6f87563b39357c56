"""Rows of block characters: values over time, and histograms."""

from __future__ import annotations

import math
from collections.abc import Sequence

BLOCKS = "▁▂▃▄▅▆▇█"
_ODD = "×"


def sparkline(values: Sequence[float], width: int) -> str:
    """Values as at most `width` blocks, scaled from their minimum to their maximum; × if not finite.

    If there are more values than fit, they are sampled evenly, first and last included.
    """
    if not values or width <= 0:
        return ""
    if len(values) > width:
        last = len(values) - 1
        values = [values[round(index * last / max(1, width - 1))] for index in range(width)]
    finite = [value for value in values if math.isfinite(value)]
    low, high = min(finite, default=0.0), max(finite, default=0.0)
    return "".join(block(value, low, high) for value in values)


def histogram(counts: Sequence[int]) -> str:
    """Counts as blocks; a blank for 0 only."""
    most = max(counts, default=0)
    return "".join(" " if not count else block(count, 0, most) for count in counts)


def block(value: float, low: float, high: float) -> str:
    """A value between low and high as one block; × where it is not finite."""
    if not math.isfinite(value):
        return _ODD
    if high <= low:
        return BLOCKS[len(BLOCKS) // 2]
    share = (value - low) / (high - low)
    return BLOCKS[min(len(BLOCKS) - 1, int(share * len(BLOCKS)))]

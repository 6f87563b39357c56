"""Bars in eighths of a character, and the scale they share."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from rnntui.display.primitives.text import Line, Span

if TYPE_CHECKING:
    from jaxtyping import Shaped

_EIGHTHS = " ▏▎▍▌▋▊▉"
# A narrower bar has one side only.
_TWO_SIDED = 9


def bar(value: float, scale: float, width: int) -> Span:
    """A bar of length |value| from the left; its role is the sign."""
    if not math.isfinite(value):
        return Span("!".ljust(width), "odd")
    role = "minus" if value < 0 else "plus"
    return Span(_block(_share(value, scale), width).ljust(width), role)


def swing(value: float, scale: float, width: int) -> Line:
    """A bar to the left or right of a central axis; one-sided if `width` is small."""
    if width < _TWO_SIDED or not math.isfinite(value):
        return (bar(value, scale, width),)
    half = (width - 1) // 2
    share, axis = _share(value, scale), Span("│", "dim")
    if value < 0:
        left = round(share * half * 2)
        text = "▐" * (left % 2) + "█" * (left // 2)
        if not text and share:
            text = "▕"
        return (Span(text.rjust(half), "minus"), axis, Span(" " * (width - 1 - half)))
    right = _block(share, half).ljust(width - 1 - half)
    return (Span(" " * half), axis, Span(right, "plus"))


def largest(values: Shaped[np.ndarray, "..."]) -> float:
    """The scale of bars and colours shown together: the largest finite |value|, or 0.0."""
    size = float(max(values.max(), -values.min())) if values.size else 0.0
    if math.isfinite(size):
        return size
    # Rare, so only now is the array copied.
    return float(np.abs(values[np.isfinite(values)]).max(initial=0.0))


def _share(value: float, scale: float) -> float:
    return min(1.0, abs(value) / scale) if scale > 0 else 0.0


def _block(share: float, width: int) -> str:
    # Any value but 0 is visible.
    eighths = max(round(share * width * 8), 1 if share else 0)
    return "█" * (eighths // 8) + _EIGHTHS[eighths % 8].strip()

"""A long vector in one line: a row of bars, and its minimum, maximum, mean and norm."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from rnntui.display.primitives.numbers import short
from rnntui.display.primitives.sparkline import BLOCKS
from rnntui.display.primitives.text import Line, Span

if TYPE_CHECKING:
    from jaxtyping import Float, Shaped


def spark(values: Shaped[np.ndarray, " n"], width: int) -> Line:
    """At most `width` blocks, scaled from minimum to maximum, coloured by sign.

    A block for several values shows the one with the largest size.
    """
    wide = values.astype(np.float64)
    if len(wide) > width:
        wide = _largest_of_each(wide, width)
    finite = wide[np.isfinite(wide)]
    if not finite.size:
        return (Span("×" * len(wide), "odd"),)
    low, high = float(finite.min()), float(finite.max())
    span = (high - low) or 1.0
    at = np.rint((np.nan_to_num(wide, posinf=high, neginf=low) - low) / span * 7)
    at = np.clip(at, 0, 7).astype(int)
    spans: list[Span] = []
    text, before = "", ""
    for value, level in zip(wide.tolist(), at.tolist(), strict=True):
        role = "odd" if not math.isfinite(value) else "minus" if value < 0 else "plus"
        if role != before and text:
            spans.append(Span(text, before))
            text = ""
        text += BLOCKS[level] if role != "odd" else "×"
        before = role
    return (*spans, Span(text, before))


def _largest_of_each(values: Float[np.ndarray, " n"], count: int) -> Float[np.ndarray, " count"]:
    starts = np.arange(count) * len(values) // count
    high = np.maximum.reduceat(values, starts)
    low = np.minimum.reduceat(values, starts)
    # NaN propagates through both reductions, so it is never hidden.
    return np.asarray(np.where(np.abs(low) > np.abs(high), low, high))


def statistics(values: Shaped[np.ndarray, " n"], digits: int, width: int) -> str:
    """min, max, mean, norm; as many as fit."""
    wide = values.astype(np.float64)
    with np.errstate(all="ignore"):
        found = {
            "min": float(wide.min()),
            "max": float(wide.max()),
            "mean": float(wide.mean()),
            "norm": float(np.sqrt(wide @ wide)),
        }
    for several in (("min", "max", "mean", "norm"), ("min", "max", "norm"), ("min", "max")):
        for least in (digits, 2):
            text = " ".join(f"{name} {short(found[name], least)}" for name in several)
            if len(text) <= width:
                return text
    return ""

"""Indices and shapes as text: [3] in a vector, [row,column,channel] in an image."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

Shape = tuple[int, ...]


def place_text(index: int, shape: Shape) -> str:
    """The index as text, from a flat index: [3], [4,0,12]."""
    return f"[{','.join(str(part) for part in unravel(index, shape))}]"


def unravel(index: int, shape: Shape) -> Shape:
    """A flat index as one for each axis; (index,) for a vector or a single number."""
    if len(shape) <= 1:
        return (index,)
    return tuple(int(part) for part in np.unravel_index(index, shape))


def same_place(index: int, shape: Shape, other: Shape) -> int:
    """The flat index in another array at the place of `index` in this one, or nearest to it."""
    if len(shape) > 1 and len(shape) == len(other):
        return int(np.ravel_multi_index(unravel(index, shape), other, mode="clip"))
    return min(index, math.prod(other) - 1)


def shape_text(shape: Sequence[int | None]) -> str:
    """A shape as text: (20, 4), (?, 3); "?" for (), an unknown shape."""
    if not shape:
        return "?"
    inside = ", ".join("?" if size is None else str(size) for size in shape)
    return f"({inside},)" if len(shape) == 1 else f"({inside})"

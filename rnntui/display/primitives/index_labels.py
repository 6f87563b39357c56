"""Where a number stands in its array: [3] in a vector, [row,column,channel] in an image."""

from __future__ import annotations

import math
from collections.abc import Sequence

Shape = tuple[int, ...]


def place_text(index: int, shape: Shape) -> str:
    """The place with a flat index: [3], [4,0,12]."""
    return f"[{','.join(str(part) for part in unflat(index, shape))}]"


def unflat(index: int, shape: Shape) -> Shape:
    """A flat index as one for each axis; that of a number alone is (0,)."""
    if len(shape) <= 1:
        return (index,)
    parts = []
    for size in reversed(shape):
        index, part = divmod(index, size)
        parts.append(part)
    return tuple(reversed(parts))


def flat(place: Sequence[int], shape: Shape) -> int:
    """One index for each axis as a flat one."""
    index = 0
    for part, size in zip(place, shape, strict=True):
        index = index * size + part
    return index


def same_place(index: int, shape: Shape, other: Shape) -> int:
    """The flat index in another array that stands where `index` stands in this one, or nearest."""
    size = math.prod(other)
    if len(shape) > 1 and len(shape) == len(other):
        nearest = [min(part, n - 1) for part, n in zip(unflat(index, shape), other, strict=True)]
        return flat(nearest, other)
    return min(index, size - 1)


def shape_text(shape: Sequence[int | None]) -> str:
    """A shape as one writes it: (20, 4), (?, 3); () is unknown."""
    if not shape:
        return "?"
    inside = ", ".join("?" if size is None else str(size) for size in shape)
    return f"({inside},)" if len(shape) == 1 else f"({inside})"

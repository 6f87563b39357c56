"""Formatting shared by the messages of the readers; keeps every message on one line."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from jaxtyping import Bool


def one_line(text: object) -> str:
    """The text with each run of white space, line breaks included, replaced by one space."""
    return " ".join(str(text).split())


def listed(names: Iterable[str], limit: int = 10) -> str:
    """Names for a message: "a, b, c"; beyond `limit`, "a, b, … (12 in all)"; "nothing" for none."""
    texts = [one_line(name) for name in names]
    if not texts:
        return "nothing"
    if len(texts) <= limit:
        return ", ".join(texts)
    return f"{', '.join(texts[:limit])}, … ({len(texts)} in all)"


def shape_text(shape: Iterable[int | None]) -> str:
    """A shape as Python writes it, "any" for an open size: (20, 4), (any, 4), (any,)."""
    sizes = ["any" if size is None else str(size) for size in shape]
    return f"({', '.join(sizes)}{',' if len(sizes) == 1 else ''})"


def plural(count: int, noun: str) -> str:
    """A count with its noun: "1 sample", "12 samples"."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def first_place(where: Bool[np.ndarray, "N ..."]) -> tuple[int, ...]:
    """The index of the first true value, sample first; there must be at least one."""
    return tuple(int(axis) for axis in np.unravel_index(int(np.argmax(where)), where.shape))


def at(place: tuple[int, ...], *, sequence: bool = True) -> str:
    """An index for messages: "sample 3, t 7"; "sample 3" if the second axis is not time."""
    return (
        f"sample {place[0]}, t {place[1]}" if sequence and len(place) > 1 else f"sample {place[0]}"
    )

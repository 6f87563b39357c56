"""The terms of a sum by size: the largest of them, and what all the others add up to."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from jaxtyping import Float, Shaped


@dataclass(frozen=True)
class Terms:
    """The largest terms of a sum.

    indices, values: of the largest terms, largest first
    more, rest: how many there are besides, and their sum
    """

    indices: tuple[int, ...]
    values: tuple[float, ...]
    more: int
    rest: float


def largest_terms(terms: Float[np.ndarray, " n"], most: int) -> Terms:
    """The `most` largest terms by |term|, NaN before all; equal ones in their own order."""
    sizes = np.nan_to_num(np.abs(terms), nan=np.inf)
    order = np.argsort(-sizes, kind="stable")
    first, others = order[:most], terms[order[most:]]
    return Terms(
        tuple(first.tolist()), tuple(terms[first].tolist()), len(others), exact_sum(others)
    )


def products(
    x: Shaped[np.ndarray, "..."], weights: Shaped[np.ndarray, "..."]
) -> Float[np.ndarray, "..."]:
    """Each x[i] × weights[i]; of two float32 it is exact."""
    with np.errstate(all="ignore"):
        return np.asarray(x.astype(np.float64) * weights)


def exact_sum(values: Float[np.ndarray, " n"]) -> float:
    """The sum, rounded once at its end; with infinity and NaN as NumPy adds them."""
    if np.isfinite(values).all():
        return math.fsum(values.tolist())
    with np.errstate(all="ignore"):
        return float(values.sum())

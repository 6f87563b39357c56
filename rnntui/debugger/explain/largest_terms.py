"""Largest terms of a sum, and the sum of the others."""

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
    more, rest: the number of other terms, and their sum
    """

    indices: tuple[int, ...]
    values: tuple[float, ...]
    more: int
    rest: float


def largest_terms(terms: Float[np.ndarray, " n"], most: int) -> Terms:
    """The `most` largest terms by |term|, NaN first; equal terms keep their order."""
    sizes = np.nan_to_num(np.abs(terms), nan=np.inf)
    order = np.argsort(-sizes, kind="stable")
    first, others = order[:most], terms[order[most:]]
    return Terms(
        tuple(first.tolist()), tuple(terms[first].tolist()), len(others), exact_sum(others)
    )


def products(
    x: Shaped[np.ndarray, "..."], weights: Shaped[np.ndarray, "..."]
) -> Float[np.ndarray, "..."]:
    """The products x[i] × weights[i] in float64; exact for float32."""
    with np.errstate(all="ignore"):
        return np.asarray(x.astype(np.float64) * weights)


def exact_sum(values: Float[np.ndarray, " n"]) -> float:
    """The sum, rounded only once; NumPy's sum if a value is infinite or NaN."""
    if np.isfinite(values).all():
        return math.fsum(values.tolist())
    with np.errstate(all="ignore"):
        return float(values.sum())

"""Activation curve: an activation's shape around zero, its flat parts, and the units on them."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from rnntui.debugger.saturation_limits import MARGIN

if TYPE_CHECKING:
    from jaxtyping import Bool, Float, Shaped

Array = np.ndarray[Any, Any]
_SMALLEST, _LARGEST = 4.0, 32.0
_POINTS = 401


@dataclass(frozen=True, eq=False)
class ActivationCurve:
    """A function of one number, from -reach to reach.

    z, y: points of the curve
    flat_below, flat_above: the z where the flat parts begin; None if there is none
    saturated: for each unit, whether it is on a flat part
    """

    reach: float
    z: Float[np.ndarray, " points"]
    y: Float[np.ndarray, " points"]
    flat_below: float | None
    flat_above: float | None
    saturated: Bool[np.ndarray, " units"]


def curve_of(
    function: Callable[[Array], Array],
    z: Shaped[np.ndarray, "..."],
    y: Shaped[np.ndarray, "..."],
) -> ActivationCurve:
    """The curve of an activation, wide enough for the units' z; `y` is function(z)."""
    flat, results = z.reshape(-1), y.reshape(-1)
    finite = flat[np.isfinite(flat)]
    size = float(np.abs(finite).max()) if finite.size else 0.0
    below, above = _ends(function, flat.dtype)
    size = max([size, *(abs(end.at) for end in (below, above) if end is not None)])
    reach = _SMALLEST
    while reach < min(size, _LARGEST):
        reach *= 2
    points, values = _points(function, reach, flat.dtype)
    saturated = np.zeros(flat.shape, bool)
    with np.errstate(all="ignore"):
        for end, sign in ((below, -1), (above, 1)):
            if end is not None:
                near = np.abs(results - end.limit) < end.tolerance
                saturated |= (near | (results == end.limit)) & (sign * flat >= sign * end.start)
    return ActivationCurve(
        reach,
        points,
        values,
        None if below is None else below.at,
        None if above is None else above.at,
        saturated,
    )


@dataclass(frozen=True)
class _End:
    """A flat part. at: where it begins; start: slightly before that; limit: its height."""

    at: float
    start: float
    limit: float
    tolerance: float


@lru_cache(maxsize=64)
def _points(
    function: Callable[[Array], Array], reach: float, dtype: np.dtype[Any]
) -> tuple[Array, Array]:
    z = np.linspace(-reach, reach, _POINTS).astype(dtype)
    with np.errstate(all="ignore"):
        return z.astype(np.float64), np.asarray(function(z), np.float64)


@lru_cache(maxsize=64)
def _ends(
    function: Callable[[Array], Array], dtype: np.dtype[Any]
) -> tuple[_End | None, _End | None]:
    # 100 points per unit of z.
    z = np.linspace(-_LARGEST, _LARGEST, int(200 * _LARGEST) + 1)
    far = np.array([-10_000, -5_000, 5_000, 10_000])
    with np.errstate(all="ignore"):
        y = np.asarray(function(z.astype(dtype)), np.float64)
        limits = np.asarray(function(far.astype(dtype)), np.float64)
    both = (
        bool(np.isfinite(limits).all())
        and abs(limits[0] - limits[1]) + abs(limits[2] - limits[3]) < MARGIN
    )
    return (
        _end(z, y, float(limits[0]), float(limits[1]), both=both),
        _end(z[::-1], y[::-1], float(limits[3]), float(limits[2]), both=both),
    )


def _end(z: Array, y: Array, limit: float, nearer: float, *, both: bool) -> _End | None:
    """The flat part at one end, from points ordered from the outside in; None if there is none."""
    if not math.isfinite(limit) or abs(limit - nearer) >= MARGIN:
        return None
    # A relu is exactly 0 below, so no tolerance.
    exact = not both and bool((y[: len(y) * 7 // 16] == limit).all())
    tolerance = 0.0 if exact else MARGIN
    away = np.flatnonzero((np.abs(y - limit) >= tolerance) & (y != limit))
    first = int(away[0]) if away.size else len(z)
    if first == 0 or first == len(z):
        return None
    step = float(z[1] - z[0])
    return _End(float(z[first - 1]), float(z[first - 1]) + 2 * step, limit, tolerance)

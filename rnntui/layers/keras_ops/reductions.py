"""Operations along axes: sums, means, the largest. Source: `keras.src.ops.numpy`, `.math`, `.linalg`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from rnntui.layers.keras_ops.promotion import (
    FLOAT,
    Array,
    as_array,
    dtype_of,
    promoted,
)

Axis = int | tuple[int, ...] | None
Operation = Callable[..., Any]


def _wide(x: Array) -> Array:
    """The values to sum: small integers as 32-bit ones."""
    if x.dtype.kind in "bi" and x.dtype.itemsize < 4:
        return x.astype(np.int32)
    return x.astype(np.uint32) if x.dtype.kind == "u" and x.dtype.itemsize < 4 else x


def _sum(x: Any, *, axis: Axis = None, keepdims: bool = False) -> Array:
    x = _wide(as_array(x))
    return np.asarray(np.sum(x, axis=axis, keepdims=keepdims, dtype=x.dtype))


def _prod(x: Any, *, axis: Axis = None, keepdims: bool = False, dtype: str | None = None) -> Array:
    x = _wide(as_array(x)) if dtype is None else as_array(x).astype(dtype_of(dtype))
    return np.asarray(np.prod(x, axis=axis, keepdims=keepdims, dtype=x.dtype))


def _of_floats(function: Callable[..., Any]) -> Operation:
    def compute(x: Any, *, axis: Axis = None, keepdims: bool = False) -> Array:
        (x,) = promoted(x, floats=True)
        # float16 is too narrow for sums, so TensorFlow uses a wider dtype.
        wide = x.astype(FLOAT) if x.dtype.itemsize < 4 else x
        return np.asarray(function(wide, axis=axis, keepdims=keepdims), x.dtype)

    return compute


def _mean_of(x: Array, **along: Any) -> Array:
    """The mean, which is NaN without a warning for an empty array."""
    total = np.sum(x, **along)
    return np.asarray(total / np.asarray(x.size / max(total.size, 1), x.dtype))


def _variance(x: Array, *, axis: Axis, keepdims: bool) -> Array:
    away = x - _mean_of(x, axis=axis, keepdims=True)
    return _mean_of(np.square(away), axis=axis, keepdims=keepdims)


def _largest(function: Callable[..., Any], least: float) -> Operation:
    def compute(
        x: Any, *, axis: Axis = None, keepdims: bool = False, initial: float | None = None
    ) -> Array:
        x = as_array(x)
        if initial is None and x.size == 0 and x.dtype.kind == "f":
            initial = least
        given = {} if initial is None else {"initial": np.asarray(initial, x.dtype)}
        return np.asarray(function(x, axis=axis, keepdims=keepdims, **given))

    return compute


def _logical(function: Callable[..., Any]) -> Operation:
    def compute(x: Any, *, axis: Axis = None, keepdims: bool = False) -> Array:
        return np.asarray(function(as_array(x).astype(bool), axis=axis, keepdims=keepdims))

    return compute


def _index(function: Callable[..., Any]) -> Operation:
    def compute(
        x: Any, *, axis: int | None = None, keepdims: bool = False, dtype: str = "int32"
    ) -> Array:
        return np.asarray(function(as_array(x), axis=axis, keepdims=keepdims)).astype(
            dtype_of(dtype)
        )

    return compute


def _cumulated(function: Callable[..., Array]) -> Operation:
    def compute(x: Any, *, axis: int | None = None, dtype: str | None = None) -> Array:
        x = as_array(x)
        wanted = dtype_of(dtype) if dtype else x.dtype
        if wanted.kind == "b":
            wanted = np.dtype(np.int32)
        return function(x.astype(wanted), axis=axis, dtype=wanted)

    return compute


def _count_nonzero(x: Any, *, axis: Axis = None) -> Array:
    return np.asarray(np.count_nonzero(as_array(x), axis=axis), np.int32)


def _logsumexp(x: Any, *, axis: Axis = None, keepdims: bool = False) -> Array:
    x = as_array(x)
    largest = np.max(x, axis=axis, keepdims=True)
    largest = np.where(np.isfinite(largest), largest, np.zeros_like(largest))
    result = np.log(np.sum(np.exp(x - largest), axis=axis, keepdims=True)) + largest
    return result if keepdims else np.squeeze(result, axis)


def _norm(x: Any, *, axis: Axis = None, keepdims: bool = False, **said: Any) -> Array:
    (x,) = promoted(x, floats=True)
    axis = axis[0] if isinstance(axis, tuple) and len(axis) == 1 else axis
    order = said.pop("ord", None)
    order = float(order) if order in ("inf", "-inf") else order
    if said:
        raise TypeError(f"has the argument {', '.join(said)}")
    return np.asarray(np.linalg.norm(x, ord=order, axis=axis, keepdims=keepdims), x.dtype)


def _average(x: Any, weights: Any = None, *, axis: Axis = None) -> Array:
    if weights is None:
        return np.asarray(REDUCTIONS["Mean"](x, axis=axis))
    x, weights = promoted(x, weights, floats=True)
    if weights.ndim == 1 and x.ndim > 1 and isinstance(axis, int):
        weights = np.moveaxis(weights.reshape(-1, *[1] * (x.ndim - 1)), 0, axis)
    total = np.sum(np.broadcast_to(weights, x.shape), axis=axis)
    return np.asarray(np.sum(x * weights, axis=axis) / total, x.dtype)


def _peak_to_peak(x: Any, *, axis: Axis = None, keepdims: bool = False) -> Array:
    return np.asarray(np.ptp(as_array(x), axis=axis, keepdims=keepdims))


def _diff(a: Any, *, n: int = 1, axis: int = -1) -> Array:
    return np.diff(as_array(a), n=n, axis=axis)


def _sort(x: Any, *, axis: int = -1) -> Array:
    return np.sort(as_array(x), axis=axis)


def _argsort(x: Any, *, axis: int = -1) -> Array:
    return np.argsort(as_array(x), axis=axis, kind="stable").astype(np.int32)


def _top_k(x: Any, *, k: int, **said: Any) -> tuple[Array, Array]:
    # TensorFlow returns them in order, sorted or not.
    if said.keys() - {"sorted"}:
        raise TypeError(f"has the argument {', '.join(said)}")
    x = as_array(x)
    # Of equal values, the first comes first.
    order = x.shape[-1] - 1 - np.argsort(x[..., ::-1], axis=-1, kind="stable")[..., ::-1]
    chosen = order[..., :k]
    return np.take_along_axis(x, chosen, -1), chosen.astype(np.int32)


def _moments(
    x: Any, *, axes: Axis, keepdims: bool = False, synchronized: bool = False
) -> tuple[Array, Array]:
    of = {"axis": axes, "keepdims": keepdims}
    return REDUCTIONS["Mean"](x, **of), REDUCTIONS["Var"](x, **of)


def _normalize(x: Any, *, axis: Axis = -1, order: int = 2, epsilon: float | None = None) -> Array:
    (x,) = promoted(x, floats=True)
    least = 1e-7 if epsilon is None else epsilon
    if order == 2:
        scale = 1 / np.sqrt(np.sum(np.square(x), axis=axis, keepdims=True))
        return x * np.minimum(scale, np.asarray(1 / least, x.dtype))
    return x / np.maximum(_norm(x, ord=order, axis=axis, keepdims=True), np.asarray(least, x.dtype))


REDUCTIONS: Mapping[str, Operation] = {
    "All": _logical(np.all),
    "Amax": _largest(np.max, -np.inf),
    "Amin": _largest(np.min, np.inf),
    "Any": _logical(np.any),
    "Argmax": _index(np.argmax),
    "Argmin": _index(np.argmin),
    "Argsort": _argsort,
    "Average": _average,
    "CountNonzero": _count_nonzero,
    "Cumprod": _cumulated(np.cumprod),
    "Cumsum": _cumulated(np.cumsum),
    "Diff": _diff,
    "Logsumexp": _logsumexp,
    "Max": _largest(np.max, -np.inf),
    "Mean": _of_floats(_mean_of),
    "Median": _of_floats(np.median),
    "Min": _largest(np.min, np.inf),
    "Moments": _moments,
    "Norm": _norm,
    "Normalize": _normalize,
    "Prod": _prod,
    "Ptp": _peak_to_peak,
    "Sort": _sort,
    "Std": _of_floats(lambda x, **along: np.sqrt(_variance(x, **along))),
    "Sum": _sum,
    "TopK": _top_k,
    "Var": _of_floats(_variance),
}

"""Operations on elements: arithmetic, comparisons, logic. Source: `keras.src.ops.numpy`."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from rnntui.layers.keras_ops.promotion import (
    INT,
    Array,
    as_array,
    as_value,
    dtype_of,
    of_floats,
    promoted,
)

Operation = Callable[..., Any]


def _of_two(function: Callable[..., Array], *, floats: bool = False) -> Operation:
    """An operation on two values of one dtype."""

    def compute(x1: Any, x2: Any) -> Array:
        return function(*promoted(x1, x2, floats=floats))

    return compute


def _logical(function: Callable[..., Array]) -> Operation:
    def compute(x1: Any, x2: Any) -> Array:
        return function(as_array(x1).astype(bool), as_array(x2).astype(bool))

    return compute


def _of_one(function: Callable[..., Array]) -> Operation:
    """An operation that keeps the dtype, except for booleans."""

    def compute(x: Any) -> Array:
        x = as_array(x)
        return function(x.astype(INT) if x.dtype == bool else x)

    return compute


def _floor_divide(x: Array, y: Array) -> Array:
    # NumPy subtracts the remainder first: 1.0 // 0.1 is 9 there, and 10 in TensorFlow.
    return np.floor(x / y) if x.dtype.kind == "f" else np.floor_divide(x, y)


def _mod(x1: Any, x2: Any) -> Array:
    x, y = promoted(x1, x2)
    return np.mod(x.astype(INT), y.astype(INT)) if x.dtype == bool else np.mod(x, y)


def _divide_no_nan(x: Array, y: Array) -> Array:
    return np.where(y == 0, np.zeros_like(x), x / np.where(y == 0, np.ones_like(y), y))


def _erf(x: Array) -> Array:
    return np.array([math.erf(value) for value in x.flat], x.dtype).reshape(x.shape)


def _clip(x: Any, *, x_min: Any, x_max: Any) -> Array:
    x = as_array(x)
    x = x.astype(INT) if x.dtype.kind == "b" else x
    low, high = (np.asarray(as_value(limit), x.dtype) for limit in (x_min, x_max))
    return np.minimum(np.maximum(x, low), high)


def _round(x: Any, *, decimals: int = 0) -> Array:
    x = as_array(x)
    if decimals == 0 or (x.dtype.kind in "iu" and decimals > 0):
        return np.round(x)
    factor = np.asarray(10.0**decimals, np.float32 if x.dtype.kind in "iu" else x.dtype)
    return (np.round(x.astype(factor.dtype) * factor) / factor).astype(x.dtype)


def _where(condition: Any, x1: Any = None, x2: Any = None) -> Array:
    x, y = promoted(x1, x2)
    return np.where(as_array(condition).astype(bool), x, y)


def _cast(x: Any, *, dtype: str) -> Array:
    return as_array(x).astype(dtype_of(dtype))


def _converted(
    x: Any, *, dtype: str | None = None, sparse: Any = None, ragged: Any = None
) -> Array:
    return as_array(x) if dtype is None else as_array(x).astype(dtype_of(dtype))


def _like(value: int) -> Operation:
    def compute(x: Any, *, dtype: str | None = None) -> Array:
        return np.full_like(as_array(x), value, dtype and dtype_of(dtype))

    return compute


def _full_like(x: Any, fill_value: Any, *, dtype: str | None = None) -> Array:
    x = as_array(x)
    return np.broadcast_to(
        np.asarray(as_value(fill_value), dtype_of(dtype) if dtype else x.dtype), x.shape
    ).copy()


def _nan_to_num(
    x: Any, *, nan: float = 0.0, posinf: float | None = None, neginf: float | None = None
) -> Array:
    return np.nan_to_num(as_array(x), nan=nan, posinf=posinf, neginf=neginf)


def _same(x: Any) -> Array:
    return as_array(x)


ELEMENTWISE: Mapping[str, Operation] = {
    "Absolute": _of_one(np.abs),
    "Add": _of_two(np.add),
    "Arccos": of_floats(np.arccos),
    "Arccosh": of_floats(np.arccosh),
    "Arcsin": of_floats(np.arcsin),
    "Arcsinh": of_floats(np.arcsinh),
    "Arctan": of_floats(np.arctan),
    "Arctan2": _of_two(np.arctan2, floats=True),
    "Arctanh": of_floats(np.arctanh),
    "Array": _converted,
    "Cast": _cast,
    "Ceil": of_floats(np.ceil),
    "Clip": _clip,
    "ConvertToTensor": _converted,
    "Copy": _same,
    "Cos": of_floats(np.cos),
    "Cosh": of_floats(np.cosh),
    "Divide": _of_two(np.divide, floats=True),
    "DivideNoNan": _of_two(_divide_no_nan, floats=True),
    "Equal": _of_two(np.equal),
    "Erf": of_floats(_erf),
    "Exp": of_floats(np.exp),
    "Exp2": of_floats(np.exp2),
    "Expm1": of_floats(np.expm1),
    "Floor": of_floats(np.floor),
    "FloorDivide": _of_two(_floor_divide),
    "FullLike": _full_like,
    "Greater": _of_two(np.greater),
    "GreaterEqual": _of_two(np.greater_equal),
    "Hypot": _of_two(np.hypot, floats=True),
    "Isfinite": of_floats(np.isfinite),
    "Isinf": of_floats(np.isinf),
    "Isnan": of_floats(np.isnan),
    "Less": _of_two(np.less),
    "LessEqual": _of_two(np.less_equal),
    "Log": of_floats(np.log),
    "Log10": of_floats(np.log10),
    "Log1p": of_floats(np.log1p),
    "Log2": of_floats(np.log2),
    "Logaddexp": _of_two(np.logaddexp, floats=True),
    "LogicalAnd": _logical(np.logical_and),
    "LogicalNot": lambda x: ~as_array(x).astype(bool),
    "LogicalOr": _logical(np.logical_or),
    "LogicalXor": _logical(np.logical_xor),
    "Maximum": _of_two(np.maximum),
    "Minimum": _of_two(np.minimum),
    "Mod": _mod,
    "Multiply": _of_two(np.multiply),
    "NanToNum": _nan_to_num,
    "Negative": _of_one(np.negative),
    "NotEqual": _of_two(np.not_equal),
    "OnesLike": _like(1),
    "Power": _of_two(np.power),
    "Reciprocal": of_floats(np.reciprocal),
    "Round": _round,
    "Rsqrt": of_floats(lambda x: 1 / np.sqrt(x)),
    "Sign": _of_one(np.sign),
    "Sin": of_floats(np.sin),
    "Sinh": of_floats(np.sinh),
    "Sqrt": of_floats(np.sqrt),
    "Square": _of_one(np.square),
    "StopGradient": _same,
    "Subtract": _of_two(np.subtract),
    "Tan": of_floats(np.tan),
    "TrueDivide": _of_two(np.divide, floats=True),
    "Where": _where,
    "ZerosLike": _like(0),
}

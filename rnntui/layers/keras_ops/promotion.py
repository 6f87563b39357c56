"""The common dtype of values, as in keras.ops.

Source: `keras.src.backend.common.dtypes`, which follows JAX: a Python number has no width and takes
that of the tensors it is combined with; integers combined with floats become the floats' dtype.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
FLOAT = np.dtype("float32")
INT = np.dtype("int32")
_DTYPES = (
    "bool", "float16", "float32", "float64", "int8", "int16", "int32", "int64", "uint8", "uint16",
    "uint32", "uint64",
)  # fmt: skip


def dtype_of(name: Any) -> np.dtype[Any]:
    """The dtype of that name; raises TypeError for one that rnntui does not compute in."""
    if name not in _DTYPES:
        raise TypeError(f"is of the dtype {name!r}, which rnntui does not compute in")
    return np.dtype(name)


def as_value(value: Any) -> Any:
    """An argument as `convert_to_tensor` reads it: numbers stay, lists of numbers become arrays."""
    if isinstance(value, tuple | list):
        array = np.array([np.asarray(as_value(item)) for item in value])
        return array.astype({"f": FLOAT, "i": INT}.get(array.dtype.kind, array.dtype))
    if value is None or isinstance(value, str | slice):
        raise TypeError(f"has {value!r} where a tensor belongs")
    return value


def as_array(value: Any) -> Array:
    """An argument as an array; a Python number becomes a 32-bit one."""
    value = as_value(value)
    return value if isinstance(value, np.ndarray) else np.asarray(value, _alone(value))


def result_type(*values: Any) -> np.dtype[Any]:
    """The dtype of arrays, dtypes and Python numbers together; `float` and `int` are numbers' types."""
    strong = [np.dtype(getattr(v, "dtype", v)) for v in values if not _is_number(v)]
    weak = {v if isinstance(v, type) else type(v) for v in values if _is_number(v)}
    if bool in weak:
        strong.append(np.dtype(bool))
    floats = [dtype for dtype in strong if dtype.kind == "f"]
    if floats:
        return max(floats, key=lambda dtype: dtype.itemsize)
    integers = [dtype for dtype in strong if dtype.kind in "iu"]
    if float in weak:
        return FLOAT
    if integers:
        promoted = np.result_type(*integers)
        return promoted if promoted.kind in "iu" else FLOAT
    return INT if int in weak else np.dtype(bool)


def promoted(*values: Any, floats: bool = False) -> list[Array]:
    """The values as arrays of one dtype.

    Args:
        values: arrays, numbers, or lists of numbers.
        floats: whether the dtype must be a float.
    """
    taken = [as_value(value) for value in values]
    dtype = result_type(*taken, *([float] if floats else []))
    return [np.asarray(value, dtype) for value in taken]


def of_floats(function: Callable[..., Array]) -> Callable[..., Array]:
    """A function of one tensor that converts integers to floats first."""

    def compute(x: Any) -> Array:
        return function(*promoted(x, floats=True))

    return compute


def _is_number(value: Any) -> bool:
    return isinstance(value, bool | int | float) or value is int or value is float


def _alone(number: Any) -> np.dtype[Any]:
    return result_type(number)

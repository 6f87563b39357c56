"""Values of expressions over a block of timesteps, and the operations on them.

A value that varies with time has time as its first axis, which all operations preserve.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
MOST_VALUES = 20_000_000


class TooManyError(ValueError):
    """An array would be too large; size: its number of values."""

    def __init__(self, size: int) -> None:
        super().__init__(f"too many values at once: {size:.3g}")
        self.size = size


@dataclass(frozen=True, eq=False)
class Value:
    """An array.

    timed: whether its first axis is time, of the block's length
    weak: whether it consists of literal numbers only, which adopt the dtype of the other operand
    """

    array: Array
    timed: bool
    weak: bool = False

    @property
    def rank(self) -> int:
        """The number of axes, without time."""
        return self.array.ndim - self.timed

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of the value at one timestep."""
        shape: tuple[int, ...] = self.array.shape[self.timed :]
        return shape

    def at(self, index: int) -> Array:
        """The value at one timestep of the block."""
        return self.array[index] if self.timed else self.array


def together(function: Any, *values: Value) -> Value:
    """An element-wise function, broadcast over the last axes; time is aligned with time.

    Raises:
        TooManyError: its result would be too large.
        ValueError: their shapes do not match.
    """
    arrays, timed = _aligned(values)
    shapes = [np.shape(array) for array in arrays]
    try:
        size = int(np.prod(np.broadcast_shapes(*shapes), dtype=object))
    except ValueError:
        shapes_text = " and ".join(str(value.shape) for value in values)
        raise ValueError(f"the shapes {shapes_text} do not match") from None
    if size > MOST_VALUES:
        raise TooManyError(size)
    weak = all(value.weak for value in values)
    return Value(np.asarray(function(*arrays)), timed, weak)


def chained(function: Any, values: list[Value]) -> Value:
    """A function of two values, applied from left to right."""
    whole = values[0]
    for value in values[1:]:
        whole = together(function, whole, value)
    return whole


def product(one: Value, other: Value) -> Value:
    """The matrix product, timestep by timestep.

    Raises:
        TooManyError: its result would be too large.
        ValueError: their shapes do not match.
    """
    if not other.rank:
        raise ValueError("@ with a timestep needs a variable: at(h_t, 5) or (h_t@5)")
    if not one.rank or one.shape[-1] != other.shape[max(-2, -other.rank)]:
        raise ValueError(f"the shapes {one.shape} and {other.shape} do not match for @")
    inner = max(one.shape[-1], 1)
    size = (one.array.size // inner) * (int(np.prod(other.shape)) // inner)
    if size > MOST_VALUES:
        raise TooManyError(size)
    if not one.timed and not other.timed:
        return Value(np.asarray(one.array @ other.array), False)
    steps = len(one.array if one.timed else other.array)
    return Value(np.asarray([one.at(t) @ other.at(t) for t in range(steps)]), True)


def reduced(function: Any, value: Value, axis: int | None) -> Value:
    """A value reduced to one number, or along an axis.

    Raises:
        ValueError: no such axis, or an empty value.
    """
    if axis is not None and not -value.rank <= axis < value.rank:
        raise ValueError(f"no axis {axis}; the value has {value.rank}")
    if 0 in value.shape:
        raise ValueError(f"an empty value: the shape is {value.shape}")
    if not value.timed:
        return Value(np.asarray(function(value.array, axis=axis)), False, value.weak)
    if axis is None:
        flat = value.array.reshape(len(value.array), -1)
        return Value(np.asarray(function(flat, axis=1)), True)
    return Value(np.asarray(function(value.array, axis=axis + 1 if axis >= 0 else axis)), True)


def _aligned(values: tuple[Value, ...]) -> tuple[list[Any], bool]:
    if not any(value.timed for value in values):
        return [_plain(value) for value in values], False
    rank = max(value.rank for value in values)
    arrays = []
    for value in values:
        if value.timed:
            steps, *rest = value.array.shape
            arrays.append(value.array.reshape(steps, *(1,) * (rank - value.rank), *rest))
        else:
            arrays.append(_plain(value))
    return arrays, True


def _plain(value: Value) -> Any:
    return value.array.item() if value.weak else value.array


def _power(x: Any, y: Any) -> Any:
    # Integers would overflow, and NumPy rejects negative powers of them.
    return np.power(np.multiply(x, 1.0), y)


def _minus(x: Any, y: Any) -> Any:
    # NumPy does not subtract booleans.
    return np.subtract(np.multiply(x, 1), np.multiply(y, 1))


def _negative(x: Array) -> Any:
    return np.negative(x.astype(int) if x.dtype == bool else x)


UNARY: dict[type[ast.unaryop], Any] = {
    ast.Not: np.logical_not,
    ast.UAdd: lambda x: np.multiply(x, 1),
    ast.USub: _negative,
}
BINARY: dict[type[ast.operator], Any] = {
    ast.Add: np.add,
    ast.Div: np.true_divide,
    ast.FloorDiv: np.floor_divide,
    ast.Mod: np.mod,
    ast.Mult: np.multiply,
    ast.Pow: _power,
    ast.Sub: _minus,
}
COMPARE: dict[type[ast.cmpop], Any] = {
    ast.Eq: np.equal,
    ast.Gt: np.greater,
    ast.GtE: np.greater_equal,
    ast.Lt: np.less,
    ast.LtE: np.less_equal,
    ast.NotEq: np.not_equal,
}

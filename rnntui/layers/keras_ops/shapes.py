"""Operations on shapes: indexing, joining, turning. Source: `keras.src.ops.numpy`, `.core`, `.nn`."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import EllipsisType
from typing import Any

import numpy as np

from rnntui.layers.keras_ops.promotion import Array, as_array, dtype_of, promoted

Axis = int | tuple[int, ...]
Operation = Callable[..., Any]


def _get_item(x: Array, key: Any) -> Array:
    keys = key if isinstance(key, tuple) else (key,)
    if not all(isinstance(item, slice | int | EllipsisType | None) for item in keys):
        raise TypeError("is indexed with a tensor or a list")
    return np.asarray(x[keys])


def _reshape(x: Array, *, newshape: Axis) -> Array:
    shape = newshape if isinstance(newshape, tuple) else (newshape,)
    # None is the batch size of when the model was made.
    return np.reshape(x, [len(x) if size is None else size for size in shape])


def _broadcast_to(x: Array, *, shape: tuple[int, ...]) -> Array:
    return np.broadcast_to(x, [len(x) if size is None else size for size in shape]).copy()


def _squeeze(x: Array, *, axis: Axis | None = None) -> Array:
    if axis is None:
        axis = tuple(number for number, size in enumerate(x.shape) if number and size == 1)
    return np.squeeze(x, axis)


def _pad(x: Array, *, pad_width: Any, mode: str = "constant", constant_values: Any = None) -> Array:
    if mode != "constant":
        return np.pad(x, pad_width, mode=mode)  # type: ignore[call-overload]
    value = np.asarray(constant_values or 0, x.dtype)
    return np.pad(x, pad_width, mode="constant", constant_values=value)


def _take(x: Array, indices: Any, *, axis: int | None = None, batch_dims: int = 0) -> Array:
    indices = as_array(indices)
    if axis is not None:
        size = x.shape[axis]
        indices = np.where(indices < 0, indices + size, indices)
    if batch_dims == 0:
        return np.take(x, indices, axis)
    if batch_dims != 1 or axis is None:
        raise ValueError(f"has {batch_dims} batch axes")
    axis = axis - 1 if axis > 0 else axis
    pairs = zip(x, indices, strict=True)
    return np.stack([np.take(row, chosen, axis) for row, chosen in pairs])


def _take_along_axis(x: Array, indices: Any, *, axis: int | None = None) -> Array:
    return np.take_along_axis(x, as_array(indices), axis)


def _repeat(x: Array, *, repeats: Axis, axis: int | None = None) -> Array:
    return np.repeat(x, repeats, axis)


def _tile(x: Array, *, repeats: Axis) -> Array:
    return np.tile(x, repeats)


def _roll(x: Array, *, shift: Axis, axis: Axis | None = None) -> Array:
    return np.roll(x, shift, axis)


def _joined(function: Callable[..., Array], default: int) -> Operation:
    def compute(xs: Sequence[Any], *, axis: int = default) -> Array:
        return function(promoted(*xs), axis=axis)

    return compute


def _append(x1: Any, x2: Any, *, axis: int | None = None) -> Array:
    x, y = promoted(x1, x2)
    return np.append(x, y, axis)


def _split(x: Array, *, indices_or_sections: Axis, axis: int = 0) -> tuple[Array, ...]:
    return tuple(np.split(x, indices_or_sections, axis))


def _unstack(x: Array, *, num: int | None = None, axis: int = 0) -> tuple[Array, ...]:
    return tuple(np.moveaxis(x, axis, 0))


def _one_hot(
    x: Any,
    *,
    num_classes: int,
    axis: int = -1,
    dtype: str | None = None,
    sparse: bool = False,
) -> Array:
    if sparse:
        raise ValueError("returns a sparse tensor")
    x = as_array(x).astype(np.int64)
    hot = np.arange(num_classes) == x[..., np.newaxis]
    return np.moveaxis(hot.astype(dtype_of(dtype or "float32")), -1, axis)


def _transpose(x: Array, *, axes: tuple[int, ...] | None = None) -> Array:
    return np.transpose(x, axes)


def _triangle(function: Callable[..., Array]) -> Operation:
    def compute(x: Array, *, k: int = 0) -> Array:
        return function(x, k)

    return compute


SHAPES: Mapping[str, Operation] = {
    "Append": _append,
    "BroadcastTo": _broadcast_to,
    "Concatenate": _joined(np.concatenate, -1),
    "Diagonal": lambda x, *, offset=0, axis1=0, axis2=1: np.diagonal(x, offset, axis1, axis2),
    "ExpandDims": lambda x, *, axis: np.expand_dims(x, axis),
    "Flip": lambda x, *, axis=None: np.flip(x, axis),
    "Fliplr": np.fliplr,
    "GetItem": _get_item,
    "Hstack": lambda xs: np.concatenate(promoted(*xs), axis=1),
    "Moveaxis": lambda x, *, source, destination: np.moveaxis(x, source, destination),
    "OneHot": _one_hot,
    "Pad": _pad,
    "Ravel": np.ravel,
    "Repeat": _repeat,
    "Reshape": _reshape,
    "Roll": _roll,
    "Split": _split,
    "Squeeze": _squeeze,
    "Stack": _joined(np.stack, 0),
    "Swapaxes": lambda x, *, axis1, axis2: np.swapaxes(x, axis1, axis2),
    "Take": _take,
    "TakeAlongAxis": _take_along_axis,
    "Tile": _tile,
    "Transpose": _transpose,
    "Tril": _triangle(np.tril),
    "Triu": _triangle(np.triu),
    "Unstack": _unstack,
}

"""Windows that slide over the axes of an array, and convolution.

All functions take one sample, channels last: (T, D), (H, W, C), (D, H, W, C).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from jaxtyping import Float, Shaped

Array = np.ndarray[Any, Any]
Sizes = tuple[int, ...]


def windows_shape(
    space: Sizes, size: Sizes, strides: Sizes, dilation: Sizes, padding: str
) -> Sizes:
    """The number of windows along each axis; below 1 if a window is larger than the array.

    Args:
        space: the lengths of the spatial axes.
        size, strides, dilation: of a window, one number for each of these axes.
        padding: "valid" (within the array), "same" (as TensorFlow pads), "causal" (up to t).

    Source: `keras.src.ops.operation_utils.compute_conv_output_shape`.
    """
    if padding == "valid":
        reaches = reaches_of(size, dilation)
        return tuple((n - r) // s + 1 for n, r, s in zip(space, reaches, strides, strict=True))
    return tuple(-(-n // s) for n, s in zip(space, strides, strict=True))


def reaches_of(size: Sizes, dilation: Sizes) -> Sizes:
    """How many places a window spans along each axis."""
    return tuple(d * (s - 1) + 1 for s, d in zip(size, dilation, strict=True))


def windows_of(
    x: Shaped[np.ndarray, "*space channels"],
    size: Sizes,
    strides: Sizes,
    dilation: Sizes,
    padding: str,
    fill: float = 0.0,
) -> Shaped[np.ndarray, "*windows *size channels"]:
    """The windows of an array: a view of it, or of its padded copy.

    Args:
        x: at least as large as a window along each axis, for "valid" padding.
        size, strides, dilation, padding: as in `windows_shape`.
        fill: the value outside the array.
    """
    rank = len(size)
    space = x.shape[:rank]
    counts = windows_shape(space, size, strides, dilation, padding)
    if padding == "valid":
        whole = np.ascontiguousarray(x)
    else:
        whole = _padded(x, counts, reaches_of(size, dilation), strides, padding, fill)
    steps = whole.strides
    return np.ndarray(
        (*counts, *size, *x.shape[rank:]),
        whole.dtype,
        whole,
        strides=(
            *(step * stride for step, stride in zip(steps, strides, strict=False)),
            *(step * apart for step, apart in zip(steps, dilation, strict=False)),
            *steps[rank:],
        ),
    )


def _padded(
    x: Array, counts: Sizes, reaches: Sizes, strides: Sizes, padding: str, fill: float
) -> Array:
    before, lengths = [], []
    for n, count, reach, stride in zip(x.shape, counts, reaches, strides, strict=False):
        if padding == "causal":
            missing = first = reach - 1
        else:
            missing = max((count - 1) * stride + reach - n, 0)
            first = missing // 2
        before.append(first)
        lengths.append(n + missing)
    if lengths == list(x.shape[: len(lengths)]):
        return np.ascontiguousarray(x)
    rest = x.shape[len(lengths) :]
    # np.zeros and np.full, since np.pad costs more than a small convolution.
    shape = (*lengths, *rest)
    whole = np.full(shape, fill, x.dtype) if fill else np.zeros(shape, x.dtype)
    places = tuple(slice(b, b + n) for b, n in zip(before, x.shape, strict=False))
    whole[places] = x
    return whole


def convolved(
    x: Float[np.ndarray, "*space channels"],
    kernel: Float[np.ndarray, "*size channels filters"],
    *,
    strides: Sizes,
    dilation: Sizes,
    padding: str,
) -> Float[np.ndarray, "*windows filters"]:
    """Convolve an array with a kernel, over 1, 2 or 3 axes: one product over all windows.

    Args:
        x: at least as large as a window along each axis, for "valid" padding.
        kernel: with as many spatial axes as x, and x's dtype.
        strides, dilation, padding: as in `windows_shape`, which returns the result's shape.

    Source: `keras.ops.conv`, without groups.
    """
    rank = len(strides)
    windows = windows_of(x, kernel.shape[:rank], strides, dilation, padding)
    length = math.prod(kernel.shape[:-1])
    rows = windows.reshape(-1, length)
    product: Array = np.dot(rows, kernel.reshape(length, -1))
    return product.reshape(*windows.shape[:rank], kernel.shape[-1])

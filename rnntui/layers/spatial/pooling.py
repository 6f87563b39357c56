"""Pooling over space or time: the largest or the mean of each window, or of the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rnntui.configs.spatial import GlobalPoolingConfig, PoolingConfig
from rnntui.layers.layer import Shape, WholeFunction, named_weights
from rnntui.layers.spatial.spatial_axes import Space, Windows, space_of
from rnntui.network.network import Layer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from jaxtyping import Bool, Float


def max_pooling(layer: Layer, input_shapes: tuple[Shape, ...]) -> WholeFunction:
    """MaxPooling1D, 2D, 3D: the largest of each window, `keras.layers.MaxPooling2D.call`.

    (*space, C) -> (*windows, C).

    Raises:
        ModelFileError: shapes that do not fit.
        UnknownLayerError: a padding or data_format that Keras does not have.
    """
    windows, axes = _windows(layer, input_shapes, -np.inf)

    def compute(x: Float[np.ndarray, "*space C"]) -> Float[np.ndarray, "*windows C"]:
        largest: Float[np.ndarray, "*windows C"] = windows.of(x).max(axis=axes)
        return largest

    return _pooled(windows, compute)


def average_pooling(layer: Layer, input_shapes: tuple[Shape, ...]) -> WholeFunction:
    """AveragePooling1D, 2D, 3D: the mean of each window, without padding.

    (*space, C) -> (*windows, C). `keras.layers.AveragePooling2D.call`, as TensorFlow pads.

    Raises:
        ModelFileError: shapes that do not fit.
        UnknownLayerError: a padding or data_format that Keras does not have.
    """
    windows, axes = _windows(layer, input_shapes, 0.0)

    def compute(x: Float[np.ndarray, "*space C"]) -> Float[np.ndarray, "*windows C"]:
        inside = windows.of(np.ones((*x.shape[:-1], 1), x.dtype)).sum(axis=axes)
        mean: Float[np.ndarray, "*windows C"] = windows.of(x).sum(axis=axes) / inside
        return mean

    return _pooled(windows, compute)


def global_max_pooling(layer: Layer, input_shapes: tuple[Shape, ...]) -> WholeFunction:
    """GlobalMaxPooling1D, 2D, 3D, `keras.layers.GlobalMaxPooling2D.call`.

    (*space, C) -> (C,), or (*1, C) with keepdims.

    Raises:
        ModelFileError: a tensor of another rank.
        UnknownLayerError: a data_format that Keras does not have.
    """
    space, shape, keepdims = _global(layer, input_shapes)
    axes = _spatial(space)
    return WholeFunction(layer, shape, lambda x: np.max(x, axis=axes, keepdims=keepdims))


def global_average_pooling(layer: Layer, input_shapes: tuple[Shape, ...]) -> WholeFunction:
    """GlobalAveragePooling1D, 2D, 3D; over time, the mean of the timesteps that are not masked.

    (*space, C) -> (C,), or (*1, C) with keepdims; NaN if all timesteps are masked.
    `keras.layers.GlobalAveragePooling1D.call`, the only one of them that uses a mask.

    Raises:
        ModelFileError: a tensor of another rank.
        UnknownLayerError: a data_format that Keras does not have.
    """
    space, shape, keepdims = _global(layer, input_shapes)
    axes = _spatial(space)

    def compute(
        x: Float[np.ndarray, "*space C"], masks: Sequence[Bool[np.ndarray, " T"] | None] = ()
    ) -> Float[np.ndarray, "..."]:
        mask = masks[0] if masks else None
        if mask is None:
            return np.asarray(np.mean(x, axis=axes, keepdims=keepdims))
        counts = np.expand_dims(mask, 0 if space.channels_first else 1)
        total = np.sum(np.where(counts, x, 0), axis=axes, keepdims=keepdims)
        with np.errstate(invalid="ignore"):
            return np.asarray(total / np.sum(counts, axis=axes, keepdims=keepdims, dtype=x.dtype))

    return WholeFunction(layer, shape, compute, uses_masks=space.rank == 1)


def _windows(
    layer: Layer, input_shapes: tuple[Shape, ...], fill: float
) -> tuple[Windows, tuple[int, ...]]:
    """The windows of a pooling layer, and the axes of a window."""
    config = layer.config
    assert isinstance(config, PoolingConfig)
    named_weights(layer, {})
    space = space_of(layer, input_shapes, config.data_format)
    size = space.of_all(config.pool_size)
    strides = size if config.strides is None else space.of_all(config.strides)
    windows = Windows(space, size, strides, (1,) * space.rank, config.padding, fill)
    return windows, tuple(range(space.rank, 2 * space.rank))


def _pooled(windows: Windows, compute: Callable[..., Float[np.ndarray, "..."]]) -> WholeFunction:
    space = windows.space
    shape = space.shape(windows.lengths, space.channels)
    return WholeFunction(space.layer, shape, space.on(compute))


def _global(layer: Layer, input_shapes: tuple[Shape, ...]) -> tuple[Space, Shape, bool]:
    config = layer.config
    assert isinstance(config, GlobalPoolingConfig)
    named_weights(layer, {})
    space = space_of(layer, input_shapes, config.data_format)
    ones: Shape = (1,) * space.rank if config.keepdims else ()
    return space, space.shape(ones, space.channels), config.keepdims


def _spatial(space: Space) -> tuple[int, ...]:
    first = 1 if space.channels_first else 0
    return tuple(range(first, first + space.rank))


WHOLE = {
    "AveragePooling1D": average_pooling,
    "AveragePooling2D": average_pooling,
    "AveragePooling3D": average_pooling,
    "GlobalAveragePooling1D": global_average_pooling,
    "GlobalAveragePooling2D": global_average_pooling,
    "GlobalAveragePooling3D": global_average_pooling,
    "GlobalMaxPooling1D": global_max_pooling,
    "GlobalMaxPooling2D": global_max_pooling,
    "GlobalMaxPooling3D": global_max_pooling,
    "MaxPooling1D": max_pooling,
    "MaxPooling2D": max_pooling,
    "MaxPooling3D": max_pooling,
}

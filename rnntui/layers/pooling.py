"""Pooling over time: the largest or the mean of each window, or of the whole sequence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rnntui.layers.axes import refuse_channels_first
from rnntui.layers.layer import Shape, WholeFunction, named_weights
from rnntui.layers.windows import Windows, length_of, single
from rnntui.network.configs_around import GlobalPooling1DConfig, Pooling1DConfig
from rnntui.network.network import Layer

if TYPE_CHECKING:
    from jaxtyping import Float


def max_pooling(layer: Layer, input_shapes: tuple[Shape, ...]) -> WholeFunction:
    """MaxPooling1D: the largest of each window, `keras.layers.MaxPooling1D.call`."""
    length, features = length_of(layer, input_shapes)
    windows = _windows(layer, -np.inf)

    def compute(x: Float[np.ndarray, "T D"]) -> Float[np.ndarray, "windows D"]:
        largest: Float[np.ndarray, "windows D"] = windows.of(x).max(axis=1)
        return largest

    return WholeFunction(layer, (windows.length(length), features), compute)


def average_pooling(layer: Layer, input_shapes: tuple[Shape, ...]) -> WholeFunction:
    """AveragePooling1D: the mean of each window, without what is outside the sequence.

    `keras.layers.AveragePooling1D.call`, as TensorFlow pads.
    """
    length, features = length_of(layer, input_shapes)
    windows = _windows(layer, 0.0)

    def compute(x: Float[np.ndarray, "T D"]) -> Float[np.ndarray, "windows D"]:
        inside = windows.of(np.ones((len(x), 1), x.dtype)).sum(axis=1)
        mean: Float[np.ndarray, "windows D"] = windows.of(x).sum(axis=1) / inside
        return mean

    return WholeFunction(layer, (windows.length(length), features), compute)


def global_max_pooling(layer: Layer, input_shapes: tuple[Shape, ...]) -> WholeFunction:
    """GlobalMaxPooling1D, `keras.layers.GlobalMaxPooling1D.call`."""
    shape, keepdims = _global(layer, input_shapes)
    return WholeFunction(layer, shape, lambda x: np.max(x, axis=0, keepdims=keepdims))


def global_average_pooling(layer: Layer, input_shapes: tuple[Shape, ...]) -> WholeFunction:
    """GlobalAveragePooling1D, `keras.layers.GlobalAveragePooling1D.call`."""
    shape, keepdims = _global(layer, input_shapes)
    return WholeFunction(layer, shape, lambda x: np.mean(x, axis=0, keepdims=keepdims))


def _windows(layer: Layer, fill: float) -> Windows:
    config = layer.config
    assert isinstance(config, Pooling1DConfig)
    named_weights(layer, {})
    refuse_channels_first(layer, config.data_format)
    size = single(config.pool_size)
    stride = size if config.strides is None else single(config.strides)
    return Windows(layer, size, stride, 1, config.padding, fill)


def _global(layer: Layer, input_shapes: tuple[Shape, ...]) -> tuple[Shape, bool]:
    config = layer.config
    assert isinstance(config, GlobalPooling1DConfig)
    named_weights(layer, {})
    refuse_channels_first(layer, config.data_format)
    _, features = length_of(layer, input_shapes)
    return ((1, features) if config.keepdims else (features,)), config.keepdims

"""The normalizations at inference: by moving averages, or by the sample's own mean and variance."""

from __future__ import annotations

from typing import Any

import numpy as np

from rnntui.configs.core import (
    BatchNormalizationConfig,
    GroupNormalizationConfig,
    LayerNormalizationConfig,
    UnitNormalizationConfig,
)
from rnntui.errors import ModelFileError, UnknownLayerError
from rnntui.layers.axes import batchless, only_last
from rnntui.layers.core.scale_and_shift import affine_of, bound_along, scaled, sizes_along
from rnntui.layers.layer import LayerFunction, Shape, WholeFunction, named_weights
from rnntui.network.network import Layer

Array = np.ndarray[Any, Any]


def batch_normalization(layer: Layer, input_shape: Shape, input_name: str) -> LayerFunction:
    """BatchNormalization with its moving averages, `keras.layers.BatchNormalization.call`.

    inv_std is 1 / sqrt(moving_variance + epsilon), which never changes.
    """
    config = layer.config
    assert isinstance(config, BatchNormalizationConfig)
    _refuse(layer, "renorm", config.renorm)
    shape = sizes_along(layer, input_shape, config.axis)
    affine = affine_of(config)
    names = [*affine.values(), "moving_mean", "moving_variance"]
    weights = named_weights(layer, dict.fromkeys(names, shape))
    inverse = 1 / np.sqrt(weights["moving_variance"] + np.asarray(config.epsilon, layer.dtype))
    bound = {"mean": weights["moving_mean"], "inv_std": inverse}
    bound |= {symbol: weights[keras] for symbol, keras in affine.items()}
    text = f"c = {input_name} - mean\n" + scaled("c * inv_std", affine)
    weight_names = {"mean": "moving_mean", "inv_std": "moving_variance", **affine}
    return bound_along(layer, input_shape, input_name, config.axis, text, bound, weight_names)


def layer_normalization(layer: Layer, input_shape: Shape, input_name: str) -> LayerFunction:
    """LayerNormalization, `keras.layers.LayerNormalization.call`."""
    config = layer.config
    assert isinstance(config, LayerNormalizationConfig)
    _refuse(layer, "rms_scaling", config.rms_scaling)
    axes = batchless(layer, config.axis, input_shape)
    shape = sizes_along(layer, input_shape, config.axis)
    affine = affine_of(config)
    weights = named_weights(layer, dict.fromkeys(affine.values(), shape))
    bound = {symbol: weights[keras] for symbol, keras in affine.items()}
    along = -1 if only_last(config.axis, input_shape) else axes

    def normalize(x: Array) -> Array:
        # In float32 at least, as Keras does.
        wide = x.astype(np.result_type(x.dtype, np.float32), copy=False)
        centred = wide - wide.mean(axis=along, keepdims=True)
        variance = (centred * centred).mean(axis=along, keepdims=True)
        result: Array = centred / np.sqrt(variance + np.asarray(config.epsilon, wide.dtype))
        return result.astype(x.dtype, copy=False)

    text = scaled(f"normalize({input_name})", affine)
    return bound_along(
        layer, input_shape, input_name, config.axis, text, bound, affine, normalize=normalize
    )


def unit_normalization(layer: Layer, input_shape: Shape, input_name: str) -> LayerFunction:
    """UnitNormalization: x / |x|, `keras.layers.UnitNormalization.call`."""
    config = layer.config
    assert isinstance(config, UnitNormalizationConfig)
    named_weights(layer, {})
    axes = batchless(layer, config.axis, input_shape)
    along = -1 if only_last(config.axis, input_shape) else axes

    def normalize(x: Array) -> Array:
        squares = np.sum(x * x, axis=along, keepdims=True)
        result: Array = x / np.sqrt(np.maximum(squares, np.asarray(1e-24, x.dtype)))
        return result

    text = f"y = normalize({input_name})"
    return bound_along(
        layer, input_shape, input_name, config.axis, text, {}, {}, normalize=normalize
    )


def group_normalization(layer: Layer, input_shapes: tuple[Shape, ...]) -> WholeFunction:
    """GroupNormalization: each group of channels by its mean and variance over all other axes.

    Weights: gamma (C,) and beta (C,), with scale and center. `keras.layers.GroupNormalization`.

    Raises:
        ModelFileError: channels that can't be divided into so many groups, or weights that do not
            fit.
        UnknownLayerError: the batch axis.
    """
    config = layer.config
    assert isinstance(config, GroupNormalizationConfig)
    (shape,) = input_shapes
    (axis,) = batchless(layer, config.axis, shape)
    (channels,) = sizes_along(layer, shape, config.axis)
    groups = channels if config.groups == -1 else config.groups
    if groups < 1 or channels % groups:
        raise ModelFileError(
            f"layer '{layer.name}' (GroupNormalization) can't part {channels} channels into "
            f"{groups} groups"
        )
    weights = named_weights(layer, dict.fromkeys(affine_of(config).values(), (channels,)))
    parted = (groups, channels // groups)
    spread = (1,) * axis + parted + (1,) * (len(shape) - axis - 1)
    others = tuple(place for place in range(len(shape) + 1) if place != axis)

    def compute(x: Array) -> Array:
        # In float32 at least, as Keras does.
        wide = x.astype(np.result_type(x.dtype, np.float32), copy=False)
        wide = wide.reshape(*x.shape[:axis], *parted, *x.shape[axis + 1 :])
        centred = wide - wide.mean(axis=others, keepdims=True)
        variance = (centred * centred).mean(axis=others, keepdims=True)
        result = centred / np.sqrt(variance + np.asarray(config.epsilon, wide.dtype))
        if config.scale:
            result = result * weights["gamma"].reshape(spread)
        if config.center:
            result = result + weights["beta"].reshape(spread)
        return np.asarray(result.reshape(x.shape))

    return WholeFunction(layer, shape, compute)


def _refuse(layer: Layer, argument: str, wanted: bool) -> None:
    if wanted:
        raise UnknownLayerError(
            f"layer '{layer.name}' ({layer.class_name}) has {argument}, "
            "which rnntui does not compute yet"
        )


POINTWISE = {
    "BatchNormalization": batch_normalization,
    "LayerNormalization": layer_normalization,
    "UnitNormalization": unit_normalization,
}


WHOLE = {
    "GroupNormalization": group_normalization,
}

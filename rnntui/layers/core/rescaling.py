"""The layers that shift and scale by numbers known beforehand: Rescaling and Normalization."""

from __future__ import annotations

from typing import Any

import numpy as np

from rnntui.configs.core import NormalizationConfig, RescalingConfig
from rnntui.errors import ModelFileError
from rnntui.layers.core.scale_and_shift import bound_along, sizes_along
from rnntui.layers.layer import LayerFunction, Shape, named_weights
from rnntui.network.network import Layer

Array = np.ndarray[Any, Any]
# `keras.config.epsilon`, below which Keras does not let a deviation fall.
_LEAST = 1e-7


def rescaling(layer: Layer, input_shape: Shape, input_name: str) -> LayerFunction:
    """Rescaling: y = x scale + offset, `keras.layers.Rescaling.call`."""
    config = layer.config
    assert isinstance(config, RescalingConfig)
    named_weights(layer, {})
    names = {"scale": "scale", "offset": "offset"}
    bound = {
        "scale": np.asarray(config.scale, layer.dtype),
        "offset": np.asarray(config.offset, layer.dtype),
    }
    for name, value in bound.items():
        if value.ndim and value.shape != input_shape[-1:]:
            raise ModelFileError(
                f"layer '{layer.name}' (Rescaling): its {name} has {len(value)} values; "
                f"its input is {input_shape}"
            )
    text = f"y = {input_name} * scale + offset"
    return bound_along(layer, input_shape, input_name, -1, text, bound, names)


def normalization(layer: Layer, input_shape: Shape, input_name: str) -> LayerFunction:
    """Normalization with the mean and variance of the training data, `keras.layers.Normalization`.

    inv_std is 1 / max(sqrt(variance), 1e-7), which never changes; inverted, y = x std + mean.
    Weights: mean, variance, of the lengths of the axes, and count (), unless the config has them.

    Raises:
        ModelFileError: weights, or a mean and variance in the config, that do not fit.
        UnknownLayerError: the batch axis.
    """
    config = layer.config
    assert isinstance(config, NormalizationConfig)
    # Keras writes "no axis" as an empty list: one number for everything.
    for_all = config.axis is None or config.axis == []
    axes = [] if config.axis is None else config.axis
    sizes = sizes_along(layer, input_shape, axes)
    if config.mean is None or config.variance is None:
        shapes = {"mean": sizes, "variance": sizes, "count": ()}
        weights = named_weights(layer, shapes)
        mean, variance = weights["mean"], weights["variance"]
    else:
        named_weights(layer, {})
        mean = _given(layer, "mean", config.mean, sizes)
        variance = _given(layer, "variance", config.variance, sizes)
    deviation = np.maximum(np.sqrt(variance), np.asarray(_LEAST, layer.dtype))
    if config.invert:
        text, bound = f"y = {input_name} * std + mean", {"std": deviation, "mean": mean}
    else:
        text = f"c = {input_name} - mean\ny = c * inv_std"
        bound = {"mean": mean, "inv_std": 1 / deviation}
    weight_names = {name: "mean" if name == "mean" else "variance" for name in bound}
    along = -1 if for_all else axes
    return bound_along(layer, input_shape, input_name, along, text, bound, weight_names)


def _given(layer: Layer, name: str, value: float | list[Any], sizes: tuple[int, ...]) -> Array:
    """A number, or nested lists of numbers, spread over the axes as Keras spreads it."""
    try:
        return np.broadcast_to(np.asarray(value, layer.dtype), sizes)
    except (ValueError, TypeError):
        raise ModelFileError(
            f"layer '{layer.name}' (Normalization): its {name} does not fit its axes, of the "
            f"lengths {sizes}"
        ) from None


POINTWISE = {
    "Normalization": normalization,
    "Rescaling": rescaling,
}

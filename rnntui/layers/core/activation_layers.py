"""Activations as layers: ReLU, LeakyReLU, ELU, Softmax, PReLU."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from rnntui.configs.core import ELUConfig, LeakyReLUConfig, PReLUConfig, ReLUConfig, SoftmaxConfig
from rnntui.equations.activations import activation
from rnntui.equations.parse import parse
from rnntui.equations.program import Program
from rnntui.errors import UnknownLayerError
from rnntui.layers.axes import batchless, only_last
from rnntui.layers.layer import (
    LayerFunction,
    PointwiseFunction,
    Shape,
    WholeFunction,
    named_weights,
)
from rnntui.network.network import Layer

if TYPE_CHECKING:
    from jaxtyping import Shaped


def relu(layer: Layer, input_shape: Shape, input_name: str) -> PointwiseFunction:
    """ReLU: y = relu(x) with its slope, cap and threshold, `keras.layers.ReLU.call`."""
    config = layer.config
    assert isinstance(config, ReLUConfig)
    parameters = {
        "negative_slope": config.negative_slope,
        "max_value": config.max_value,
        "threshold": config.threshold,
    }
    return _activation(layer, input_shape, input_name, "relu", parameters)


def leaky_relu(layer: Layer, input_shape: Shape, input_name: str) -> PointwiseFunction:
    """LeakyReLU: y = leaky_relu(x), `keras.layers.LeakyReLU.call`."""
    config = layer.config
    assert isinstance(config, LeakyReLUConfig)
    parameters = {"negative_slope": config.negative_slope}
    return _activation(layer, input_shape, input_name, "leaky_relu", parameters)


def elu(layer: Layer, input_shape: Shape, input_name: str) -> PointwiseFunction:
    """ELU: y = elu(x), `keras.layers.ELU.call`."""
    config = layer.config
    assert isinstance(config, ELUConfig)
    return _activation(layer, input_shape, input_name, "elu", {"alpha": config.alpha})


def softmax(layer: Layer, input_shape: Shape, input_name: str) -> LayerFunction:
    """Softmax: over the last axis y = softmax(x), `keras.layers.Softmax.call`; else as a whole."""
    config = layer.config
    assert isinstance(config, SoftmaxConfig)
    if only_last(config.axis, input_shape):
        return _activation(layer, input_shape, input_name, "softmax", {})
    axes = batchless(layer, config.axis, input_shape)

    def compute(x: Shaped[np.ndarray, "..."]) -> Shaped[np.ndarray, "..."]:
        powers = np.exp(x - np.max(x, axis=axes, keepdims=True))
        result: Shaped[np.ndarray, "..."] = powers / np.sum(powers, axis=axes, keepdims=True)
        return result

    named_weights(layer, {})
    return WholeFunction(layer, input_shape, compute, keeps_time=0 not in axes)


def prelu(layer: Layer, input_shape: Shape, input_name: str) -> LayerFunction:
    """PReLU: y = max(x, 0) + alpha min(x, 0), `keras.layers.PReLU.call`.

    If alpha differs between timesteps (no shared_axes), it is a whole layer.
    """
    config = layer.config
    assert isinstance(config, PReLUConfig)
    shared = {axis - 1 for axis in config.shared_axes or ()}
    shape = tuple(1 if axis in shared else size for axis, size in enumerate(input_shape))
    known = tuple(size for size in shape if size is not None)
    if len(known) != len(shape):
        raise UnknownLayerError(
            f"layer '{layer.name}' (PReLU) needs axes of known length; its input is {input_shape}"
        )
    alpha = named_weights(layer, {"alpha": known})["alpha"]
    functions = {"relu": partial(np.maximum, 0), "negative": partial(np.minimum, 0)}
    text = f"y = relu({input_name}) + alpha * negative({input_name})"
    program = Program(
        parse(text, given=(input_name, "alpha"), functions=tuple(functions)),
        {"alpha": alpha.reshape(known[-1:]) if alpha.size == known[-1] else alpha},
        functions,
    )
    if alpha.size == known[-1]:
        return PointwiseFunction(
            layer,
            (input_shape,),
            program,
            functions={name: name for name in functions},
            weight_names={"alpha": "alpha"},
            input_name=input_name,
        )
    return WholeFunction(
        layer, input_shape, lambda x: program.at(**{input_name: x})["y"], keeps_time=True
    )


def _activation(
    layer: Layer,
    input_shape: Shape,
    input_name: str,
    name: str,
    parameters: Mapping[str, float | None],
) -> PointwiseFunction:
    named_weights(layer, {})
    text = f"y = activation({input_name})"
    program = Program(
        parse(text, given=(input_name,), functions=("activation",)),
        {},
        {"activation": activation(name, parameters)},
    )
    return PointwiseFunction(
        layer, (input_shape,), program, functions={"activation": name}, input_name=input_name
    )


POINTWISE = {
    "ELU": elu,
    "LeakyReLU": leaky_relu,
    "PReLU": prelu,
    "ReLU": relu,
    "Softmax": softmax,
}

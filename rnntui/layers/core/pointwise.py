"""The pointwise layers, each as equations: Dense, Activation, Dropout."""

from __future__ import annotations

from rnntui.configs.core import DenseConfig
from rnntui.equations.parse import parse
from rnntui.equations.program import Program
from rnntui.errors import ModelFileError
from rnntui.layers.activations import bind_activations
from rnntui.layers.layer import PointwiseFunction, Shape, named_weights
from rnntui.network.network import Layer


def dense(layer: Layer, input_shape: Shape, input_name: str) -> PointwiseFunction:
    """Dense: y = activation(x Who + Bo), `keras.layers.Dense.call`."""
    config = layer.config
    assert isinstance(config, DenseConfig)
    features = _features(layer, input_shape)
    shapes: dict[str, tuple[int, ...]] = {"kernel": (features, config.units)}
    names = {"Who": "kernel"}
    product = f"{input_name} @ Who"
    if config.use_bias:
        shapes["bias"] = (config.units,)
        names["Bo"] = "bias"
        product += " + Bo"
    text = f"y = {product}"
    functions: tuple[str, ...] = ()
    if config.activation.name != "linear":
        text, functions = f"z = {product}\ny = activation(z)", ("activation",)
    weights = named_weights(layer, shapes)
    bound, called = bind_activations(layer, functions)
    program = Program(
        parse(text, given=(input_name, *names), functions=functions),
        {symbol: weights[keras] for symbol, keras in names.items()},
        bound,
    )
    shape = (*input_shape[:-1], config.units)
    return PointwiseFunction(
        layer,
        (shape,),
        program,
        functions=called,
        weight_names=names,
        input_name=input_name,
    )


def activation_layer(layer: Layer, input_shape: Shape, input_name: str) -> PointwiseFunction:
    """Activation: y = activation(x)."""
    named_weights(layer, {})
    bound, called = bind_activations(layer, ("activation",))
    program = Program(
        parse(f"y = activation({input_name})", given=(input_name,), functions=("activation",)),
        {},
        bound,
    )
    shape = input_shape
    if called["activation"] == "glu":
        shape = (*input_shape[:-1], _features(layer, input_shape) // 2)
    return PointwiseFunction(layer, (shape,), program, functions=called, input_name=input_name)


def dropout(layer: Layer, input_shape: Shape, input_name: str) -> PointwiseFunction:
    """Dropout at inference: y = x."""
    program = Program(parse(f"y = {input_name}", given=(input_name,)), {}, {})
    return PointwiseFunction(layer, (input_shape,), program, input_name=input_name)


def _features(layer: Layer, input_shape: Shape) -> int:
    if not input_shape or input_shape[-1] is None:
        raise ModelFileError(
            f"layer '{layer.name}' ({layer.class_name}) needs a last axis of known length; "
            f"its input is {input_shape}"
        )
    return input_shape[-1]


POINTWISE = {
    "Activation": activation_layer,
    "ActivityRegularization": dropout,
    "AlphaDropout": dropout,
    "Dense": dense,
    "Dropout": dropout,
    "GaussianDropout": dropout,
    "GaussianNoise": dropout,
    "Identity": dropout,
    "SpatialDropout1D": dropout,
    "SpatialDropout2D": dropout,
    "SpatialDropout3D": dropout,
}

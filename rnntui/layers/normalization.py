"""The layers that shift and scale: the normalizations at inference, and Rescaling.

Along the last axis they are equations; along another they are one function of the whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from rnntui.equations.parse import parse
from rnntui.equations.program import Program
from rnntui.errors import ModelFileError, UnknownLayerError
from rnntui.layers.axes import batchless, only_last
from rnntui.layers.layer import (
    LayerFunction,
    PointwiseFunction,
    Shape,
    WholeFunction,
    named_weights,
)
from rnntui.network.configs_around import (
    BatchNormalizationConfig,
    LayerNormalizationConfig,
    RescalingConfig,
    UnitNormalizationConfig,
)
from rnntui.network.network import Layer

if TYPE_CHECKING:
    from jaxtyping import Shaped

Array = np.ndarray[Any, Any]


def batch_normalization(layer: Layer, input_shape: Shape, input_name: str) -> LayerFunction:
    """BatchNormalization with its moving averages, `keras.layers.BatchNormalization.call`.

    inv_std is 1 / sqrt(moving_variance + epsilon), which never changes.
    """
    config = layer.config
    assert isinstance(config, BatchNormalizationConfig)
    _refuse(layer, "renorm", config.renorm)
    shape = _sizes(layer, input_shape, config.axis)
    affine = _affine(config)
    names = [*affine.values(), "moving_mean", "moving_variance"]
    weights = named_weights(layer, dict.fromkeys(names, shape))
    inverse = 1 / np.sqrt(weights["moving_variance"] + np.asarray(config.epsilon, layer.dtype))
    bound = {"mean": weights["moving_mean"], "inv_std": inverse}
    bound |= {symbol: weights[keras] for symbol, keras in affine.items()}
    text = f"c = {input_name} - mean\n" + _scaled("c * inv_std", affine)
    keras_names = {"mean": "moving_mean", "inv_std": "moving_variance", **affine}
    return _bound(layer, input_shape, input_name, config.axis, text, bound, keras_names)


def layer_normalization(layer: Layer, input_shape: Shape, input_name: str) -> LayerFunction:
    """LayerNormalization, `keras.layers.LayerNormalization.call`."""
    config = layer.config
    assert isinstance(config, LayerNormalizationConfig)
    _refuse(layer, "rms_scaling", config.rms_scaling)
    axes = batchless(layer, config.axis, input_shape)
    shape = _sizes(layer, input_shape, config.axis)
    affine = _affine(config)
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

    text = _scaled(f"normalize({input_name})", affine)
    return _bound(
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
    return _bound(layer, input_shape, input_name, config.axis, text, {}, {}, normalize=normalize)


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
    return _bound(layer, input_shape, input_name, -1, text, bound, names)


def _affine(config: BatchNormalizationConfig | LayerNormalizationConfig) -> dict[str, str]:
    """Symbol -> Keras's name of the scale and shift that a normalization learns, where it does."""
    return ({"gamma": "gamma"} if config.scale else {}) | (
        {"beta": "beta"} if config.center else {}
    )


def _scaled(normal: str, affine: dict[str, str]) -> str:
    """The text that scales and shifts a normalized value: n, then y."""
    if not affine:
        return f"y = {normal}"
    product = " * gamma" if "gamma" in affine else ""
    return f"n = {normal}\ny = n{product}" + (" + beta" if "beta" in affine else "")


def _sizes(layer: Layer, input_shape: Shape, axes: int | list[int]) -> tuple[int, ...]:
    """The shape of a weight that has one value for each place along the axes."""
    sizes = [input_shape[axis] for axis in sorted(batchless(layer, axes, input_shape))]
    known = tuple(size for size in sizes if size is not None)
    if len(known) != len(sizes):
        raise ModelFileError(
            f"layer '{layer.name}' ({layer.class_name}) needs an axis of known length; "
            f"its input is {input_shape}"
        )
    return known


def _bound(
    layer: Layer,
    input_shape: Shape,
    input_name: str,
    axes: int | list[int],
    text: str,
    weights: dict[str, Shaped[np.ndarray, "..."]],
    keras_names: dict[str, str],
    **functions: Any,
) -> LayerFunction:
    """The text as a pointwise layer; as a whole one where it works along other axes."""
    equations = parse(text, given=(input_name, *weights), functions=tuple(functions))
    if only_last(axes, input_shape):
        return PointwiseFunction(
            layer,
            (input_shape,),
            Program(equations, weights, functions),
            functions={name: name for name in functions},
            keras_names=keras_names,
            input_name=input_name,
        )
    along = batchless(layer, axes, input_shape)
    spread = [size if axis in along else 1 for axis, size in enumerate(input_shape)]
    whole = Program(
        equations,
        {name: value.reshape([size or 1 for size in spread]) for name, value in weights.items()},
        functions,
    )
    # Weights along time are known from the start; a mean along it is not.
    keeps_time = not functions or 0 not in along
    return WholeFunction(
        layer, input_shape, lambda x: whole.at(**{input_name: x})["y"], keeps_time=keeps_time
    )


def _refuse(layer: Layer, argument: str, wanted: bool) -> None:
    if wanted:
        raise UnknownLayerError(
            f"layer '{layer.name}' ({layer.class_name}) has {argument}, "
            "which rnntui does not compute yet"
        )

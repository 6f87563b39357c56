"""Layers that shift and scale: their equations, bound to their weights.

Along the last axis they are equations; along another axis they are one function of the whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from rnntui.configs.core import (
    BatchNormalizationConfig,
    GroupNormalizationConfig,
    LayerNormalizationConfig,
)
from rnntui.equations.parse import parse
from rnntui.equations.program import Program
from rnntui.errors import ModelFileError
from rnntui.layers.axes import batchless, only_last
from rnntui.layers.layer import LayerFunction, PointwiseFunction, Shape, WholeFunction
from rnntui.network.network import Layer

if TYPE_CHECKING:
    from jaxtyping import Shaped


def affine_of(
    config: BatchNormalizationConfig | GroupNormalizationConfig | LayerNormalizationConfig,
) -> dict[str, str]:
    """Symbol -> Keras's name of the scale and shift that a normalization learns, where it does."""
    return ({"gamma": "gamma"} if config.scale else {}) | (
        {"beta": "beta"} if config.center else {}
    )


def scaled(normal: str, affine: dict[str, str]) -> str:
    """The text that scales and shifts a normalized value: n, then y."""
    if not affine:
        return f"y = {normal}"
    product = " * gamma" if "gamma" in affine else ""
    return f"n = {normal}\ny = n{product}" + (" + beta" if "beta" in affine else "")


def sizes_along(layer: Layer, input_shape: Shape, axes: int | list[int]) -> tuple[int, ...]:
    """The shape of a weight with one value for each position along the axes.

    Raises:
        ModelFileError: no such axis, or one of unknown length.
        UnknownLayerError: the batch axis.
    """
    sizes = [input_shape[axis] for axis in sorted(batchless(layer, axes, input_shape))]
    known = tuple(size for size in sizes if size is not None)
    if len(known) != len(sizes):
        raise ModelFileError(
            f"layer '{layer.name}' ({layer.class_name}) needs an axis of known length; "
            f"its input is {input_shape}"
        )
    return known


def bound_along(
    layer: Layer,
    input_shape: Shape,
    input_name: str,
    axes: int | list[int],
    text: str,
    weights: dict[str, Shaped[np.ndarray, "..."]],
    weight_names: dict[str, str],
    **functions: Any,
) -> LayerFunction:
    """The equations as a pointwise layer, or as a whole layer along other axes.

    Args:
        layer: the description.
        input_shape: of one sample.
        input_name: the input's name in the equations.
        axes: Keras's, counting the batch axis.
        text: equations that end in y.
        weights: symbol -> array, of the shape of `sizes_along`.
        weight_names: symbol -> Keras's name.
        functions: those that the equations call.
    """
    equations = parse(text, given=(input_name, *weights), functions=tuple(functions))
    if only_last(axes, input_shape):
        return PointwiseFunction(
            layer,
            (input_shape,),
            Program(equations, weights, functions),
            functions={name: name for name in functions},
            weight_names=weight_names,
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

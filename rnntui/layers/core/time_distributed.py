"""TimeDistributed: a layer at each timestep, which a pointwise layer is anyway."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from rnntui.configs.wrappers import TimeDistributedConfig
from rnntui.errors import ModelFileError, UnknownLayerError
from rnntui.layers.layer import LayerFunction, PointwiseFunction, Shape, WholeFunction
from rnntui.network.inner_layer import inner_layer
from rnntui.network.network import Layer

if TYPE_CHECKING:
    from jaxtyping import Shaped

Builder = Callable[[Layer, Shape, str], LayerFunction]


def time_distributed(
    layer: Layer,
    input_shape: Shape,
    input_name: str,
    builder_of: Callable[[str], Builder | None],
) -> LayerFunction:
    """TimeDistributed over a layer of one tensor, `keras.layers.TimeDistributed.call`.

    (T, *inner input) -> (T, *inner output).

    Args:
        layer: its weights are those of the inner layer.
        input_shape: at least (T, D).
        input_name: the input's name in the equations.
        builder_of: class name -> builder of a layer of one tensor; None if it is unknown.

    Raises:
        ModelFileError: its input is not a sequence, or raised by the inner layer.
        UnknownLayerError: an inner layer that is unknown, recurrent, or a whole model.
    """
    config = layer.config
    assert isinstance(config, TimeDistributedConfig)
    if len(input_shape) < 2:
        raise ModelFileError(
            f"layer '{layer.name}' (TimeDistributed) takes sequences; its input is {input_shape}"
        )
    inner = inner_layer(layer, config.layer, layer.weights)
    builder = builder_of(inner.class_name)
    if builder is None:
        raise UnknownLayerError(
            f"layer '{layer.name}' is a TimeDistributed over a {inner.class_name}, "
            "which rnntui does not compute"
        )
    # One timestep at a time, so axes and weights are those of one timestep.
    function = builder(inner, input_shape[1:], input_name)
    shapes = tuple((input_shape[0], *shape) for shape in function.output_shapes)
    if isinstance(function, PointwiseFunction):
        return PointwiseFunction(
            layer,
            shapes,
            function.program,
            functions=function.functions,
            weight_names=function.weight_names,
            input_name=function.input_name,
            output_name=function.output_name,
        )
    assert isinstance(function, WholeFunction)
    return _at_each(layer, shapes[0], function)


def _at_each(layer: Layer, output_shape: Shape, inner: WholeFunction) -> WholeFunction:
    def compute(x: Shaped[np.ndarray, "T ..."]) -> Shaped[np.ndarray, "T ..."]:
        return np.stack([inner(row) for row in x])

    return WholeFunction(layer, output_shape, compute, keeps_time=True, casts=inner.casts)

"""TimeDistributed: a layer at each timestep, which a pointwise layer is anyway."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import msgspec

from rnntui.errors import ModelFileError, UnknownLayerError
from rnntui.layers.layer import LayerFunction, PointwiseFunction, Shape
from rnntui.network.configs import CONFIGS, decode_config
from rnntui.network.configs_around import TimeDistributedConfig
from rnntui.network.network import Layer

Builder = Callable[[Layer, Shape, str], LayerFunction]


def time_distributed(
    layer: Layer, input_shape: Shape, input_name: str, known: dict[str, Builder]
) -> LayerFunction:
    """TimeDistributed over a pointwise layer, `keras.layers.TimeDistributed.call`.

    Args:
        layer: its weights are those of the layer inside.
        input_shape: at least (T, D).
        input_name: what the equations call the input.
        known: how each layer of one tensor is made, by class name.
    """
    config = layer.config
    assert isinstance(config, TimeDistributedConfig)
    inner = _inside(layer, config, known)
    if len(input_shape) < 2:
        raise ModelFileError(
            f"layer '{layer.name}' (TimeDistributed) takes sequences; its input is {input_shape}"
        )
    # Each timestep alone, so that axes and weights are those of one timestep.
    function = known[inner.class_name](inner, input_shape[1:], input_name)
    if not isinstance(function, PointwiseFunction):
        raise UnknownLayerError(_not_computed(layer, inner.class_name))
    shapes = tuple((input_shape[0], *shape) for shape in function.output_shapes)
    return PointwiseFunction(
        layer,
        shapes,
        function.program,
        functions=function.functions,
        keras_names=function.keras_names,
        input_name=function.input_name,
        output_name=function.output_name,
    )


def _inside(layer: Layer, config: TimeDistributedConfig, known: dict[str, Builder]) -> Layer:
    entry = config.layer
    class_name, body = str(entry.get("class_name")), entry.get("config")
    module, registered = entry.get("module"), entry.get("registered_name")
    custom = registered not in (None, class_name) or (
        module is not None and str(module).split(".")[0] not in ("keras", "tf_keras")
    )
    if custom or class_name not in known or class_name not in CONFIGS:
        raise UnknownLayerError(_not_computed(layer, class_name))
    try:
        inner = decode_config(class_name, body)
    except msgspec.ValidationError as error:
        raise ModelFileError(
            f"layer '{layer.name}' (TimeDistributed over {class_name}): {error}"
        ) from None
    except ValueError as error:
        raise UnknownLayerError(
            f"layer '{layer.name}' (TimeDistributed over {class_name}) has {error}, "
            "which rnntui does not know"
        ) from None
    return replace(layer, class_name=class_name, config=inner)


def _not_computed(layer: Layer, class_name: str) -> str:
    return (
        f"layer '{layer.name}' is a TimeDistributed over a {class_name}, "
        "which rnntui does not compute yet"
    )

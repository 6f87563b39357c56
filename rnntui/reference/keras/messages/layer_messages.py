"""A layer as a message: in Keras 3's terms, its class names, its arguments, all of them data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from types import EllipsisType
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from rnntui.configs.activation_spec import ActivationSpec
from rnntui.configs.base import LoopConfig
from rnntui.configs.opaque import OpaqueConfig, OperationConfig
from rnntui.configs.wrappers import InnerLayer
from rnntui.errors import ReferenceRefusedError
from rnntui.network.layer_classes import LAYER_CLASSES
from rnntui.network.network import TensorRef
from rnntui.reference.keras.messages import messages
from rnntui.reference.keras.messages.arrays import Array

if TYPE_CHECKING:
    from rnntui.network.network import Call, Layer


def described_layer(layer: Layer, keras_name: str) -> messages.RebuiltLayer:
    """A layer as Keras is to build it.

    Raises:
        ReferenceRefusedError: a layer that can't be described to Keras.
    """
    try:
        weights = tuple(Array.of(array) for array in layer.weights)
    except ValueError as error:
        raise ReferenceRefusedError(f"layer '{layer.name}': {error}") from None
    is_operation = isinstance(layer.config, OperationConfig)
    operands = tuple(map(_operands, layer.calls)) if is_operation else None
    return messages.RebuiltLayer(
        name=layer.name,
        keras_name=keras_name,
        class_name=layer.class_name,
        arguments=_required(layer) | _as_today(layer, _arguments(layer)),
        activations=dict(_activations(layer.config)),
        wrapped={
            key: tuple(_inner(layer, item) for item in inner)
            if isinstance(inner, tuple)
            else _inner(layer, inner)
            for key, inner in _inner_layers(layer.config)
        },
        dtype=layer.dtype,
        calls=layer.calls if operands is None else (),
        weights=weights,
        operands=operands,
    )


def _operands(call: Call) -> dict[str, Any]:
    """The arguments of a call of an operation, by position and by name."""
    named: dict[str, Any] = {key: _operand(value) for key, value in call.constants}
    for key, reference in call.keywords:
        named[key] = _operand(reference)
    return {"args": _operand(call.arguments), "kwargs": named}


def _operand(value: Any) -> Any:
    """An argument of an operation, in the form of a message."""
    match value:
        case tuple():
            return [_operand(item) for item in value]
        case TensorRef():
            return {"tensor": [value.layer, value.call, value.index]}
        case slice():
            return {"slice": [_operand(part) for part in (value.start, value.stop, value.step)]}
        case EllipsisType():
            return {"ellipsis": None}
        case np.ndarray():
            return {"array": Array.of(value)}
        case None | bool() | int() | float() | str():
            return value
    raise ReferenceRefusedError(
        f"an operation has an argument of the type {type(value).__name__}, which can't be rebuilt"
    )


def _inner(layer: Layer, inner: InnerLayer) -> messages.RebuiltLayer:
    """The layer inside another; its weights belong to the outer one."""
    if isinstance(inner.config, OpaqueConfig):
        raise ReferenceRefusedError(
            f"layer '{layer.name}' ({layer.class_name}): the {inner.class_name} inside it can't be "
            "rebuilt in Keras"
        )
    alone = replace(
        layer,
        name=inner.name,
        class_name=inner.class_name,
        config=inner.config,
        weights=(),
        calls=(),
    )
    return described_layer(alone, alone.name.replace("/", "_"))


def _required(layer: Layer) -> dict[str, Any]:
    """Arguments that Keras insists on; the network may not know them."""
    known = LAYER_CLASSES.get(layer.class_name)
    return {} if known is None else dict(known.required)


def _as_today(layer: Layer, arguments: dict[str, Any]) -> dict[str, Any]:
    """The arguments in Keras 3's form: Keras 2 had a list of one axis for BatchNormalization."""
    match arguments:
        case {"axis": [axis]} if layer.class_name == "BatchNormalization":
            return arguments | {"axis": axis}
    return arguments


def _arguments(layer: Layer) -> dict[str, Any]:
    """The config without its activations and layers: numbers, texts, and lists of them."""
    apart = {key for found in (_activations, _inner_layers) for key, _ in found(layer.config)}
    arguments = {}
    # A cell's config is that of its layer, and a cell has no loop.
    apart |= set(LoopConfig.__struct_fields__) if layer.class_name.endswith("Cell") else set()
    for key, value in _fields(layer.config):
        if key in apart:
            continue
        try:
            arguments[key] = msgspec.msgpack.decode(msgspec.msgpack.encode(value))
        except TypeError:
            raise ReferenceRefusedError(
                f"layer '{layer.name}' ({layer.class_name}): its {key} can't be rebuilt in Keras"
            ) from None
    return arguments


def _activations(config: msgspec.Struct) -> Iterator[tuple[str, ActivationSpec]]:
    return ((key, value) for key, value in _fields(config) if isinstance(value, ActivationSpec))


def _inner_layers(
    config: msgspec.Struct,
) -> Iterator[tuple[str, InnerLayer | tuple[InnerLayer, ...]]]:
    for key, value in _fields(config):
        if isinstance(value, InnerLayer) or (
            isinstance(value, tuple) and value and isinstance(value[0], InnerLayer)
        ):
            yield key, value


def _fields(config: msgspec.Struct) -> Iterator[tuple[str, Any]]:
    return ((key, getattr(config, key)) for key in config.__struct_fields__)

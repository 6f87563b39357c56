"""A layer as a message: in Keras 3's terms, its class names, its arguments, all of them data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import EllipsisType
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from rnntui.errors import ReferenceRefusedError
from rnntui.network.activation_spec import ActivationSpec
from rnntui.network.configs.layer_configs import LoopConfig, OperationConfig, decode_config
from rnntui.network.network import TensorRef
from rnntui.reference.keras.messages import messages
from rnntui.reference.keras.messages.arrays import Array

if TYPE_CHECKING:
    from rnntui.network.network import Call, Layer

# What Keras must be given, and what has no effect at inference, so that a network may not know it.
_UNTOLD: dict[str, dict[str, Any]] = {
    "AlphaDropout": {"rate": 0.0},
    "GaussianDropout": {"rate": 0.0},
    "GaussianNoise": {"stddev": 0.0},
    "SpatialDropout1D": {"rate": 0.0},
    "SpatialDropout2D": {"rate": 0.0},
    "SpatialDropout3D": {"rate": 0.0},
}


def described_layer(layer: Layer, keras_name: str) -> messages.RebuiltLayer:
    """What Keras is told of a layer.

    Raises:
        ReferenceRefusedError: a layer whose description can't be told.
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
        arguments=_UNTOLD.get(layer.class_name, {}) | _as_today(layer, _arguments(layer)),
        activations=dict(_activations(layer.config)),
        wrapped={
            key: tuple(_wrapped(layer, entry) for entry in entry_or_list)
            if isinstance(entry_or_list, list)
            else _wrapped(layer, entry_or_list)
            for key, entry_or_list in _entries(layer.config)
        },
        dtype=layer.dtype,
        calls=layer.calls if operands is None else (),
        weights=weights,
        operands=operands,
    )


def _operands(call: Call) -> dict[str, Any]:
    """What a call of an operation takes, by place and by name."""
    named: dict[str, Any] = {key: _operand(value) for key, value in call.constants}
    for key, reference in call.keywords:
        named[key] = _operand(reference)
    return {"args": _operand(call.arguments), "kwargs": named}


def _operand(value: Any) -> Any:
    """What an operation takes, as messages can say it."""
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
        f"an operation is given a {type(value).__name__}, which can't be told"
    )


def _wrapped(layer: Layer, entry: Mapping[str, Any]) -> messages.RebuiltLayer:
    """The layer inside another, from its class and config; its weights are the outer one's."""
    class_name, config = str(entry["class_name"]), dict(entry["config"])
    try:
        decoded = decode_config(class_name, config)
    except (KeyError, ValueError):
        raise ReferenceRefusedError(
            f"layer '{layer.name}' ({layer.class_name}): the {class_name} inside it can't be told "
            "to Keras"
        ) from None
    inner = replace(
        layer,
        name=str(config.get("name") or class_name),
        class_name=class_name,
        config=decoded,
        weights=(),
        calls=(),
    )
    return described_layer(inner, inner.name.replace("/", "_"))


def _as_today(layer: Layer, arguments: dict[str, Any]) -> dict[str, Any]:
    """The arguments in the form that Keras 3 takes them: of BatchNormalization, Keras 2 had a list
    of its only axis."""
    match arguments:
        case {"axis": [axis]} if layer.class_name == "BatchNormalization":
            return arguments | {"axis": axis}
    return arguments


def _arguments(layer: Layer) -> dict[str, Any]:
    """The config without its activations and layers: numbers, texts, and lists of them."""
    apart = {key for found in (_activations, _entries) for key, _ in found(layer.config)}
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
                f"layer '{layer.name}' ({layer.class_name}): its {key} can't be told to Keras"
            ) from None
    return arguments


def _activations(config: msgspec.Struct) -> Iterator[tuple[str, ActivationSpec]]:
    return ((key, value) for key, value in _fields(config) if isinstance(value, ActivationSpec))


def _entries(config: msgspec.Struct) -> Iterator[tuple[str, Mapping[str, Any] | list[Any]]]:
    """The layers that a config holds as Keras writes them, each {"class_name": …, "config": {…}}."""
    for key, value in _fields(config):
        if _is_entry(value) or (isinstance(value, list) and value and all(map(_is_entry, value))):
            yield key, value


def _is_entry(value: Any) -> bool:
    return isinstance(value, dict) and {"class_name", "config"} <= value.keys()


def _fields(config: msgspec.Struct) -> Iterator[tuple[str, Any]]:
    return ((key, getattr(config, key)) for key in config.__struct_fields__)

"""A model's JSON config to layers and their calls: Sequential and Functional, as a graph.

What is read here is the structure alone, from data that may be anybody's: no class is looked up
by a name the file gives, and whatever is not understood is refused by name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from rnntui.errors import ModelFileError, UnknownLayerError
from rnntui.network.configs import (
    CONFIGS,
    OPERATION_PREFIX,
    OPERATIONS,
    ForeignConfig,
    InputLayerConfig,
    LayerConfig,
    OperationConfig,
    decode_config,
)
from rnntui.network.keras_classes import KERAS_CLASSES
from rnntui.network.network import Call, TensorRef


@dataclass(frozen=True)
class LayerDescription:
    """A layer as the config describes it: all but its weights."""

    name: str
    class_name: str
    config: LayerConfig
    calls: tuple[Call, ...]
    dtype: str


@dataclass(frozen=True)
class ModelDescription:
    """A model as its config describes it.

    stored: the layers in the order of the file
    older: whether Keras 1 or 2 wrote it
    backend: what computed for that Keras, where that is known
    notes: what a reader of the file should know, one line each
    """

    name: str
    stored: tuple[LayerDescription, ...]
    inputs: tuple[TensorRef, ...]
    outputs: tuple[TensorRef, ...]
    sequential: bool = False
    keras_version: str = ""
    older: bool = False
    backend: str = ""
    notes: tuple[str, ...] = ()


def read_model_json(config: Any, source: str) -> ModelDescription:
    """Read a decoded model config.

    Args:
        config: what the JSON holds: {"class_name": "Sequential", "config": {…}}.
        source: the file's name, for messages.

    Raises:
        ModelFileError: a config that is not of the form that Keras writes.
        UnknownLayerError: a layer or activation that rnntui does not compute yet.
    """
    if not isinstance(config, dict) or not isinstance(config.get("config"), dict):
        raise ModelFileError(f"{source}: its config is not a Keras model's")
    body = config["config"]
    match config.get("class_name"):
        case "Sequential":
            return _sequential(body, source)
        case "Functional" | "Model":
            return _functional(body, source)
        case other:
            raise UnknownLayerError(
                f"{source}: the model is a {other}, a class of its own; rnntui reads Sequential "
                "and Functional models. Save it as one of these"
            )


def _sequential(body: Mapping[str, Any], source: str) -> ModelDescription:
    entries = _entries(body, source)
    if not entries:
        raise ModelFileError(f"{source}: the Sequential model has no layers")
    layers: list[LayerDescription] = []
    if entries[0].get("class_name") != "InputLayer":
        shape = body.get("build_input_shape")
        if shape is None:
            raise ModelFileError(
                f"{source}: the Sequential model was never built, so it has no weights; "
                "build it (call it on data, or give it an Input) and save it again"
            )
        config = InputLayerConfig(batch_shape=tuple(shape))
        layers.append(LayerDescription("input", "InputLayer", config, (Call(()),), "float32"))
    for entry in entries:
        taken = (TensorRef(layers[-1].name),) if layers else ()
        layers.append(_layer(entry, (Call(taken),), source))
    return ModelDescription(
        name=str(body.get("name", "sequential")),
        stored=_distinct(layers, source),
        inputs=(TensorRef(layers[0].name),),
        outputs=(TensorRef(layers[-1].name),),
        sequential=True,
    )


def _functional(body: Mapping[str, Any], source: str) -> ModelDescription:
    layers = [
        _layer(entry, tuple(_calls(entry, source)), source) for entry in _entries(body, source)
    ]
    return ModelDescription(
        name=str(body.get("name", "functional")),
        stored=_distinct(layers, source),
        inputs=tuple(_references(body.get("input_layers"), source)),
        outputs=tuple(_references(body.get("output_layers"), source)),
    )


def _entries(body: Mapping[str, Any], source: str) -> list[dict[str, Any]]:
    entries = body.get("layers")
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise ModelFileError(f"{source}: its config does not list its layers")
    return entries


def _layer(entry: Mapping[str, Any], calls: tuple[Call, ...], source: str) -> LayerDescription:
    class_name, config = str(entry.get("class_name")), entry.get("config")
    if not isinstance(config, dict):
        raise ModelFileError(f"{source}: a layer of class {class_name} has no config")
    name = str(entry.get("name") or config.get("name"))
    module, registered = entry.get("module"), entry.get("registered_name")
    if _is_operation(entry):
        said = {key: value for key, value in config.items() if key != "name"}
        return LayerDescription(
            name, f"{OPERATION_PREFIX}{class_name}", OperationConfig(said), calls, "float32"
        )
    custom = registered not in (None, class_name) or (
        module is not None and str(module).split(".")[0] not in ("keras", "tf_keras")
    )
    if custom or class_name not in CONFIGS:
        foreign = _foreign(name, class_name, custom, str(registered or module or "custom"))
        return LayerDescription(name, class_name, foreign, calls, _dtype(config, name, source))
    try:
        decoded: LayerConfig = decode_config(class_name, config)
    except msgspec.ValidationError as error:
        raise ModelFileError(f"{source}: layer '{name}' ({class_name}): {error}") from None
    except ValueError as error:
        why = f"layer '{name}' ({class_name}) has {error}, which is not one of Keras's own"
        decoded = ForeignConfig(why, custom=True)
    return LayerDescription(name, class_name, decoded, calls, _dtype(config, name, source))


def _foreign(name: str, class_name: str, custom: bool, origin: str) -> ForeignConfig:
    """What is said of a layer of a class that rnntui does not know."""
    if class_name in KERAS_CLASSES and not custom:
        return ForeignConfig(f"layer '{name}' is a {class_name}, which rnntui does not compute")
    if class_name == "Lambda":
        return ForeignConfig(f"layer '{name}' is a Lambda, code of its author's", custom=True)
    why = f"layer '{name}' is a custom {class_name} ({origin}), not one of Keras's own"
    return ForeignConfig(why, custom=True)


def _is_operation(entry: Mapping[str, Any]) -> bool:
    """Whether an entry is one of keras.ops, as Functional models hold them beside their layers.

    The .h5 format leaves its module out; but an operation is not trainable, nor has it a dtype.
    """
    if "module" in entry:
        return str(entry["module"]).startswith(("keras.src.ops.", "keras.ops"))
    config = entry.get("config")
    named = isinstance(config, dict) and "name" in config and "trainable" not in config
    return named and entry.get("class_name") in OPERATIONS


def _dtype(config: Mapping[str, Any], name: str, source: str) -> str:
    """The dtype a layer computes in: its policy's, with "mixed_float16" meaning float16."""
    policy = config.get("dtype") or "float32"
    if isinstance(policy, dict):
        inner = policy.get("config")
        if policy.get("class_name") not in ("DTypePolicy", "Policy") or not isinstance(inner, dict):
            raise ModelFileError(
                f"{source}: layer '{name}' has the dtype policy {policy.get('class_name')}, "
                "which rnntui does not compute"
            )
        policy = inner.get("name", "float32")
    dtype = str(policy).removeprefix("mixed_")
    if config.get("quantization_config") is not None or dtype not in _DTYPES:
        raise ModelFileError(
            f"{source}: layer '{name}' computes in {dtype}, which rnntui does not; "
            f"it computes in {', '.join(_DTYPES)}"
        )
    return dtype


_DTYPES = ("bool", "float16", "float32", "float64", "int32", "int64")


def _calls(entry: Mapping[str, Any], source: str) -> Iterator[Call]:
    """The calls of a Functional layer, from its `inbound_nodes` as Keras 3 writes them."""
    nodes = entry.get("inbound_nodes", [])
    if entry.get("class_name") == "InputLayer":
        yield Call(())
        return
    for node in nodes:
        if not isinstance(node, dict) or "args" not in node:
            raise ModelFileError(
                f"{source}: layer '{entry.get('name')}' is connected in a form that "
                "its Keras did not write; open it with Keras and save it again"
            )
        keywords = [
            (key, reference)
            for key, value in node.get("kwargs", {}).items()
            for reference in _tensors(value, source)
        ]
        inputs = tuple(_tensors(node["args"], source))
        if _is_operation(entry):
            yield Call(inputs, tuple(keywords), arguments=_argument(node["args"], source))
        else:
            yield Call(inputs, tuple(keywords))


def _argument(value: Any, source: str) -> Any:
    """An operation's arguments, lists as tuples, with a TensorRef for each tensor."""
    match value:
        case list():
            return tuple(_argument(item, source) for item in value)
        case {"class_name": "__keras_tensor__"}:
            return next(_tensors(value, source))
        case {"class_name": "__slice__", "config": {"start": start, "stop": stop, "step": step}}:
            return slice(start, stop, step)
        case {"class_name": "__ellipsis__"}:
            return ...
        case dict():
            raise UnknownLayerError(
                f"{source}: an operation is given a {value.get('class_name', 'dict')}, "
                "which rnntui does not know"
            )
    return value


def _tensors(value: Any, source: str) -> Iterator[TensorRef]:
    """The tensors in a call's arguments, however nested."""
    if isinstance(value, dict):
        if value.get("class_name") == "__keras_tensor__":
            yield from _references(value.get("config", {}).get("keras_history"), source)
        else:
            for item in value.values():
                yield from _tensors(item, source)
    elif isinstance(value, list):
        for item in value:
            yield from _tensors(item, source)


def _references(value: Any, source: str) -> Iterator[TensorRef]:
    """The [layer, call, index] triples in a structure of lists and dicts."""
    match value:
        case [str(name), int(call), int(index)]:
            yield TensorRef(name, call, index)
        case list():
            for item in value:
                yield from _references(item, source)
        case dict():
            # In the order of the keys, as Keras flattens a dictionary of outputs.
            for _, item in sorted(value.items()):
                yield from _references(item, source)
        case _:
            raise ModelFileError(f"{source}: its config names a tensor as {value!r}")


def _distinct(layers: list[LayerDescription], source: str) -> tuple[LayerDescription, ...]:
    seen: set[str] = set()
    for layer in layers:
        if layer.name in seen:
            raise ModelFileError(f"{source}: its config names two layers '{layer.name}'")
        seen.add(layer.name)
    return tuple(layers)

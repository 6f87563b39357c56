"""Converts model configs of Keras 1 and 2 to the form of Keras 3: layers, shapes, connections.

- A Sequential model was a bare list of layers, with the input shape in its first layer. One that
  begins with a `Merge` over models is not a chain (`keras_1_merge`).
- A layer's inputs were `[[layer, call, index, {keywords}], …]`, in Keras 1 without the keywords.

`layers` converts the layers themselves. Values in other forms are left unchanged, for the parser of
Keras 3 configs to refuse.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rnntui.configs.opaque import NOT_COMPUTED
from rnntui.errors import UnknownLayerError
from rnntui.network.keras.keras_version import Writer
from rnntui.network.keras.legacy.input_shapes import first_shape, input_layer
from rnntui.network.keras.legacy.keras_1 import with_data_format
from rnntui.network.keras.legacy.keras_1_merge import as_functional, begins_with_merge
from rnntui.network.keras.legacy.layers import plain_values, present_layer
from rnntui.network.keras.legacy.operations import is_older_operation, present_operation

Config = dict[str, Any]

_MODELS = ("Sequential", "Functional", "Model")
# The config keys of wrappers and RNN layers that contain other layers or cells.
_INNER = ("layer", "forward_layer", "backward_layer", "cell", "cells")


def present_form(config: Any, writer: Writer) -> Any:
    """Convert a decoded model config of Keras 1 or 2 to the form of Keras 3.

    Raises:
        UnknownLayerError: a layer used in a way that rnntui does not compute.
    """
    config = plain_values(config)
    return _object(config, with_data_format(writer, config))


def _object(value: Any, writer: Writer) -> Any:
    """A model or a layer: {"class_name", "config", "inbound_nodes"?}."""
    if isinstance(value, list):
        return [_object(item, writer) for item in value]
    if not isinstance(value, dict) or not isinstance(value.get("class_name"), str):
        return value
    class_name, config = value["class_name"], value.get("config")
    if is_older_operation(class_name):
        return present_operation(value)
    if class_name in _MODELS:
        class_name, config = _model(class_name, config, writer)
    elif isinstance(config, dict):
        inner = {key: _object(config[key], writer) for key in _INNER if key in config}
        # Without "trainable", it could be mistaken for an operation of keras.ops.
        complete = {"trainable": True, **config, **inner}
        class_name, config = present_layer(class_name, complete, writer)
        if class_name == "InputLayer" and "batch_input_shape" in config:
            config["batch_shape"] = config["batch_input_shape"]
    return _connected(value | {"class_name": class_name, "config": config})


def _layer(value: Any, writer: Writer) -> Any:
    """A layer of a model; if it is not computed, it is marked so, and the others are unaffected."""
    try:
        return _object(value, writer)
    except UnknownLayerError as error:
        if value["class_name"] in _MODELS:
            raise
        return _connected(value | {NOT_COMPUTED: str(error)})


def _connected(value: Config) -> Config:
    nodes = value.get("inbound_nodes")
    if not isinstance(nodes, list):
        return value
    return value | {"inbound_nodes": [_node(node) for node in nodes]}


def _model(class_name: str, body: Any, writer: Writer) -> tuple[str, Any]:
    if isinstance(body, list):
        body = {"layers": body}
    if not isinstance(body, dict) or not isinstance(body.get("layers"), list):
        return class_name, body
    layers = body["layers"]
    if class_name == "Sequential" and begins_with_merge(layers):
        return _model("Functional", as_functional(body), writer)
    present = [_layer(entry, writer) for entry in layers]
    if class_name == "Sequential" and layers and isinstance(layers[0], dict):
        shape = first_shape(layers[0]) or body.get("build_input_shape")
        if layers[0].get("class_name") != "InputLayer" and isinstance(shape, list):
            present.insert(0, input_layer(layers[0], shape))
    return class_name, body | {"layers": present}


def _node(node: Any) -> Any:
    """A call of a layer as {"args", "kwargs"}, as in Keras 3."""
    if isinstance(node, dict) and "args" in node:
        return node
    tensors: list[Config] = []
    keywords: Config = {}
    for name, call, index, *rest in _entries(node):
        if name != "_CONSTANT_VALUE":
            tensors.append(_tensor(name, call, index))
        for item in rest:
            if isinstance(item, dict):
                keywords |= {key: _with_tensors(value) for key, value in item.items()}
    return {"args": tensors, "kwargs": keywords}


def _entries(node: Any) -> Iterator[list[Any]]:
    """The [layer, call, index, keywords] lists in a node, at any depth."""
    match node:
        case [str(), int(), _, *_]:
            yield node
        case list():
            for item in node:
                yield from _entries(item)
        case dict():
            for _, item in sorted(node.items()):
                yield from _entries(item)


def _with_tensors(value: Any) -> Any:
    """A keyword argument with its [layer, call, index] lists converted to tensors."""
    match value:
        case [str(name), int(call), int(index)]:
            return _tensor(name, call, index)
        case list():
            return [_with_tensors(item) for item in value]
        case dict():
            return {key: _with_tensors(item) for key, item in value.items()}
    return value


def _tensor(name: str, call: int, index: Any) -> Config:
    return {"class_name": "__keras_tensor__", "config": {"keras_history": [name, call, index]}}

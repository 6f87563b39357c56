"""The tables of layer and cell classes that rnntui computes, and the decoding of their configs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from rnntui.cells import table
from rnntui.configs import attention, core, spatial, wrappers
from rnntui.configs.activation_spec import read_activation
from rnntui.configs.base import LayerConfig
from rnntui.configs.layer_class import LayerClass, two_kernels_and_bias
from rnntui.configs.opaque import OpaqueConfig
from rnntui.configs.wrappers import InnerLayer, StackedRNNCellsConfig

LAYER_CLASSES: dict[str, LayerClass] = {
    **core.LAYERS,
    **spatial.LAYERS,
    **attention.LAYERS,
    **wrappers.LAYERS,
    **{name: LayerClass(config, two_kernels_and_bias) for name, config in table.LAYERS.items()},
}
"""Layers, by Keras's class names."""

CELL_CLASSES: dict[str, LayerClass] = {
    **{name: LayerClass(config, two_kernels_and_bias) for name, config in table.CELLS.items()},
    "StackedRNNCells": LayerClass(StackedRNNCellsConfig),
}
"""Cells of an RNN layer, by class name; custom cells by registered name, "package>Name"."""

_ACTIVATIONS = ("activation", "recurrent_activation")
_INNER_LAYERS = ("layer", "backward_layer", "cell", "cells")


def class_key(entry: Mapping[str, Any]) -> str:
    """The key of a layer's or cell's class in the tables.

    It is the class name for Keras's own classes, else the registered name or "module>Name".

    Args:
        entry: a layer or cell as Keras writes it: {"class_name", "config"}, and in Keras 3 its
            "module" and "registered_name".
    """
    class_name = str(entry.get("class_name"))
    module, registered = entry.get("module"), entry.get("registered_name")
    if registered not in (None, class_name):
        return str(registered)
    if module is not None and str(module).split(".")[0] not in ("keras", "tf_keras"):
        return f"{module}>{class_name}"
    return class_name


def decode_config(class_name: str, config: Any) -> LayerConfig:
    """Decode the config of a class in the tables, and of the layers inside it.

    Args:
        class_name: its key in the tables.
        config: as in the file.

    Raises:
        msgspec.ValidationError: a value of the wrong type, with its path in the config.
        ValueError: an activation that is not one of Keras's own.
        KeyError: a class that is not in the tables.
    """
    known = LAYER_CLASSES.get(class_name) or CELL_CLASSES[class_name]
    if isinstance(config, dict):
        # An activation is a name or an object: convert it to one form before types are checked.
        config = config | {
            key: read_activation(config[key]) for key in _ACTIVATIONS if key in config
        }
        if class_name in wrappers.LAYERS or class_name == "StackedRNNCells":
            config |= {key: _inner(config[key]) for key in _INNER_LAYERS if key in config}
    return msgspec.convert(config, known.config, from_attributes=True)


def _inner(value: Any) -> Any:
    """The layers of a wrapper's config, decoded; any other value is kept, for the type check to refuse."""
    if isinstance(value, list):
        return [_inner(item) for item in value]
    if not isinstance(value, dict):
        return value
    class_name, config = str(value.get("class_name")), value.get("config")
    if not isinstance(config, dict):
        raise msgspec.ValidationError(f"the {class_name} inside it has no config")
    name, key = str(config.get("name") or class_name), class_key(value)
    if key not in LAYER_CLASSES and key not in CELL_CLASSES:
        reason = f"a {class_name}, which rnntui does not compute"
        return InnerLayer(class_name, name, OpaqueConfig(reason, custom=key != class_name))
    try:
        return InnerLayer(key, name, decode_config(key, config))
    except msgspec.ValidationError as error:
        raise msgspec.ValidationError(f"the {class_name} inside it: {error}") from None
    except ValueError as error:
        reason = f"a {class_name} with {error}, which rnntui does not know"
        return InnerLayer(class_name, name, OpaqueConfig(reason))


def is_keras_class(class_name: str) -> bool:
    """Whether a class in the tables is one of Keras's own."""
    return ">" not in class_name

"""Parses a layer's JSON config into a description."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from rnntui.configs.base import LayerConfig
from rnntui.configs.keras_classes import GONE_CLASSES, KERAS_CLASSES
from rnntui.configs.opaque import NOT_COMPUTED, OPERATION_PREFIX, OpaqueConfig, OperationConfig
from rnntui.errors import ModelFileError
from rnntui.network.keras.models.description import LayerDescription
from rnntui.network.keras.models.operations import is_operation, read_argument
from rnntui.network.layer_classes import LAYER_CLASSES, class_key, decode_config
from rnntui.network.network import Call


def read_layer(
    entry: Mapping[str, Any], name: str, calls: tuple[Call, ...], source: str
) -> LayerDescription:
    """Parse a layer's entry in a model config.

    Args:
        entry: {"class_name", "config"}, and its module if the file has it.
        name: its name in the flat graph, "outer/inner".
        calls: its calls in the graph.
        source: the file's name, for messages.

    Returns:
        The layer's description; with an `OpaqueConfig` if rnntui does not compute the layer.

    Raises:
        ModelFileError: a config that does not fit its class.
    """
    class_name, config = str(entry.get("class_name")), entry.get("config")
    if not isinstance(config, dict):
        raise ModelFileError(f"{source}: a layer of class {class_name} has no config")
    if NOT_COMPUTED in entry:
        opaque = OpaqueConfig(str(entry[NOT_COMPUTED]), gone=True)
        return LayerDescription(name, class_name, opaque, calls, "float32")
    module, registered = entry.get("module"), entry.get("registered_name")
    if is_operation(entry):
        arguments = {
            key: read_argument(value, source) for key, value in config.items() if key != "name"
        }
        of_tensorflow = class_name.startswith("tf.")
        operation = class_name if of_tensorflow else f"{OPERATION_PREFIX}{class_name}"
        return LayerDescription(name, operation, OperationConfig(arguments), calls, "float32")
    custom = class_key(entry) != class_name
    if custom or class_name not in LAYER_CLASSES:
        opaque = _opaque_config(name, class_name, custom, str(registered or module or "custom"))
        return LayerDescription(name, class_name, opaque, calls, _dtype(config, name, source))
    try:
        decoded: LayerConfig = decode_config(class_name, config)
    except msgspec.ValidationError as error:
        raise ModelFileError(f"{source}: layer '{name}' ({class_name}): {error}") from None
    except ValueError as error:
        why = f"layer '{name}' ({class_name}) has {error}, which is not one of Keras's own"
        decoded = OpaqueConfig(why, custom=True)
    return LayerDescription(name, class_name, decoded, calls, _dtype(config, name, source))


def _opaque_config(name: str, class_name: str, custom: bool, origin: str) -> OpaqueConfig:
    """The config of a layer whose class rnntui does not compute, with the reason."""
    if class_name in KERAS_CLASSES and not custom:
        return OpaqueConfig(f"layer '{name}' is a {class_name}, which rnntui does not compute")
    if class_name == "Lambda":
        return OpaqueConfig(f"layer '{name}' is a Lambda, which is custom code", custom=True)
    if class_name in GONE_CLASSES and not custom:
        why = f"layer '{name}' is a {class_name}, which Keras has since removed"
        return OpaqueConfig(why, gone=True)
    why = f"layer '{name}' is a custom {class_name} ({origin}), not one of Keras's own"
    return OpaqueConfig(why, custom=True)


def _dtype(config: Mapping[str, Any], name: str, source: str) -> str:
    """The dtype a layer computes in: that of its policy; "mixed_float16" means float16."""
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
            f"{source}: layer '{name}' computes in {dtype}, which rnntui does not "
            f"support; supported are {', '.join(_DTYPES)}"
        )
    return dtype


_DTYPES = ("bool", "float16", "float32", "float64", "int32", "int64")

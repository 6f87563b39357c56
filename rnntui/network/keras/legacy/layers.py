"""Converts layers of Keras 1 and 2 to the names of Keras 3, with their semantics unchanged.

`keras_1` converts to Keras 2, `keras_2` to Keras 3; `model_configs` converts what surrounds the
layers (lists of layers, connections, shapes).
"""

from __future__ import annotations

from typing import Any

from rnntui.network.keras.keras_version import Writer
from rnntui.network.keras.legacy.keras_1 import from_keras_1
from rnntui.network.keras.legacy.keras_1_merge import present_merge
from rnntui.network.keras.legacy.keras_2 import from_keras_2

Config = dict[str, Any]


def present_layer(class_name: str, config: Config, writer: Writer) -> tuple[str, Config]:
    """Convert a layer's class and config from Keras 1 or 2 to Keras 3.

    Raises:
        UnknownLayerError: the layer is used in a way that rnntui does not compute.
    """
    if class_name == "Merge":
        return present_merge(config)
    if writer.number < (2, 0):
        class_name, config = from_keras_1(class_name, config, writer)
    return from_keras_2(class_name, config, writer)


def plain_values(value: Any) -> Any:
    """A config with the objects for tuples, TensorShapes and NumPy arrays replaced by their values."""
    if isinstance(value, list):
        return [plain_values(item) for item in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {"class_name", "items"}:
        return plain_values(value["items"])
    if value.keys() == {"type", "value"}:  # {"type": "ndarray", "value": 0.3}
        return value["value"]
    return {key: plain_values(item) for key, item in value.items()}

"""Architecture of a network in one line: Bidirectional(LSTM(4)) → Dense(1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rnntui.network.configs.core import TimeDistributedConfig
from rnntui.network.configs.layer_configs import (
    OPERATION_PREFIX,
    BidirectionalConfig,
    InputLayerConfig,
    LayerConfig,
    OperationConfig,
    RNNConfig,
)
from rnntui.network.keras.weights.weight_paths import snake_case
from rnntui.network.network import Network, TensorRef

# The config keys that hold the size of a layer.
_SIZES = ("units", "filters")


def architecture(network: Network) -> str:
    """The calls of all layers, without inputs and operations that only compute a mask."""
    shown = _without_masks(network)
    layers = [network.layers[place.layer] for place in network.order if place in shown]
    return " → ".join(
        _named(layer.class_name, layer.config)
        for layer in layers
        if not isinstance(layer.config, InputLayerConfig)
    )


def _without_masks(network: Network) -> set[TensorRef]:
    """The calls that the outputs depend on, without operations that are only passed as a mask."""
    found = {reference.place for reference in network.outputs}
    for place in reversed(network.order):
        layer = network.layers[place.layer]
        if place not in found and isinstance(layer.config, OperationConfig):
            continue
        call = layer.calls[place.call]
        keywords = [reference for keyword, reference in call.keywords if keyword != "mask"]
        found.add(place)
        found.update(reference.place for reference in (*call.inputs, *keywords))
    return found


def _named(class_name: str, config: LayerConfig) -> str:
    if isinstance(config, BidirectionalConfig | TimeDistributedConfig):
        return f"{class_name}({_entry(config.layer)})"
    if isinstance(config, RNNConfig):
        return f"{class_name}({_entry(config.cell)})"
    if class_name.startswith(OPERATION_PREFIX):
        return snake_case(class_name.removeprefix(OPERATION_PREFIX))
    sizes = (getattr(config, key, None) for key in _SIZES)
    return _sized(class_name, next((size for size in sizes if size is not None), None))


def _entry(entry: Mapping[str, Any]) -> str:
    """An inner layer as Keras serializes it, {"class_name": …, "config": {…}}."""
    config = entry.get("config")
    config = config if isinstance(config, Mapping) else {}
    cells = config.get("cells")
    if isinstance(cells, list):
        return "+".join(_entry(cell) for cell in cells if isinstance(cell, Mapping))
    sizes = (config.get(key) for key in _SIZES)
    return _sized(
        str(entry.get("class_name")), next((size for size in sizes if size is not None), None)
    )


def _sized(class_name: str, size: Any) -> str:
    return class_name if size is None else f"{class_name}({size})"

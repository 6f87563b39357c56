"""Architecture of a network in one line: Bidirectional(LSTM(4)) → Dense(1)."""

from __future__ import annotations

from rnntui.configs.base import LayerConfig
from rnntui.configs.core import InputLayerConfig
from rnntui.configs.opaque import OPERATION_PREFIX, OperationConfig
from rnntui.configs.wrappers import (
    BidirectionalConfig,
    InnerLayer,
    RNNConfig,
    StackedRNNCellsConfig,
    TimeDistributedConfig,
)
from rnntui.network.keras.group_names import snake_case
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
        return f"{class_name}({_inner(config.layer)})"
    if isinstance(config, RNNConfig):
        return f"{class_name}({_inner(config.cell)})"
    if class_name.startswith(OPERATION_PREFIX):
        return snake_case(class_name.removeprefix(OPERATION_PREFIX))
    sizes = (getattr(config, key, None) for key in _SIZES)
    size = next((size for size in sizes if size is not None), None)
    return class_name if size is None else f"{class_name}({size})"


def _inner(inner: InnerLayer) -> str:
    if isinstance(inner.config, StackedRNNCellsConfig):
        return "+".join(map(_inner, inner.config.cells))
    return _named(inner.class_name, inner.config)

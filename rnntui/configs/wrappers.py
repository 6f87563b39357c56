"""Layers around another layer or cell: RNN, StackedRNNCells, Bidirectional, TimeDistributed."""

from __future__ import annotations

from dataclasses import dataclass

from rnntui.configs.base import LayerConfig, LoopConfig
from rnntui.configs.layer_class import LayerClass


@dataclass(frozen=True)
class InnerLayer:
    """The layer or cell inside another one; its weights are part of the outer layer's.

    name: its own in the file, else its class
    config: `OpaqueConfig` for a class that rnntui does not compute
    """

    class_name: str
    name: str
    config: LayerConfig


class RNNConfig(LoopConfig, frozen=True, kw_only=True):
    """RNN: the cell it runs."""

    cell: InnerLayer


class StackedRNNCellsConfig(LayerConfig, frozen=True):
    """StackedRNNCells: the cells, the first one reads the input."""

    cells: tuple[InnerLayer, ...]


class BidirectionalConfig(LayerConfig, frozen=True):
    """Bidirectional: its two layers; without backward_layer it is the mirror of `layer`."""

    layer: InnerLayer
    backward_layer: InnerLayer | None = None
    merge_mode: str | None = "concat"


class TimeDistributedConfig(LayerConfig, frozen=True):
    """TimeDistributed: the layer applied at each timestep."""

    layer: InnerLayer


LAYERS: dict[str, LayerClass] = {
    "Bidirectional": LayerClass(BidirectionalConfig),
    "RNN": LayerClass(RNNConfig),
    "TimeDistributed": LayerClass(TimeDistributedConfig, mask="passes"),
}

"""Which layers and cells own a layer's arrays: the layer, or those inside it, in Keras's order.

An owner's path consists of Keras's attributes ("forward_layer/cell"), like the groups of a .keras
file. A list of layers is a group that contains a group for each, named by class and number.

Sources: `Layer.weights` of `keras.src.layers.layer`; `keras.src.saving.saving_lib`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from rnntui.cells.table import LAYERS as RECURRENT_LAYERS
from rnntui.configs.layer_class import value_of
from rnntui.configs.wrappers import InnerLayer
from rnntui.network.keras.group_names import numbered

# The sublayers of MultiHeadAttention, in the order in which Keras builds them; the names that they
# had before Keras 3.4 begin with "_".
_ATTENTION = ("query_dense", "key_dense", "gate_dense", "value_dense", "output_dense")


@dataclass(frozen=True)
class WeightPath:
    """A layer or cell that owns arrays.

    path: from the outer layer; "" is the layer itself
    config: decoded, or as in the file
    trainable: whether it and all layers around it are
    """

    path: str
    class_name: str
    config: Any
    trainable: bool = True


def weight_paths(class_name: str, config: Any) -> Iterator[WeightPath]:
    """What owns the arrays of a layer or cell, in the order of Keras's `layer.weights`.

    Args:
        class_name: Keras's.
        config: a config as the file has it, or decoded.
    """
    trainable = value_of(config, "trainable") is not False
    for path, inner_class, inner_config in _inside(class_name, config):
        if inner_class is None:
            yield WeightPath(path, class_name, config, trainable)
            continue
        for owner in weight_paths(inner_class, inner_config):
            whole = "/".join(part for part in (path, owner.path) if part)
            yield replace(owner, path=whole, trainable=trainable and owner.trainable)


def _inside(class_name: str, config: Any) -> Iterator[tuple[str, str | None, Any]]:
    """The parts of a layer: path, class and config of each; class None is the layer itself."""
    match class_name:
        case "Bidirectional":
            forward = value_of(config, "layer")
            yield "forward_layer", *_entry(forward)
            yield "backward_layer", *_entry(value_of(config, "backward_layer") or forward)
        case "TimeDistributed":
            yield "layer", *_entry(value_of(config, "layer"))
        case "RNN":
            yield "cell", *_entry(value_of(config, "cell"))
        case "StackedRNNCells":
            cells = value_of(config, "cells")
            entries = [_entry(cell) for cell in cells] if isinstance(cells, list | tuple) else []
            for group, entry in zip(numbered(name for name, _ in entries), entries, strict=True):
                yield f"cells/{group}", *entry
        case "MultiHeadAttention":
            gated = value_of(config, "use_gate")
            for name in _ATTENTION:
                if gated or name != "gate_dense":
                    yield name, None, config
        case _ if class_name in RECURRENT_LAYERS:
            yield "cell", None, config
        case _:
            yield "", None, config


def _entry(value: Any) -> tuple[str, Any]:
    """The class and config of an inner layer, decoded or as Keras writes it; else no class."""
    if isinstance(value, InnerLayer):
        return value.class_name, value.config
    if isinstance(value, dict) and isinstance(value.get("class_name"), str):
        return value["class_name"], value.get("config")
    return "", None

"""Which layers and cells own the arrays of a layer: itself, or those inside it, in Keras's order.

The way to an owner is by Keras's attributes ("forward_layer/cell"), as a .keras file's groups are
named. A list of layers is a group of its own, with a group for each, by class and number.

Sources: `Layer.weights` of `keras.src.layers.layer`; `keras.src.saving.saving_lib`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

# The sublayers of MultiHeadAttention, in the order in which Keras builds them; the names that they
# had before Keras 3.4 begin with "_".
_ATTENTION = ("query_dense", "key_dense", "gate_dense", "value_dense", "output_dense")


@dataclass(frozen=True)
class WeightPath:
    """A layer or cell that has arrays itself.

    path: the way to it from the outer layer; "" is the layer itself
    config: Keras's own, or as decoded
    trainable: whether it and all around it are
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


def numbered(class_names: Iterable[str]) -> Iterator[str]:
    """The groups of a list's layers: "lstm_cell", "lstm_cell_1", "gru_cell"."""
    used: dict[str, int] = {}
    for class_name in class_names:
        base = snake_case(class_name)
        number = used.get(base, 0)
        used[base] = number + 1
        yield f"{base}_{number}" if number else base


def snake_case(name: str) -> str:
    """Keras's own rule: SimpleRNN -> simple_rnn (`keras.src.utils.naming.to_snake_case`)."""
    name = re.sub(r"\W+", "", name)
    name = re.sub("(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub("([a-z])([A-Z])", r"\1_\2", name).lower()


def _inside(class_name: str, config: Any) -> Iterator[tuple[str, str | None, Any]]:
    """The parts of a layer: the way there, and their class and config; no class is the layer."""
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
            entries = [_entry(cell) for cell in cells] if isinstance(cells, list) else []
            for group, entry in zip(numbered(name for name, _ in entries), entries, strict=True):
                yield f"cells/{group}", *entry
        case "MultiHeadAttention":
            gated = value_of(config, "use_gate")
            for name in _ATTENTION:
                if gated or name != "gate_dense":
                    yield name, None, config
        case "GRU" | "LSTM" | "SimpleRNN" | "ConvLSTM1D" | "ConvLSTM2D" | "ConvLSTM3D":
            yield "cell", None, config
        case _:
            yield "", None, config


def _entry(value: Any) -> tuple[str, Any]:
    """A layer inside, as Keras writes it; what is not one has no class that is known."""
    if isinstance(value, dict) and isinstance(value.get("class_name"), str):
        return value["class_name"], value.get("config")
    return "", None


def value_of(config: Any, key: str) -> Any:
    """What a config says, as the file has it or decoded; None where it says nothing."""
    return config.get(key) if isinstance(config, dict) else getattr(config, key, None)

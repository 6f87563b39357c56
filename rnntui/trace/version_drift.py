"""How far a model's output moves if today's Keras misreads its file.

Both readings are computed here, without Keras.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from rnntui.configs.activation_spec import OLD_HARD_SIGMOID, ActivationSpec
from rnntui.configs.base import LayerConfig
from rnntui.configs.wrappers import InnerLayer
from rnntui.layers.graph.graph import Graph, build_graph
from rnntui.network.network import Layer
from rnntui.trace.runs import Runs

if TYPE_CHECKING:
    from rnntui.data.dataset import Dataset

# With more products than this, the note would take too long.
_MOST_WORK = 200_000_000


def notes_with_size(graph: Graph, dataset: Dataset, samples: int = 10) -> tuple[str, ...]:
    """The graph's notes, with the size of the effect added to the note on the old hard_sigmoid.

    Args:
        graph: of any network.
        dataset: bound to it; its first samples are run both ways.
        samples: the largest number of samples to run.
    """
    moved = _moved(graph, dataset, samples)
    if moved is None:
        return graph.notes
    count, largest = moved
    size = (
        f"loaded by Keras 3 this model's output moves by up to {largest:.3g} "
        f"({count} {'sample' if count == 1 else 'samples'} of {dataset.name})"
    )
    return tuple(
        f"{note.partition(';')[0]}; {size}" if "hard_sigmoid" in note else note
        for note in graph.notes
    )


def _moved(graph: Graph, dataset: Dataset, samples: int) -> tuple[int, float] | None:
    count = min(samples, dataset.samples)
    sizes = [array.shape[1] for array in dataset.inputs.values() if array.ndim > 1]
    work = graph.network.parameters * max(sizes, default=1) * count
    otherwise = _as_loaded_today(graph) if work <= _MOST_WORK and not graph.foreign else None
    if otherwise is None:
        return None
    meant, loaded = Runs(graph, dataset.sample), Runs(otherwise, dataset.sample)
    largest = 0.0
    for index in range(count):
        ours, theirs = meant.run(index).outputs, loaded.run(index).outputs
        for one, other in zip(ours.values(), theirs.values(), strict=True):
            apart = np.abs(one.astype(float) - other.astype(float))
            largest = max(largest, float(np.max(apart, initial=0.0)))
    return count, largest


def _as_loaded_today(graph: Graph) -> Graph | None:
    """The network as today's Keras reads its config; None if that is the same."""
    layers = {name: _changed(layer) for name, layer in graph.network.layers.items()}
    if all(layers[name] is layer for name, layer in graph.network.layers.items()):
        return None
    return build_graph(replace(graph.network, layers=layers))


def _changed(layer: Layer) -> Layer:
    config = _as_read_today(layer.config)
    return layer if config is layer.config else replace(layer, config=config)


def _as_read_today(config: LayerConfig) -> LayerConfig:
    """A config and its inner configs with today's hard_sigmoid; the same object if nothing changes."""
    changed = {}
    for key in config.__struct_fields__:
        value = getattr(config, key)
        if (new := _value_today(value)) is not value:
            changed[key] = new
    return msgspec.structs.replace(config, **changed) if changed else config


def _value_today(value: Any) -> Any:
    if isinstance(value, ActivationSpec) and value.name == OLD_HARD_SIGMOID:
        return ActivationSpec("hard_sigmoid")
    if isinstance(value, InnerLayer):
        config = _as_read_today(value.config)
        return value if config is value.config else replace(value, config=config)
    if isinstance(value, tuple):
        items = tuple(map(_value_today, value))
        same = all(new is old for new, old in zip(items, value, strict=True))
        return value if same else items
    return value

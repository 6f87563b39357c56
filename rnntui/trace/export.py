"""A run as named arrays: what `rnntui trace` writes.

LAYER/VARIABLE    every named value of a recurrent layer, time first: simple_rnn/h_t (T, M);
                  bidirectional/forward_lstm/h_t and bidirectional/backward_lstm/h_t: both in the
                  order of the input
LAYER/output      the output of a layer that is not recurrent: dense/output (K,)
input             the sample (without a time axis: whole); input/NAME if there are several
output            the model's output; output/NAME if it has several
prediction        (T, K): the layers after the last recurrence applied at every timestep, where
                  possible; prediction/NAME if the model has several outputs
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from rnntui.errors import OutOfRangeError
from rnntui.layers.graph.graph import Graph
from rnntui.layers.graph.node import Node
from rnntui.layers.recurrent.recurrent_layer import RecurrentFunction
from rnntui.network.network import TensorRef
from rnntui.trace.run import Run, prediction_node

if TYPE_CHECKING:
    from jaxtyping import Shaped

Array = np.ndarray[Any, Any]


def timesteps(run: Run) -> int:
    """T of a run: of the longest of its recurrent layers and of its inputs that have timesteps."""
    graph = run.graph
    lengths = [run.timesteps(node) for node in graph.recurrent]
    for name, array in run.inputs.items():
        if graph.times[TensorRef(name)].axis:
            lengths.append(len(array))
    return max(lengths, default=1)


def layer_nodes(graph: Graph, layer: str) -> tuple[Node, ...]:
    """The calls of a layer, by the layer's name, or the one call with that label.

    Raises:
        OutOfRangeError: there is no such layer; the message names the existing ones.
    """
    nodes = tuple(
        node
        for node in graph.nodes.values()
        if layer in (node.label, node.place.layer, node.outer and node.outer.layer)
    )
    if not nodes:
        known = ", ".join(node.label for node in graph.nodes.values())
        raise OutOfRangeError(f"layer '{layer}': not in this model; its layers are {known}")
    return nodes


def trace_arrays(
    run: Run, start: int, stop: int, layer: str | None = None
) -> dict[str, Shaped[np.ndarray, "..."]]:
    """The arrays of a run by name; time-first arrays at the timesteps start..stop-1 only.

    Args:
        run: of one sample.
        start: the first timestep.
        stop: one past the last.
        layer: a layer's name; of all `LAYER/…` arrays, return only its own.

    Raises:
        OutOfRangeError: there is no such layer.
    """
    graph = run.graph
    nodes = tuple(graph.nodes.values()) if layer is None else layer_nodes(graph, layer)
    arrays: dict[str, Array] = {}
    for node in nodes:
        if not run.has(node):
            continue
        if isinstance(node.function, RecurrentFunction):
            last = min(stop, run.timesteps(node))
            if start < last:
                for name, values in _in_input_order(run, node, start, last).items():
                    arrays[f"{node.label}/{name}"] = values
        else:
            arrays[f"{node.label}/output"] = run.tensor(node.place)
    inputs = {
        name: array[start:stop] if graph.times[TensorRef(name)].axis else array
        for name, array in run.inputs.items()
    }
    arrays |= _named("input", inputs)
    arrays |= _named("output", run.outputs)
    predictions = {}
    for index, name in enumerate(graph.network.output_names):
        node_of_output = prediction_node(graph, index)
        if node_of_output is not None:
            last = min(stop, run.timesteps(node_of_output))
            if start < last:
                predictions[name] = run.history(node_of_output, start, last)
    arrays |= _named("prediction", predictions, several=len(graph.network.outputs) > 1)
    return arrays


def _in_input_order(run: Run, node: Node, start: int, stop: int) -> dict[str, Array]:
    """A recurrent layer's values; a Bidirectional's backward run in the order of the input.

    A separate layer with go_backwards returns its output in the order of its run, as in Keras.
    """
    assert isinstance(node.function, RecurrentFunction)
    if node.outer is None or not node.function.reads_backwards:
        return run.variables(node, start, stop)
    timesteps = run.timesteps(node)
    values = run.variables(node, timesteps - stop, timesteps - start)
    return {name: rows[::-1] for name, rows in values.items()}


def _named(word: str, arrays: Mapping[str, Array], several: bool | None = None) -> dict[str, Array]:
    """The arrays under one word: the word itself for a single array, else word/NAME."""
    several = len(arrays) > 1 if several is None else several
    return {f"{word}/{name}" if several else word: array for name, array in arrays.items()}

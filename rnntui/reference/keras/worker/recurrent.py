"""Every recurrent layer of a model, and its output at every timestep of a run."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

import keras
import tensorflow as tf

if TYPE_CHECKING:
    from collections.abc import Iterator

Tensor = Any


def as_taken(model: Any, inputs: list[Any]) -> Any:
    """The inputs, one for each of model.inputs, in the structure that the model is called with."""
    if isinstance(model, keras.Sequential):
        return inputs[0]
    return keras.tree.pack_sequence_as(model.input, inputs)


def recurrent_layers(model: Any, within: str = "") -> Iterator[tuple[str, Any]]:
    """The model's RNN layers with their names; "outer/inner" in nested models and Bidirectional."""
    for layer in model.layers:
        name = within + layer.name
        if isinstance(layer, keras.layers.RNN):
            yield name, layer
        elif isinstance(layer, keras.Model):
            yield from recurrent_layers(layer, f"{name}/")
        elif isinstance(layer, keras.layers.Bidirectional):
            for inner in (layer.forward_layer, layer.backward_layer):
                yield f"{name}/{inner.name}", inner


def calls_as_run(model: Any) -> dict[str, list[int]]:
    """For each layer of a graph, the numbers of its calls in the order in which the model runs.

    A model file numbers a shared layer's calls in the order in which they were made; a Functional
    model runs them by their depth in the graph. A layer "outer/inner" is called in each call of the
    outer one.
    """
    graph = getattr(model, "_functional", None) or model
    by_depth: dict[int, list[Any]] = getattr(graph, "_nodes_by_depth", {})
    nodes = [node for depth in sorted(by_depth, reverse=True) for node in by_depth[depth]]
    numbers: dict[str, list[int]] = {}
    inside: dict[str, list[int]] = {}
    for node in nodes:
        layer = node.operation
        made = [id(other) for other in layer._inbound_nodes if any(other is n for n in nodes)]
        numbers.setdefault(layer.name, []).append(made.index(id(node)))
        if isinstance(layer, keras.Model):
            inside |= {f"{layer.name}/{name}": order for name, order in calls_as_run(layer).items()}
        elif isinstance(layer, keras.layers.Bidirectional):
            ways = (layer.forward_layer, layer.backward_layer)
            inside |= {f"{layer.name}/{way.name}": [0] for way in ways}
    for name, order in inside.items():
        outer = numbers[name.partition("/")[0]]
        numbers[name] = [call * len(order) + number for call in outer for number in order]
    return numbers


class Sequences:
    """A model's recurrent layers, recorded while they run.

    The layer's own loop runs as in model.predict, with the model's weights, masks and initial
    states; only what it would discard, with return_sequences=False, is recorded too. So this works
    for a layer that is called twice, in a nested model, or inside a Bidirectional.
    """

    def __init__(self, model: Any) -> None:
        self._model = model
        self._layers = dict(recurrent_layers(model))
        self._calls = calls_as_run(model)
        self._stateful = [
            layer for layer in model._flatten_layers() if getattr(layer, "stateful", False)
        ]
        signature = [tf.TensorSpec(tensor.shape, tensor.dtype) for tensor in model.inputs]
        self._run = tf.function(self._forward, input_signature=[signature])

    @property
    def layers(self) -> dict[str, Any]:
        """The recurrent layers by name."""
        return self._layers

    def reset(self) -> None:
        """Set the states that stateful layers carry from batch to batch to zero."""
        for layer in self._stateful:
            if isinstance(layer, keras.layers.RNN):
                for state in keras.tree.flatten(layer.states):
                    state.assign(keras.ops.zeros_like(state))

    def compute(self, inputs: list[Any]) -> dict[str, list[Any]]:
        """One batch through the model, by layer name; a second call's is "name:1".

        Of each the outputs (N, T, M), and the states after the last timestep, (N, M) each.
        """
        return dict(self._run(inputs)) if self._layers else {}

    def watch(self, inputs: list[Any]) -> tuple[Any, dict[str, list[Tensor]]]:
        """Run one batch through the model, layer by layer: the outputs, and the recordings of `compute`."""
        with self._watched() as seen:
            outputs = self._model(as_taken(self._model, inputs), training=False)
        runs: dict[str, int] = {}
        sequences = {}
        for name, values in seen:
            run = runs[name] = runs.get(name, -1) + 1
            calls = self._calls.get(name, [])
            number = calls[run] if run < len(calls) else run
            sequences[f"{name}:{number}" if number else name] = values
        return outputs, sequences

    def _forward(self, inputs: list[Tensor]) -> dict[str, list[Tensor]]:
        return self.watch(inputs)[1]

    @contextmanager
    def _watched(self) -> Iterator[list[tuple[str, list[Tensor]]]]:
        seen: list[tuple[str, list[Tensor]]] = []
        with ExitStack() as stack:
            for name, layer in self._layers.items():
                stack.enter_context(_watch(name, layer, seen))
            yield seen


@contextmanager
def _watch(name: str, layer: Any, seen: list[tuple[str, list[Tensor]]]) -> Iterator[None]:
    """While the context lasts, each run of the layer's loop also records its output at every timestep,
    and its states after the last.
    """
    loop = layer.inner_loop

    def inner_loop(*args: Any, **kwargs: Any) -> Any:
        wanted = layer.return_sequences, layer.unroll
        # Unrolled, a run from the end has its timesteps zeroed by the mask from the other end, where
        # all are asked for; that is what the layer computes only where they are wanted.
        layer.return_sequences, layer.unroll = True, layer.unroll and layer.return_sequences
        try:
            last, every, states = loop(*args, **kwargs)
        finally:
            layer.return_sequences, layer.unroll = wanted
        noted = [every, *keras.tree.flatten(states)]
        seen.append((name, [keras.ops.cast(value, layer.compute_dtype) for value in noted]))
        return last, every, states

    layer.inner_loop = inner_loop
    try:
        yield
    finally:
        del layer.inner_loop

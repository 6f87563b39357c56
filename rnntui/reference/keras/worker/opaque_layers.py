"""Outputs of single layers of a model, for those that only Keras can compute."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

import keras
import tensorflow as tf

from rnntui.reference.keras.worker.recurrent import as_taken, calls_as_run

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rnntui.network.network import TensorRef

Tensor = Any


class OpaqueLayers:
    """Calls of layers, watched while the model runs as in model.predict.

    Raises ValueError for a layer that the model does not have.
    """

    def __init__(self, model: Any, places: tuple[TensorRef, ...]) -> None:
        self._model = model
        self._places = places
        self._layers = {place.layer: _layer(model, place.layer) for place in places}
        self._calls = calls_as_run(model)
        signature = [tf.TensorSpec(tensor.shape, tensor.dtype) for tensor in model.inputs]
        self._run = tf.function(self._forward, input_signature=[signature])

    def shapes(self) -> tuple[tuple[tuple[int | None, ...], ...], ...]:
        """For each call the shapes of its outputs, without the batch axis."""
        results = self._run.get_concrete_function().structured_outputs
        return tuple(tuple(tuple(tensor.shape[1:]) for tensor in found) for found in results)

    def compute(self, inputs: list[Any]) -> list[list[Any]]:
        """Run one batch through the model: for each call, its outputs, (N, …) each."""
        found: list[list[Any]] = self._run(inputs)
        return found

    def _forward(self, inputs: list[Tensor]) -> list[list[Tensor]]:
        seen: dict[str, list[list[Tensor]]] = {name: [] for name in self._layers}
        with ExitStack() as stack:
            for name, layer in self._layers.items():
                stack.enter_context(_watch(layer, seen[name]))
            self._model(as_taken(self._model, inputs), training=False)
        return [self._of(place, seen[place.layer]) for place in self._places]

    def _of(self, place: TensorRef, results: list[list[Tensor]]) -> list[Tensor]:
        order = self._calls.get(place.layer, list(range(len(results))))
        if place.call not in order or len(order) > len(results):
            raise ValueError(f"layer {place.layer!r} is not called so often")
        return results[order.index(place.call)]


def _layer(model: Any, name: str) -> Any:
    """A layer by its name, "outer/inner" within a nested model."""
    outer, _, inner = name.partition("/")
    layer = model.get_layer(outer)
    return _layer(layer, inner) if inner else layer


@contextmanager
def _watch(layer: Any, seen: list[list[Tensor]]) -> Iterator[None]:
    """While the context lasts, the outputs of each call of the layer are recorded."""
    call = layer.call

    def noting(*args: Any, **kwargs: Any) -> Any:
        result = call(*args, **kwargs)
        seen.append(keras.tree.flatten(result))
        return result

    layer.call = noting
    try:
        yield
    finally:
        del layer.call

"""A model that Keras loaded: its description and its values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import keras
import numpy as np

from rnntui.reference.keras.messages import messages
from rnntui.reference.keras.messages.arrays import Array, pack
from rnntui.reference.keras.rebuild.layer_names import renamed
from rnntui.reference.keras.worker.opaque_layers import OpaqueLayers
from rnntui.reference.keras.worker.recurrent import Sequences, as_taken
from rnntui.reference.protocol import RecurrentInfo, TensorInfo

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from jaxtyping import Shaped

    from rnntui.network.network import TensorRef

_BATCH = 32


class LoadedKerasModel:
    """A loaded model; raises ValueError for one that was never built.

    names: by Keras's name of a layer, the name it has in answers, where they differ
    outputs: the names of its outputs, if not Keras's
    """

    def __init__(
        self, model: Any, names: Mapping[str, str] | None = None, outputs: Sequence[str] = ()
    ) -> None:
        if not getattr(model, "inputs", None):
            raise ValueError(
                "the model was saved before it was built: its input shape is not known"
            )
        self._model = model
        self._names = names or {}
        self._sequences = Sequences(model)
        self._input_names = unique(renamed(tensor.name, self._names) for tensor in model.inputs)
        self._output_names = list(outputs) or unique(_output_names(model))
        # A model built for one batch size accepts no other.
        self._fixed_batch: int | None = model.inputs[0].shape[0]
        self._opaque: tuple[tuple[TensorRef, ...], OpaqueLayers] | None = None

    def description(self) -> messages.Loaded:
        """The description that the client receives."""
        return messages.Loaded(
            name=self._model.name,
            inputs=_described(self._input_names, self._model.inputs),
            outputs=_described(self._output_names, self._model.outputs),
            recurrent=tuple(
                RecurrentInfo(renamed(name, self._names), type(layer).__name__)
                for name, layer in self._sequences.layers.items()
            ),
        )

    def opaque_shapes(
        self, places: tuple[TensorRef, ...]
    ) -> tuple[tuple[tuple[int | None, ...], ...], ...]:
        """For each call of a layer, the shapes of its outputs, without the batch axis."""
        return self._watching(places).shapes()

    def _watching(self, places: tuple[TensorRef, ...]) -> OpaqueLayers:
        if self._opaque is None or self._opaque[0] != places:
            asked = {name: other for other, name in self._names.items()}
            self._opaque = (
                places,
                OpaqueLayers(
                    self._model,
                    tuple(replace(ref, layer=asked.get(ref.layer, ref.layer)) for ref in places),
                ),
            )
        return self._opaque[1]

    def compute(
        self,
        inputs: Mapping[str, Array],
        alive: Callable[[], None],
        opaque: tuple[TensorRef, ...] = (),
    ) -> messages.Computed:
        """Run all samples through model.predict, and again with the recurrent layers recorded.

        Both runs start with the states of stateful layers at zero, and carry them from batch to batch.
        opaque: calls of layers whose outputs are wanted too
        """
        arrays = self._in_order(inputs)
        samples = len(arrays[0])
        size = self._fixed_batch or _BATCH
        if self._fixed_batch:
            # The last batch is padded with copies.
            rows = np.minimum(np.arange(-(-samples // size) * size), samples - 1)
            arrays = [array[rows] for array in arrays]
        self._sequences.reset()
        predicted = self._predict(arrays, size, alive)
        self._sequences.reset()
        watched: dict[str, list[list[Shaped[np.ndarray, "*shape"]]]] = {}
        for start in range(0, samples, size):
            seen = self._sequences.compute([array[start : start + size] for array in arrays])
            for name, values in seen.items():
                watched.setdefault(renamed(name, self._names), []).append(
                    [np.asarray(value) for value in values]
                )
            alive()
        found = {
            name: [np.concatenate(parts)[:samples] for parts in zip(*batches, strict=True)]
            for name, batches in watched.items()
        }
        return messages.Computed(
            pack({name: array[:samples] for name, array in predicted.items()}),
            pack({name: values[0] for name, values in found.items()}),
            {name: tuple(map(Array.of, values[1:])) for name, values in found.items()},
            self._opaque_of(opaque, arrays, samples, size) if opaque else (),
        )

    def _opaque_of(
        self,
        places: tuple[TensorRef, ...],
        arrays: list[Shaped[np.ndarray, "N ..."]],
        samples: int,
        size: int,
    ) -> tuple[tuple[Array, ...], ...]:
        watching = self._watching(places)
        self._sequences.reset()
        batches = [
            [[np.asarray(tensor) for tensor in results] for results in watching.compute(batch)]
            for batch in (
                [array[start : start + size] for array in arrays]
                for start in range(0, samples, size)
            )
        ]
        return tuple(
            tuple(Array.of(np.concatenate(parts)[:samples]) for parts in zip(*place, strict=True))
            for place in zip(*batches, strict=True)
        )

    def _in_order(self, inputs: Mapping[str, Array]) -> list[Shaped[np.ndarray, "N ..."]]:
        names = self._input_names
        if len(names) == len(inputs) == 1:
            found = list(inputs.values())
        elif missing := [name for name in names if name not in inputs]:
            raise ValueError(f"input {missing[0]!r} is missing; the model takes {', '.join(names)}")
        else:
            found = [inputs[name] for name in names]
        arrays = []
        for name, array, tensor in zip(names, found, self._model.inputs, strict=True):
            if not _fits(array.shape[1:], tensor.shape[1:]):
                raise ValueError(
                    f"input {name!r}: a sample is {array.shape[1:]},"
                    f" the model takes {tuple(tensor.shape[1:])}"
                )
            arrays.append(array.numpy().astype(tensor.dtype))
        return arrays

    def _predict(
        self, arrays: list[Shaped[np.ndarray, "N ..."]], batch: int, alive: Callable[[], None]
    ) -> dict[str, Shaped[np.ndarray, "N ..."]]:
        predicted = self._model.predict(
            as_taken(self._model, arrays),
            batch_size=batch,
            verbose=0,
            callbacks=[_Heartbeat(alive)],
        )
        flat = keras.tree.flatten(predicted)
        return dict(zip(self._output_names, map(np.asarray, flat), strict=True))


class _Heartbeat(keras.callbacks.Callback):  # type: ignore[misc]
    def __init__(self, alive: Callable[[], None]) -> None:
        super().__init__()
        self._alive = alive

    def on_predict_batch_end(self, batch: int, logs: Any = None) -> None:
        self._alive()


def _output_names(model: Any) -> list[str]:
    """One name per output: that of the layer it comes from."""
    names: list[str] | None = getattr(model, "output_names", None)
    return names if names else [model.layers[-1].name]


def _fits(shape: tuple[int, ...], wanted: tuple[int | None, ...]) -> bool:
    return len(shape) == len(wanted) and all(
        length in (None, given) for given, length in zip(shape, wanted, strict=True)
    )


def _described(names: list[str], tensors: list[Any]) -> tuple[TensorInfo, ...]:
    return tuple(
        TensorInfo(name, tuple(tensor.shape[1:]), str(tensor.dtype))
        for name, tensor in zip(names, tensors, strict=True)
    )


def unique(names: Iterable[str]) -> list[str]:
    """The names in order; the second "lstm" is called "lstm:1", the third "lstm:2"."""
    seen: Counter[str] = Counter()
    result = []
    for name in names:
        result.append(f"{name}:{seen[name]}" if seen[name] else name)
        seen[name] += 1
    return result

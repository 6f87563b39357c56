"""What a reference must answer: the interface that the floors above use, and its frozen results.

A reference is another implementation whose values rnntui's are compared with. Keras is the only one
today (`keras/`); `factory.py` starts it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import msgspec

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from jaxtyping import Shaped

    from rnntui.network.network import Network, TensorRef
    from rnntui.reference.training import EpochProgress, TrainResult, TrainSettings


@dataclass(frozen=True)
class Version:
    """The library that computes the reference values: "Keras", "3.15.1", "TensorFlow 2.21.0"."""

    name: str
    number: str
    backend: str


class TensorInfo(msgspec.Struct, frozen=True):
    """An input or output of a loaded model; the shape is without the batch axis."""

    name: str
    shape: tuple[int | None, ...]
    dtype: str


class RecurrentInfo(msgspec.Struct, frozen=True):
    """A recurrent layer of a loaded model.

    name: the layer's name; inside a nested model or a Bidirectional, "outer/inner"
    class_name: Keras's class: "SimpleRNN", "LSTM", "GRU", …
    """

    name: str
    class_name: str


@dataclass(frozen=True)
class LoadedModel:
    """A model as the reference holds it.

    path: its file; None for a network that has none
    label: what computes its values, for the reader: "keras 3.15.1, loaded" or "…, rebuilt"
    recurrent: its recurrent layers, in the order of the model's layers
    """

    path: Path | None
    name: str
    label: str
    inputs: tuple[TensorInfo, ...]
    outputs: tuple[TensorInfo, ...]
    recurrent: tuple[RecurrentInfo, ...]


@dataclass(frozen=True, eq=False)
class ReferenceRun:
    """The reference's values for N samples; all arrays are read-only.

    outputs: (N, …) by output name, as Keras's model.predict returns them
    sequences: (N, T, M) by recurrent layer: its output at every timestep, in the order in which it
        runs (from the last timestep to the first for go_backwards), even without return_sequences
    states: (N, M) each by recurrent layer: its states (h, c) after the last timestep that it ran
    opaque: (N, …) each by call of an opaque layer that was asked for: its outputs
    """

    outputs: Mapping[str, Shaped[np.ndarray, "N ..."]]
    sequences: Mapping[str, Shaped[np.ndarray, "N T ..."]]
    states: Mapping[str, tuple[Shaped[np.ndarray, "N ..."], ...]] = field(default_factory=dict)
    opaque: Mapping[TensorRef, tuple[Shaped[np.ndarray, "N ..."], ...]] = field(
        default_factory=dict
    )


class Reference(Protocol):
    """A reference implementation, running in a process of its own.

    Any thread may call it; calls are answered one at a time. Every call raises
    ReferenceProcessError when the process did not start, did not answer in time or died, and
    ReferenceRefusedError when the library itself raised; after the latter it can still be used.
    """

    def version(self) -> Version:
        """Wait until the library is imported; its name and version."""

    def load(self, path: Path, layer_names: Mapping[str, str] | None = None) -> LoadedModel:
        """Load a model file as the library reads it; `compute` then uses this model.

        layer_names: by the file's name of a layer, the name it has in results, where they differ
        """

    def rebuild(self, network: Network) -> LoadedModel:
        """Build the network from the library's own layers; `compute` then uses this model."""

    def load_network(self, network: Network) -> LoadedModel:
        """Load the network's file, or rebuild it where the library would read it differently."""

    def opaque_shapes(
        self, calls: Sequence[TensorRef]
    ) -> dict[TensorRef, tuple[tuple[int | None, ...], ...]]:
        """For calls of layers of the loaded model, the shapes of their outputs, without the batch."""

    def compute(
        self,
        inputs: Mapping[str, Shaped[np.ndarray, "N ..."]],
        opaque: Sequence[TensorRef] = (),
    ) -> ReferenceRun:
        """Run the loaded model on N samples, given by input name.

        opaque: calls of layers whose outputs are wanted too
        """

    def train(
        self,
        settings: TrainSettings,
        inputs: Shaped[np.ndarray, "N T D"],
        targets: Shaped[np.ndarray, "N K"],
        out: Path,
        *,
        held_out: tuple[Shaped[np.ndarray, "H T D"], Shaped[np.ndarray, "H K"]] | None = None,
        on_progress: Callable[[EpochProgress], None] | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> TrainResult:
        """Train the notebook's model and write it to `out`, completely or not at all."""

    def close(self) -> None:
        """End the process. Does nothing if it has already ended."""

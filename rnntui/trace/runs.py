"""The runs of a data set's samples; a stateful layer continues from the previous batch."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from rnntui.layers.graph.graph import Graph
from rnntui.network.network import TensorRef
from rnntui.trace.run import Run

if TYPE_CHECKING:
    from jaxtyping import Shaped

# By place, the results of the layers that Keras computes of a sample.
OpaqueValues = Callable[[int], Mapping[TensorRef, Sequence[np.ndarray[Any, Any]]]]

# The batch size of `predict` if the model has none.
USUAL_BATCH = 32


def samples_up_to(graph: Graph, index: int) -> range:
    """The samples Keras needs to compute this sample, which is the last of them."""
    return range(0 if graph.stateful else index, index + 1)


class Runs:
    """Makes the run of any sample, as Keras's `predict` over all of them computes it.

    A stateful layer starts the first batch from zeros, and each sample of a later batch from the last
    states of the sample at the same position in the previous batch.

    Args:
        graph: the network.
        sample: returns a sample's inputs by name, without the batch axis.
        opaque: returns the opaque layers' outputs for a sample, if the graph has any.
    """

    def __init__(
        self,
        graph: Graph,
        sample: Callable[[int], Mapping[str, Shaped[np.ndarray, "T ..."]]],
        opaque: OpaqueValues | None = None,
    ) -> None:
        self._graph = graph
        self._sample = sample
        self._opaque = opaque
        self._batch = graph.batch_size or USUAL_BATCH
        self._last: dict[int, dict[TensorRef, list[np.ndarray[Any, Any]]]] = {}

    def run(self, index: int) -> Run:
        """The run of one sample."""
        if not self._graph.stateful:
            return Run(self._graph, self._sample(index), opaque=self._given(index))
        for earlier in range(index % self._batch, index, self._batch):
            if earlier not in self._last:
                self._one(earlier)
        return self._one(index)

    def _one(self, index: int) -> Run:
        carried = self._last.get(index - self._batch)
        run = Run(self._graph, self._sample(index), carried=carried, opaque=self._given(index))
        self._last[index] = run.last_states
        return run

    def _given(self, index: int) -> Mapping[TensorRef, Sequence[np.ndarray[Any, Any]]]:
        return {} if self._opaque is None else self._opaque(index)

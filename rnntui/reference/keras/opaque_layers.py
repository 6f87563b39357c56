"""The layers that only Keras computes, as a graph and its runs need them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rnntui.errors import KerasRefusedError
from rnntui.layers.graph.graph import Graph, build_graph
from rnntui.trace.runs import samples_up_to

if TYPE_CHECKING:
    from jaxtyping import Shaped

    from rnntui.data.dataset import Dataset
    from rnntui.layers.layer import Shape
    from rnntui.network.network import TensorRef
    from rnntui.reference.keras.client import KerasProcess


def graph_with_opaque_layers(graph: Graph, keras: KerasProcess) -> Graph:
    """The graph with the shapes of what its foreign layers give, so that all behind them computes.

    Args:
        graph: of the network whose file `keras` has loaded.
        keras: is asked for the shapes; builds the network anew where a layer of it is none of the
            file's: one at each timestep of a model within a TimeDistributed.

    Raises:
        KerasRefusedError: Keras can't run the layers one by one.
        ModelFileError: weights behind such a layer that do not fit.
    """
    shapes: dict[TensorRef, tuple[Shape, ...]] = {}
    # A foreign layer behind another is seen as one when that other's shapes are known.
    while missing := [node.place for node in graph.foreign if node.place not in shapes]:
        try:
            shapes |= keras.opaque_shapes(missing)
        except KerasRefusedError as refused:
            if shapes:
                raise
            try:
                keras.rebuild(graph.network)
            except KerasRefusedError:
                raise refused from None
            shapes |= keras.opaque_shapes(missing)
        graph = build_graph(graph.network, shapes)
    return graph


class KerasOpaqueValues:
    """What Keras computes of each sample, for `Runs`; asked sample by sample.

    Args:
        keras: has loaded the network's file.
        graph: made by `graph_with_opaque_layers`.
        dataset: bound to the network.
    """

    def __init__(self, keras: KerasProcess, graph: Graph, dataset: Dataset) -> None:
        self._keras = keras
        self._dataset = dataset
        self._places = tuple(node.place for node in graph.foreign)
        self._graph = graph

    def __call__(self, sample: int) -> dict[TensorRef, tuple[Shaped[np.ndarray, "..."], ...]]:
        """By place, the results of each foreign layer for one sample, without the batch axis.

        Raises:
            KerasProcessError: Keras can't compute it, or is gone.
        """
        needed = samples_up_to(self._graph, sample)
        samples = [self._dataset.sample(index) for index in needed]
        inputs = {name: np.stack([each[name] for each in samples]) for name in samples[0]}
        found = self._keras.reference(inputs, self._places).opaque
        return {place: tuple(array[-1] for array in arrays) for place, arrays in found.items()}

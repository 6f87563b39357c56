"""Layers that rnntui does not compute: their outputs come from the reference, sample by sample."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from rnntui.errors import InputError, ReferenceProcessError, ReferenceRefusedError

if TYPE_CHECKING:
    from pathlib import Path

    from jaxtyping import Shaped

    from rnntui.data.dataset import Dataset
    from rnntui.layers.graph.graph import Graph
    from rnntui.layers.layer import Shape
    from rnntui.network.network import TensorRef
    from rnntui.reference.protocol import Reference
    from rnntui.trace.runs import OpaqueValues


@dataclass
class CompletedGraph:
    """A graph as complete as the reference can make it.

    reference: holds the network's file; None if it is not needed, or can't load the file
    label: what computes the reference's values, for the reader
    notes: for the reader, one line each
    """

    graph: Graph
    reference: Reference | None = None
    label: str = ""
    notes: list[str] = field(default_factory=list)

    def opaque(self, dataset: Dataset) -> OpaqueValues | None:
        """What `Runs` asks for each sample of a dataset that is bound to the network."""
        if self.reference is None:
            return None
        return ReferenceOpaqueValues(self.reference, self.graph, dataset)


@contextmanager
def completed_graph(graph: Graph, custom_objects: Path | None) -> Iterator[CompletedGraph]:
    """Have the reference compute the layers that rnntui does not, while the context lasts.

    A model's own Python code runs only in the reference's process, and only if the user passes it.
    Without it, or if the reference can't load the file, the graph stays as it is: layers after an
    opaque one are not computed.

    Raises:
        InputError: custom_objects is not a file.
        ReferenceProcessError: the reference can't load the model with these custom objects.
    """
    check_custom_objects(custom_objects)
    if not _can_complete(graph, custom_objects) or graph.network.path is None:
        yield CompletedGraph(graph)
        return
    # Imported here: most networks have no opaque layer, and need no process.
    from rnntui.reference.factory import start_reference

    reference = start_reference(custom_objects)
    try:
        try:
            label = reference.load(graph.network.path).label
            whole = CompletedGraph(graph_with_opaque_layers(graph, reference), reference, label)
        except ReferenceProcessError as error:
            if custom_objects is not None:
                raise
            whole = CompletedGraph(graph, notes=[str(error)])
        yield whole
    finally:
        reference.close()


def check_custom_objects(path: Path | None) -> None:
    """Raise InputError if the custom objects are not a file."""
    if path is not None and not path.is_file():
        raise InputError(f"{path}: no such file; --custom-objects takes a Python file")


def _can_complete(graph: Graph, custom_objects: Path | None) -> bool:
    """Whether there are opaque layers, the reference can have them, and it reads the file as saved."""
    from rnntui.layers.graph.opaque import OpaqueFunction
    from rnntui.reference.factory import changed_meaning

    functions = [node.function for node in graph.foreign]
    opaque = [function for function in functions if isinstance(function, OpaqueFunction)]
    out_of_reach = any(
        function.gone or (function.custom and custom_objects is None) for function in opaque
    )
    return bool(opaque) and not out_of_reach and not changed_meaning(graph.network)


def graph_with_opaque_layers(graph: Graph, reference: Reference) -> Graph:
    """The graph with the shapes of its opaque layers' outputs, so that all layers after them compute.

    Args:
        graph: of the network whose file `reference` has loaded.
        reference: knows the shapes; rebuilds the network if one of its layers is not a layer of the
            file: one at each timestep of a model inside a TimeDistributed.

    Raises:
        ReferenceRefusedError: the reference can't run the layers one by one.
        ModelFileError: weights after such a layer that do not fit.
    """
    from rnntui.layers.graph.graph import build_graph

    shapes: dict[TensorRef, tuple[Shape, ...]] = {}
    # An opaque layer after another opaque layer shows up once the shapes of the first are known.
    while missing := [node.place for node in graph.foreign if node.place not in shapes]:
        try:
            shapes |= reference.opaque_shapes(missing)
        except ReferenceRefusedError as refused:
            if shapes:
                raise
            try:
                reference.rebuild(graph.network)
            except ReferenceRefusedError:
                raise refused from None
            shapes |= reference.opaque_shapes(missing)
        graph = build_graph(graph.network, shapes)
    return graph


class ReferenceOpaqueValues:
    """The outputs of opaque layers, for `Runs`; the reference is asked sample by sample.

    Args:
        reference: has loaded the network's file.
        graph: made by `graph_with_opaque_layers`.
        dataset: bound to the network.
    """

    def __init__(self, reference: Reference, graph: Graph, dataset: Dataset) -> None:
        self._reference = reference
        self._dataset = dataset
        self._calls = tuple(node.place for node in graph.foreign)
        self._graph = graph

    def __call__(self, sample: int) -> dict[TensorRef, tuple[Shaped[np.ndarray, "..."], ...]]:
        """By call, the outputs of each opaque layer for one sample, without the batch axis.

        Raises:
            ReferenceProcessError: the reference can't compute them, or is gone.
        """
        from rnntui.trace.runs import samples_up_to

        indices = samples_up_to(self._graph, sample)
        samples = [self._dataset.sample(index) for index in indices]
        inputs = {name: np.stack([arrays[name] for arrays in samples]) for name in samples[0]}
        outputs = self._reference.compute(inputs, self._calls).opaque
        return {call: tuple(array[-1] for array in arrays) for call, arrays in outputs.items()}

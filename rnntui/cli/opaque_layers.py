"""Before a network is run: what only Keras can compute of it, computed by Keras."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rnntui.errors import InputError, KerasProcessError

if TYPE_CHECKING:
    from pathlib import Path

    from rnntui.data.dataset import Dataset
    from rnntui.layers.graph.graph import Graph
    from rnntui.reference.keras.client import KerasProcess
    from rnntui.trace.runs import OpaqueValues


@dataclass
class Completed:
    """A graph that is as complete as it can be.

    keras: the process that has loaded the network's file; None where none is needed, or none can
    notes: what a reader should know, one line each
    """

    graph: Graph
    keras: KerasProcess | None = None
    notes: list[str] = field(default_factory=list)

    def opaque(self, dataset: Dataset) -> OpaqueValues | None:
        """What `Runs` asks for each sample of a data set that is bound to the network."""
        if self.keras is None:
            return None
        from rnntui.reference.keras.opaque_layers import KerasOpaqueValues

        return KerasOpaqueValues(self.keras, self.graph, dataset)


@contextmanager
def completed(graph: Graph, custom_objects: Path | None) -> Iterator[Completed]:
    """Have Keras compute the layers that rnntui does not, for as long as this lasts.

    Somebody's own code is run only in Keras's process, and only where they give it. Without it, and
    where Keras can't load the file, the graph stays as it is: what lies behind is not computed.

    Raises:
        InputError: custom objects that are no file, or that Keras can't load the model with.
    """
    check_custom_objects(custom_objects)
    if not _can_be_asked(graph, custom_objects) or graph.network.path is None:
        yield Completed(graph)
        return
    from rnntui.reference.keras.client import KerasProcess
    from rnntui.reference.keras.opaque_layers import graph_with_opaque_layers

    with KerasProcess.start(custom_objects=custom_objects) as keras:
        try:
            keras.load(graph.network.path)
            whole = Completed(graph_with_opaque_layers(graph, keras), keras)
        except KerasProcessError as error:
            if custom_objects is not None:
                raise
            whole = Completed(graph, None, [str(error)])
        yield whole


def check_custom_objects(path: Path | None) -> None:
    """Raise InputError for custom objects that are no file."""
    if path is not None and not path.is_file():
        raise InputError(f"{path}: no such file; --custom-objects takes a Python file")


def _can_be_asked(graph: Graph, custom_objects: Path | None) -> bool:
    """Whether there is something to ask, and the file means the same to today's Keras."""
    from rnntui.layers.graph.opaque import OpaqueFunction
    from rnntui.reference.keras.rebuild.request import means_otherwise

    functions = [node.function for node in graph.foreign]
    foreign = [function for function in functions if isinstance(function, OpaqueFunction)]
    out_of_reach = any(
        function.gone or (function.custom and custom_objects is None) for function in foreign
    )
    return bool(foreign) and not out_of_reach and not means_otherwise(graph.network)

"""Context of a timestep: whether it is masked, which input row it reads, where states come from."""

from __future__ import annotations

from rnntui.debugger.frame.frame import Origin
from rnntui.layers.graph.graph import Graph
from rnntui.layers.graph.node import Node
from rnntui.layers.layer import WholeFunction
from rnntui.layers.recurrent.bidirectional import MergedFunction
from rnntui.layers.recurrent.recurrent_layer import RecurrentFunction
from rnntui.network.network import TensorRef
from rnntui.trace.run import Run


def is_masked(run: Run, node: Node, t: int) -> bool:
    """Whether timestep t of a layer is masked."""
    states = run.states.get(node.place)
    return states is not None and states.mask is not None and not states.mask[t]


def row_read(run: Run, node: Node, t: int) -> int | None:
    """The input row that a backward layer reads at t; None for any other layer."""
    function = node.function
    if not isinstance(function, RecurrentFunction) or not function.reads_backwards:
        return None
    return run.timesteps(node) - 1 - t


def origins(graph: Graph, node: Node, carried_from: int | None) -> tuple[Origin, ...]:
    """Where a layer's initial states come from; () if they are zeros.

    carried_from: the sample whose last states a stateful layer starts from
    """
    function = node.function
    if not isinstance(function, RecurrentFunction):
        return ()
    names = [before for before, _ in function.state_names]
    if node.initial:
        return tuple(
            _origin(graph, name, reference)
            for name, reference in zip(names, node.initial, strict=False)
        )
    if function.config.stateful and carried_from is not None:
        kept = function.carried(function.initial_states())
        return tuple(Origin(name, "", sample=carried_from) for name, _ in zip(names, kept))  # noqa: B905
    return ()


def _origin(graph: Graph, state: str, reference: TensorRef) -> Origin:
    giver = graph.node(reference)
    function = giver.function
    if isinstance(function, MergedFunction) and reference.index >= function.sequences:
        # A Bidirectional layer's states: those of each of its two runs, after its output.
        half = len(giver.inputs) // 2
        index = reference.index - function.sequences
        direction, state_index = divmod(index, half - 1)
        return _origin(graph, state, giver.inputs[direction * half + 1 + state_index])
    variable = ""
    if isinstance(function, RecurrentFunction):
        # Result 0 is the output; the states follow as 1, 2, …
        variable = (
            function.state_names[reference.index - 1][1]
            if reference.index
            else function.output_name
        )
    made_of: tuple[Origin, ...] = ()
    if isinstance(function, WholeFunction):
        # Often a Concatenate of the states of two directions.
        found = (_origin(graph, state, taken) for taken in giver.inputs)
        made_of = tuple(origin for origin in found if origin.variable)
    return Origin(state, giver.label, variable, made_of=made_of)

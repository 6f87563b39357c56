"""What a recurrent layer's loop does at t besides its equations: skip, read from the end, begin."""

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
    """Which row of its input a layer that reads from the end reads at t; None for any other."""
    function = node.function
    if not isinstance(function, RecurrentFunction) or not function.reads_backwards:
        return None
    return run.timesteps(node) - 1 - t


def origins(graph: Graph, node: Node, carried_from: int | None) -> tuple[Origin, ...]:
    """Where a layer's states come from before its first timestep, as far as that is not zeros.

    carried_from: the sample whose last states a stateful layer goes on from
    """
    function = node.function
    if not isinstance(function, RecurrentFunction):
        return ()
    names = [before for before, _ in function.state_names]
    if node.initial:
        return tuple(
            _given(graph, name, reference)
            for name, reference in zip(names, node.initial, strict=False)
        )
    if function.config.stateful and carried_from is not None:
        kept = function.carried(function.initial_states())
        return tuple(Origin(name, "", sample=carried_from) for name, _ in zip(names, kept))  # noqa: B905
    return ()


def _given(graph: Graph, state: str, reference: TensorRef) -> Origin:
    giver = graph.node(reference)
    function = giver.function
    if isinstance(function, MergedFunction) and reference.index >= function.sequences:
        # Of a Bidirectional layer: a state of one of its two runs, each given after its output.
        half = len(giver.inputs) // 2
        index = reference.index - function.sequences
        direction, state_index = divmod(index, half - 1)
        return _given(graph, state, giver.inputs[direction * half + 1 + state_index])
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
        # The states of two directions are often joined to one.
        found = (_given(graph, state, taken) for taken in giver.inputs)
        made_of = tuple(origin for origin in found if origin.variable)
    return Origin(state, giver.label, variable, made_of=made_of)

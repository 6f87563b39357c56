"""The order in which a network's equations are stepped through: stages of layers in lockstep.

Layers step together, timestep by timestep, as long as each needs only what the one before it
has given up to this timestep. A layer that needs the whole of another's output (one that reads
backwards, or that starts from a last state) begins a stage of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

from rnntui.layers.graph import Graph, Node
from rnntui.layers.layer import SteppedFunction
from rnntui.layers.recurrent import RecurrentFunction
from rnntui.network.network import TensorRef


@dataclass(frozen=True, eq=False)
class Stage:
    """Layers that step together; `nodes` in the order in which they compute at one timestep."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True)
class Line:
    """One equation of one layer of one stage: where a cursor can stand, but for the timestep."""

    stage: int
    node: int
    equation: int


@dataclass(frozen=True, eq=False)
class Schedule:
    """The stages of a network, in the order in which they run."""

    stages: tuple[Stage, ...]

    def lines(self, stage: int) -> tuple[Line, ...]:
        """All equations of a stage, in the order of one timestep."""
        return tuple(
            Line(stage, index, equation)
            for index, node in enumerate(self.stages[stage].nodes)
            for equation in range(len(_stepped(node).program.equations.lines))
        )

    def node(self, line: Line) -> Node:
        """The layer that a line belongs to."""
        return self.stages[line.stage].nodes[line.node]


def schedule(graph: Graph) -> Schedule:
    """Group the stepped layers of a graph into stages."""
    stages: list[list[Node]] = []
    stage_of: dict[TensorRef, int] = {}
    # The axis of time in a node's result: whether it has one, in the order it is produced.
    in_time: dict[TensorRef, bool] = {}
    for place, node in graph.nodes.items():
        givers = [graph.node(reference).place for reference in node.inputs]
        function = node.function
        if not isinstance(function, SteppedFunction):
            in_time[place] = True
            continue
        (giver,) = givers
        stage = stage_of.get(giver)
        if isinstance(function, RecurrentFunction):
            follows = in_time[giver] and not function.reads_backwards
            joins = follows and stage is not None
            in_time[place] = function.config.return_sequences and not function.reads_backwards
        else:
            # A pointwise layer goes where its input is: below a recurrence it is applied to
            # h_t at every t, also where the model applies it to the last one only.
            joins = stage is not None
            in_time[place] = in_time[giver]
        if joins:
            assert stage is not None
            stages[stage].append(node)
            stage_of[place] = stage
        elif isinstance(function, RecurrentFunction) or _leads_to_recurrence(graph, place):
            stages.append([node])
            stage_of[place] = len(stages) - 1
    return Schedule(tuple(Stage(tuple(nodes)) for nodes in stages if _has_time(nodes)))


def _has_time(nodes: list[Node]) -> bool:
    return any(isinstance(node.function, RecurrentFunction) for node in nodes)


def _leads_to_recurrence(graph: Graph, place: TensorRef) -> bool:
    """Whether a pointwise layer of the input sequence stands before a recurrent layer."""
    for node in graph.nodes.values():
        for reference in node.inputs:
            if graph.node(reference).place == place:
                if isinstance(node.function, RecurrentFunction):
                    return not node.function.reads_backwards
                if _leads_to_recurrence(graph, node.place):
                    return True
    return False


def _stepped(node: Node) -> SteppedFunction:
    assert isinstance(node.function, SteppedFunction)
    return node.function

"""The order in which a network's equations are stepped through: stages of layers in lockstep.

Layers step together, timestep by timestep, as long as each needs only what those before it have
given up to this timestep: they follow one clock (`rnntui.layers.clocks`). A layer that needs the
whole of another's output (one that reads backwards, or that starts from a last state) begins a
clock, and so a stage, of its own.
"""

from __future__ import annotations

from dataclasses import dataclass

from rnntui.layers.clocks import Clock
from rnntui.layers.graph import Graph
from rnntui.layers.layer import SteppedFunction
from rnntui.layers.node import Node
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
    """Group the stepped layers of a graph into stages: one for each clock that a recurrence has."""
    stages: dict[Clock, list[Node]] = {}
    before = _before_a_recurrence(graph)
    for place, node in graph.nodes.items():
        time = graph.times[place]
        steps = isinstance(node.function, SteppedFunction) and time.clock is not None
        if steps and _of_vectors(node) and (time.stepped or place in before):
            assert time.clock is not None
            stages.setdefault(time.clock, []).append(node)
    return Schedule(tuple(Stage(tuple(nodes)) for nodes in stages.values()))


def _before_a_recurrence(graph: Graph) -> set[TensorRef]:
    """The layers that a recurrence of the same clock takes its input from, directly or not."""
    found: set[TensorRef] = set()
    for place, node in reversed(graph.nodes.items()):
        if place in found or isinstance(node.function, RecurrentFunction):
            clock = graph.times[place].clock
            givers = (graph.node(reference).place for reference in node.inputs)
            found.update(giver for giver in givers if graph.times[giver].clock == clock)
    return found


def _of_vectors(node: Node) -> bool:
    """Whether a layer has one vector at each timestep, not a matrix or more, or is a recurrence."""
    function = node.function
    return isinstance(function, RecurrentFunction) or len(function.output_shapes[0]) <= 2


def _stepped(node: Node) -> SteppedFunction:
    assert isinstance(node.function, SteppedFunction)
    return node.function

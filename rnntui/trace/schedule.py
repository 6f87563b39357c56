"""The order in which a network's equations are stepped through: stages of layers in lockstep.

Layers step together, timestep by timestep, as long as each needs only the previous layers' outputs up
to this timestep: they follow one clock (`rnntui.layers.graph.clocks`). A layer that needs another's
whole output (one that reads backwards, or starts from a last state) starts a new clock, and so a new
stage. Layers with one value for the whole sequence form a stage of one timestep, after the layers
they depend on.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from rnntui.configs.core import InputLayerConfig
from rnntui.layers.graph.clocks import Clock, Time
from rnntui.layers.graph.graph import Graph
from rnntui.layers.graph.node import Node
from rnntui.layers.layer import SteppedFunction
from rnntui.layers.recurrent.recurrent_layer import RecurrentFunction


@dataclass(frozen=True, eq=False)
class Stage:
    """Layers that step together, in the order in which they compute at one timestep.

    nodes: those with equations, where a cursor can be
    whole_layers: those without, each with the number of nodes before it
    clock: whose timesteps they have; None: one value for the whole sequence
    """

    nodes: tuple[Node, ...]
    whole_layers: tuple[tuple[int, Node], ...]
    clock: Clock | None


@dataclass(frozen=True)
class Line:
    """One equation of one layer of one stage: a cursor position without its timestep."""

    stage: int
    node: int
    equation: int


@dataclass(frozen=True, eq=False)
class Schedule:
    """The stages of a network, in the order in which they run."""

    stages: tuple[Stage, ...]

    @property
    def start(self) -> int:
        """The stage to begin with: the first that has timesteps and a recurrence."""
        recurrent = (
            index
            for index, stage in enumerate(self.stages)
            if any(isinstance(node.function, RecurrentFunction) for node in stage.nodes)
        )
        return next(recurrent, 0)

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
    """Group the layers of a graph into stages; there are none if no layer is recurrent."""
    if not graph.recurrent:
        return Schedule(())
    early = _Group(None)
    groups: dict[Hashable, _Group] = {}
    begun = 0
    for place, node in graph.nodes.items():
        if isinstance(node.function.layer.config, InputLayerConfig):
            continue
        time = graph.times[place]
        if time.clock is None and not time.behind:
            early.add(node, time)
            continue
        # Layers without a clock come after all clocks that began before them.
        key: Hashable = ("outside", begun) if time.clock is None else time.clock
        if key not in groups:
            begun += time.clock is not None
            groups[key] = _Group(time.clock)
        groups[key].add(node, time)
    return Schedule(tuple(_stages([early, *groups.values()])))


class _Group:
    """A stage in the making, which may turn out to have no equations."""

    def __init__(self, clock: Clock | None) -> None:
        self.clock = clock
        self.members: list[tuple[Node, bool]] = []

    def add(self, node: Node, time: Time) -> None:
        self.members.append((node, _is_stepped(node, time)))


def _stages(groups: Iterable[_Group]) -> list[Stage]:
    """The groups as stages; a group without equations joins the next stage, or the last one."""
    stages: list[Stage] = []
    waiting: list[tuple[Node, bool]] = []
    for group in groups:
        waiting += group.members
        if any(stepped for _, stepped in group.members):
            stages.append(_stage(waiting, group.clock))
            waiting = []
    if waiting:
        last = stages.pop()
        after = tuple((len(last.nodes), node) for node, _ in waiting)
        stages.append(Stage(last.nodes, (*last.whole_layers, *after), last.clock))
    return stages


def _stage(members: list[tuple[Node, bool]], clock: Clock | None) -> Stage:
    nodes: list[Node] = []
    whole_layers: list[tuple[int, Node]] = []
    for node, stepped in members:
        if stepped:
            nodes.append(node)
        else:
            whole_layers.append((len(nodes), node))
    return Stage(tuple(nodes), tuple(whole_layers), clock)


def _is_stepped(node: Node, time: Time) -> bool:
    """Whether it has equations, and is recurrent or has one vector at each timestep."""
    function = node.function
    if isinstance(function, RecurrentFunction):
        return True
    rank = len(function.output_shapes[0]) - time.axis if function.output_shapes else 0
    return isinstance(function, SteppedFunction) and rank <= 1


def _stepped(node: Node) -> SteppedFunction:
    assert isinstance(node.function, SteppedFunction)
    return node.function

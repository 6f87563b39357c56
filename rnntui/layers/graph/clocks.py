"""How each tensor of a network relates to time: the clock it follows.

Layers that need only the previous layers' outputs up to timestep t follow one clock: they step
together. A layer that needs a whole sequence starts a new clock if its output is a sequence again;
otherwise its output has no clock: it is one value for the whole sequence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from rnntui.configs.core import EmbeddingConfig
from rnntui.layers.graph.node import Node, takers
from rnntui.layers.graph.opaque import BehindFunction, OpaqueFunction
from rnntui.layers.layer import PointwiseFunction, WholeFunction
from rnntui.layers.recurrent.bidirectional import MergedFunction
from rnntui.layers.recurrent.recurrent_layer import RecurrentFunction
from rnntui.network.network import TensorRef

# What a clock is called: the place of the layer that began it, or the length of the inputs on it.
Clock = TensorRef | int


@dataclass(frozen=True)
class Time:
    """A tensor's relation to time.

    clock: whose timesteps it follows; None: it has no timesteps, and is the same at every t
    axis: whether its first axis is time, so that row t is its value at t; else the model uses its
        value at the last t, and its value at any t has the same shape
    stepped: whether a recurrent layer precedes it on this clock
    behind: whether a recurrent layer precedes it on any clock
    """

    clock: Clock | None = None
    axis: bool = False
    stepped: bool = False
    behind: bool = False

    @property
    def running(self) -> bool:
        """Whether the model has it for the last timestep only, though it has a value at each."""
        return self.clock is not None and not self.axis


def times_of(nodes: Mapping[TensorRef, Node]) -> dict[TensorRef, Time]:
    """The time of every node's output (its result 0)."""
    times: dict[TensorRef, Time] = {}
    for place, node in nodes.items():
        inputs = tuple(_given(nodes, times, reference) for reference in node.takes)
        function = node.function
        if isinstance(function, RecurrentFunction):
            times[place] = _recurrent(function, place, inputs)
        elif isinstance(function, PointwiseFunction):
            times[place] = inputs[0]
        elif isinstance(function, MergedFunction):
            # It waits for the run that begins at the end.
            clock = place if function.returns_sequences else None
            times[place] = Time(clock, axis=clock is not None, behind=True)
        elif isinstance(function, OpaqueFunction | BehindFunction):
            ranks = [len(shape) for shape in function.output_shapes[:1]]
            clock = place if ranks and ranks[0] > 1 else None
            times[place] = Time(clock, axis=clock is not None, behind=True)
        elif isinstance(function, WholeFunction):
            times[place] = _whole(node, inputs[: len(node.inputs)])
        else:
            times[place] = _input(node, nodes)
    return times


def _given(
    nodes: Mapping[TensorRef, Node], times: Mapping[TensorRef, Time], reference: TensorRef
) -> Time:
    time = times[reference.place]
    # Results after the outputs are last states, whatever the outputs are.
    outputs = nodes[reference.place].function.sequences
    if reference.index >= outputs:
        return replace(time, axis=False)
    # Parts of a sequence may differ in length, so each has its own clock.
    began = isinstance(nodes[reference.place].function, WholeFunction)
    return replace(time, clock=reference) if began and time.clock == reference.place else time


def _input(node: Node, nodes: Mapping[TensorRef, Node]) -> Time:
    shape = node.function.output_shapes[0]
    configs = [taker.function.layer.config for taker in takers(nodes, node.place)]
    tokens = bool(configs) and all(isinstance(config, EmbeddingConfig) for config in configs)
    if len(shape) < 2 and not tokens:
        return Time()
    # Inputs of one known length are read in step; of unknown lengths this can't be assumed.
    return Time(node.place if shape[0] is None else shape[0], axis=True)


def _recurrent(function: RecurrentFunction, place: TensorRef, inputs: Sequence[Time]) -> Time:
    x, *others = inputs
    # An initial state or a mask must be there, whole or up to t, before the first timestep.
    there = all(
        not time.behind and (time.clock is None or (time.axis and time.clock == x.clock))
        for time in others
    )
    clock = x.clock if x.axis and there and not function.reads_backwards else place
    return Time(clock, function.config.return_sequences, stepped=True, behind=True)


def _whole(node: Node, inputs: Sequence[Time]) -> Time:
    function = node.function
    assert isinstance(function, WholeFunction)
    behind = any(time.behind for time in inputs)
    rank = len(function.output_shapes[0])
    moving = [time for time in inputs if time.clock is not None]
    # A value after a whole recurrence is not known while another one is still running.
    late = any(time.behind and time.clock is None for time in inputs)
    if not moving:
        return Time(node.place, axis=True, behind=behind) if rank > 1 else Time(behind=behind)
    together = len({time.clock for time in moving}) == 1 and not late
    stepped = any(time.stepped for time in moving)
    if together and all(time.axis for time in moving) and function.keeps_time:
        return Time(moving[0].clock, axis=True, stepped=stepped, behind=behind)
    running = all(time.running for time in moving)
    if function.takes_last:
        running = all(time.axis for time in moving)
    if together and running and rank == 1:
        return Time(moving[0].clock, axis=False, stepped=stepped, behind=behind)
    return Time(node.place, axis=True, behind=behind) if rank > 1 else Time(behind=behind)

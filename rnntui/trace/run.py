"""A run of a network over one sample: states are stored, frames recomputed on demand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from rnntui.layers.graph.graph import Graph
from rnntui.layers.graph.node import Node
from rnntui.layers.graph.opaque import BehindFunction, OpaqueFunction
from rnntui.layers.layer import PointwiseFunction, WholeFunction
from rnntui.layers.recurrent.bidirectional import MergedFunction
from rnntui.layers.recurrent.recurrent_layer import RecurrentFunction
from rnntui.network.network import TensorRef
from rnntui.trace.states import MEMORY_LIMIT, States, interval_for

if TYPE_CHECKING:
    from jaxtyping import Shaped

Array = np.ndarray[Any, Any]


class Run:
    """A network applied to one sample.

    Args:
        graph: the network.
        inputs: input name -> (T, D), one sample without the batch axis.
        opaque: by call, the outputs of the layers that Keras computes.
        carried: for stateful layers, by call: their states after the previous batch.
        memory_limit: bytes for one layer's states; beyond it, only every k-th is stored.
    """

    def __init__(
        self,
        graph: Graph,
        inputs: Mapping[str, Shaped[np.ndarray, "T D"]],
        memory_limit: int = MEMORY_LIMIT,
        carried: Mapping[TensorRef, list[Array]] | None = None,
        opaque: Mapping[TensorRef, Sequence[Array]] | None = None,
    ) -> None:
        self.graph = graph
        self.inputs = dict(inputs)
        self.states: dict[TensorRef, States] = {}
        self.last_states: dict[TensorRef, list[Array]] = {}
        self._carried = carried or {}
        self._opaque = opaque or {}
        self._tensors: dict[TensorRef, Array] = {}
        self._masks: dict[TensorRef, Array | None] = {}
        self._memory_limit = memory_limit
        self._running: tuple[int, dict[TensorRef, tuple[Array, ...]]] = (0, {})
        # A NaN or an overflow is the user's to find on the screen, not NumPy's to warn of.
        with np.errstate(all="ignore"):
            for node in graph.nodes.values():
                if self._can_compute(node):
                    self._compute(node)

    @property
    def outputs(self) -> dict[str, Shaped[np.ndarray, "..."]]:
        """The model's outputs by name, as Keras's predict returns them for this sample.

        Outputs that are not computed here are missing.
        """
        network = self.graph.network
        return {
            name: self._tensors[reference]
            for name, reference in zip(network.output_names, network.outputs, strict=True)
            if reference in self._tensors
        }

    def has(self, node: Node) -> bool:
        """Whether a layer's result is available: it is computed, and so are all layers before it."""
        return node.place in self._tensors

    def tensor(self, reference: TensorRef) -> Shaped[np.ndarray, "..."]:
        """The whole result of a layer, as later layers read it."""
        return self._tensors[reference]

    def timesteps(self, node: Node) -> int:
        """The number of timesteps of a layer: that of the clock it follows."""
        times = self.graph.times
        time = times[node.place]
        while node.place not in self.states:
            if time.clock is None:
                return 1
            if time.axis:
                return len(self._tensors[node.place])
            # A running value has the timesteps of the values it is computed from.
            givers = (self.graph.node(reference) for reference in node.inputs)
            node = next(giver for giver in givers if times[giver.place].clock == time.clock)
        return self.states[node.place].timesteps

    def frame(self, node: Node, t: int) -> dict[str, Shaped[np.ndarray, "..."]]:
        """Every named value of a layer at timestep t, in the order of its equations."""
        with np.errstate(all="ignore"):
            return self._frame(node, t)

    def history(self, node: Node, start: int, stop: int) -> Shaped[np.ndarray, "steps M"]:
        """The output of a layer that follows a clock at the timesteps start..stop-1."""
        if isinstance(node.function, RecurrentFunction):
            return self.states[node.place].after(start, stop)[node.function.output_index]
        if self.graph.times[node.place].axis:
            return self._tensors[node.place][start:stop]
        with np.errstate(all="ignore"):
            return np.stack([self._at(node.place, t) for t in range(start, stop)])

    def variables(
        self, node: Node, start: int, stop: int
    ) -> dict[str, Shaped[np.ndarray, "steps ..."]]:
        """Every named value of a layer at the timesteps start..stop-1, time first."""
        with np.errstate(all="ignore"):
            frames = [self._frame(node, t) for t in range(start, stop)]
        # np.array makes the same of small arrays as np.stack, in a third of the time.
        return {name: np.array([frame[name] for frame in frames]) for name in frames[0]}

    def _frame(self, node: Node, t: int) -> dict[str, Array]:
        function = node.function
        if isinstance(function, RecurrentFunction):
            return self.states[node.place].frame(t)
        assert isinstance(function, PointwiseFunction)
        return function.at(self._at(node.inputs[0], t))

    def _can_compute(self, node: Node) -> bool:
        if isinstance(node.function, OpaqueFunction):
            return node.place in self._opaque
        return all(reference in self._tensors for reference in node.takes) and not isinstance(
            node.function, BehindFunction
        )

    def _compute(self, node: Node) -> None:
        function, place = node.function, node.place
        taken = [self._tensors[reference] for reference in node.inputs]
        masks = [self._masks.get(reference) for reference in node.inputs]
        if node.mask is not None:
            masks[0] = self._tensors[node.mask].astype(bool)
        results: tuple[Array, ...]
        if isinstance(function, RecurrentFunction):
            results = self._recurrent(node, function, masks[0] if node.masked else None)
        elif isinstance(function, MergedFunction):
            half = 1 + (len(taken) - 2) // 2
            results = function(taken[:half], taken[half:])
        elif isinstance(function, OpaqueFunction):
            results = tuple(self._opaque[place])
        elif isinstance(function, PointwiseFunction):
            results = (function(*taken),)
        elif isinstance(function, WholeFunction):
            heeded = self.graph.rules.heeded(function.layer, masks)
            results = function.results(*taken, masks=tuple(heeded))
        else:
            results = (self.inputs[place.layer],)
        mask = self.graph.rules.of(function.layer, taken, masks) if taken else None
        for index, result in enumerate(results):
            self._tensors[replace(place, index=index)] = result
            if index < function.sequences:
                self._masks[replace(place, index=index)] = mask

    def _recurrent(
        self, node: Node, function: RecurrentFunction, mask: Array | None
    ) -> tuple[Array, ...]:
        x = self._tensors[node.inputs[0]].astype(function.dtype, copy=False)
        x = function.in_run_order(x)
        if mask is not None:
            mask = function.in_run_order(mask)
        given = [self._tensors[reference] for reference in node.initial]
        carried = self._carried.get(node.place, ()) if function.config.stateful else ()
        initial = function.initial_states(given or carried)
        per_step = sum(state.nbytes for state in initial)
        k = interval_for(len(x), per_step, self._memory_limit)
        states = self.states[node.place] = States(function, x, mask, initial, k)
        last = function.scan(x, states.mask_rows, initial, states.keep)
        self.last_states[node.place] = function.carried(last)
        return function.results(last, lambda: states.after(0, len(x))[function.output_index])

    def _at(self, reference: TensorRef, t: int) -> Array:
        """A tensor at timestep t, even if the model uses only its last timestep."""
        node = self.graph.node(reference)
        if isinstance(node.function, RecurrentFunction):
            # Result 0 is the output; the states follow as 1, 2, …
            state = reference.index - 1 if reference.index else node.function.output_index
            return self.states[node.place].after(t, t + 1)[state][0]
        time = self.graph.times[node.place]
        if time.axis:
            return self._tensors[reference][t]
        if time.clock is None:
            return self._tensors[reference]
        assert isinstance(node.function, PointwiseFunction | WholeFunction)
        if self._running[0] != t:
            self._running = (t, {})
        # Shared by several layers, it is computed once.
        made = self._running[1]
        if node.place not in made:
            if isinstance(node.function, WholeFunction):
                last = node.function.takes_last
                given = (
                    self._tensors[taken][: t + 1] if last else self._at(taken, t)
                    for taken in node.inputs
                )
                made[node.place] = node.function.results(*given)
            else:
                made[node.place] = (node.function(*(self._at(ref, t) for ref in node.inputs)),)
        return made[node.place][reference.index]


def prediction_node(graph: Graph, output: int = 0) -> Node | None:
    """The layer whose output at every timestep is the running prediction y_t of an output.

    None if that output does not follow a recurrence step by step (there is none, or a layer between
    them needs the whole sequence), or if it is a state.
    """
    reference = graph.network.outputs[output]
    if reference.index or not graph.times[reference].stepped:
        return None
    return graph.node(reference)

"""Scope of an expression: its names in one sample's run, as seen from one layer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from rnntui.debugger.values.variable_rows import VariableRows
from rnntui.errors import InputError
from rnntui.layers.graph.node import Node
from rnntui.layers.recurrent.recurrent_layer import RecurrentFunction
from rnntui.trace.run import Run, prediction_node
from rnntui.trace.schedule import Schedule

if TYPE_CHECKING:
    from jaxtyping import Shaped

Array = np.ndarray[Any, Any]
# The reference's first output for the sample, and its recurrent layers' outputs by layer.
AskReference = Callable[[], tuple[Array, Mapping[str, Array]]]


class SampleScope:
    """The values that an expression may read.

    Variables of the current layer by name; of other layers as LAYER.VARIABLE, or by name alone if
    only one layer has it; and t, T, sample, input, y (the prediction at t), output, target, keras.

    Args:
        run: the sample's run.
        schedule: the run's stages.
        stage, node: the current layer.
        at: stage and number of the layer whose timesteps count; by default the current layer.
        sample: its number.
        target: the sample's target, if any.
        ask_reference: called when an expression reads the reference's values.
    """

    def __init__(
        self,
        run: Run,
        schedule: Schedule,
        stage: int,
        node: int,
        *,
        at: tuple[int, int] | None = None,
        sample: int = 0,
        target: Array | None = None,
        ask_reference: AskReference | None = None,
    ) -> None:
        self._run = run
        self._here = schedule.stages[stage].nodes[node]
        at_stage, at_node = (stage, node) if at is None else at
        self._at_its_end = schedule.stages[at_stage].clock is None
        self._outside_time = frozenset(
            n.label for s in schedule.stages if s.clock is None for n in s.nodes
        )
        self._nodes = [n for s in schedule.stages for n in s.nodes]
        self._sample = sample
        self._target = target
        self._ask_reference = ask_reference
        self._rows: dict[str, VariableRows] = {}
        self.timesteps = run.timesteps(schedule.stages[at_stage].nodes[at_node])

    def names(self) -> Iterator[str]:
        """All names as they may be written, the current layer's first."""
        yield from self._of(self._here).names
        yield from BUILT_IN
        yield from self._of(self._here).weights
        for layer, node in self._layers.items():
            yield from (f"{layer}.{name}" for name in self._of(node).names)

    def own_names(self) -> tuple[str, ...]:
        """The variables of the current layer."""
        return self._of(self._here).names

    def has(self, name: str) -> bool:
        """Whether the current layer has a variable or weight of that name."""
        return self._has(self._here, name)

    def known(self, layer: str, name: str) -> bool:
        """Whether there is such a variable; layer "" is the current layer."""
        return self._owner(layer, name) is not None or (not layer and name in BUILT_IN)

    def timed(self, layer: str, name: str) -> bool:
        """Whether it has a value at each timestep, not one for the whole sequence."""
        owner = self._owner(layer, name)
        if owner is not None:
            return name not in self._of(owner).weights and owner.label not in self._outside_time
        graph = self._run.graph
        if name == "y":
            return prediction_node(graph) is not None
        if name == "input":
            return graph.times[graph.network.inputs[0]].axis
        return name == "t" or (name == "keras" and self._by_row(self._reference[0]))

    def rows(self, layer: str, name: str, start: int, stop: int) -> Shaped[np.ndarray, "steps ..."]:
        """The values at timesteps start..stop-1, time first; NaN where its layer has none.

        Seen from a layer without time it is the last timestep, which that layer read.
        """
        length = self.length(layer, name)
        if name != "t" and self._at_its_end:
            return self.history(layer, name, length - 1, length)
        last = min(stop, length)
        if start < last:
            found = self.history(layer, name, start, last)
        else:
            found = self.history(layer, name, 0, 1)[:0]
        return _filled(found, stop - start, always_float=length < self.timesteps)

    def length(self, layer: str, name: str) -> int:
        """How many timesteps a variable has; 1 if its layer has no time, 0 if it has one value."""
        owner = self._owner(layer, name)
        if owner is not None:
            rows = self._of(owner)
            return 0 if name in rows.weights else rows.timesteps
        if not self.timed(layer, name):
            return 0
        if name == "input":
            return len(self._input)
        if name == "y":
            return self._run.timesteps(self._prediction)
        return self.timesteps

    def history(
        self, layer: str, name: str, start: int, stop: int
    ) -> Shaped[np.ndarray, "steps ..."]:
        """The values at start..stop-1 of its own timesteps, which must exist."""
        owner = self._owner(layer, name)
        if owner is not None:
            return self._of(owner).rows(name, start, stop)
        if name == "t":
            return np.arange(start, stop)
        if name == "input":
            return self._input[start:stop]
        if name == "keras":
            return self._reference[0][start:stop]
        return self._run.history(self._prediction, start, stop)

    def value(self, layer: str, name: str) -> Shaped[np.ndarray, "..."]:
        """The value of a variable without time."""
        owner = self._owner(layer, name)
        if owner is not None:
            rows = self._of(owner)
            return rows.weights[name] if name in rows.weights else rows.rows(name, 0, 1)[0]
        if name == "input":
            return self._input
        if name == "T":
            return np.asarray(self.timesteps)
        if name == "sample":
            return np.asarray(self._sample)
        if name == "keras":
            return self._reference[0]
        if name == "target":
            if self._target is None:
                raise InputError("the data has no target")
            return self._target
        outputs = self._run.outputs
        if not outputs:
            raise InputError("the model's output is not computed")
        return next(iter(outputs.values()))

    def reference_rows(
        self, layer: str, name: str, start: int, stop: int
    ) -> Shaped[np.ndarray, "steps ..."]:
        """The reference's values of a recurrent layer's output, in the order of the layer's run."""
        node = self._owner(layer, name)
        function = None if node is None else node.function
        if not isinstance(function, RecurrentFunction) or name != function.output_name:
            raise InputError(f"Keras only gives outputs of recurrent layers, not {name}")
        assert node is not None
        found = self._reference[1].get(node.label)
        if found is None:
            raise InputError(f"Keras has no values for {node.label}")
        return _filled(found[start:stop], stop - start)

    @property
    def _input(self) -> Array:
        return self._run.inputs[self._run.graph.network.inputs[0].layer]

    @property
    def _prediction(self) -> Node:
        node = prediction_node(self._run.graph)
        assert node is not None
        return node

    @cached_property
    def _layers(self) -> dict[str, Node]:
        """Each layer by the names it can be written with: "both/forward" is both_forward or forward."""
        whole = {re.sub(r"\W", "_", node.label): node for node in self._nodes}
        last: dict[str, list[Node]] = {}
        for node in self._nodes:
            last.setdefault(re.sub(r"\W", "_", node.label.rpartition("/")[2]), []).append(node)
        short = {name: nodes[0] for name, nodes in last.items() if len(nodes) == 1}
        return short | whole

    @cached_property
    def _reference(self) -> tuple[Array, Mapping[str, Array]]:
        if self._ask_reference is None:
            raise InputError("Keras has not answered yet")
        return self._ask_reference()

    def _by_row(self, whole: Array) -> bool:
        """Whether the reference's output has a row for each timestep, as ours has."""
        times = self._run.graph.times
        reference = self._run.graph.network.outputs[0]
        return times[reference.place].axis and len(whole) == self.timesteps

    def _owner(self, layer: str, name: str) -> Node | None:
        """The layer that has a variable: the current one, else the only other one."""
        if layer:
            node = self._layers.get(layer)
            return node if node is not None and self._has(node, name) else None
        if self._has(self._here, name):
            return self._here
        if name in BUILT_IN:
            return None
        others = [node for node in self._nodes if self._has(node, name)]
        return others[0] if len(others) == 1 else None

    def _has(self, node: Node, name: str) -> bool:
        rows = self._of(node)
        return name in rows.names or name in rows.weights

    def _of(self, node: Node) -> VariableRows:
        if node.label not in self._rows:
            self._rows[node.label] = VariableRows(self._run, node)
        return self._rows[node.label]


def _filled(rows: Array, steps: int, *, always_float: bool = False) -> Array:
    """Pad rows with NaN to `steps` rows.

    always_float: convert integers and booleans to float even if nothing is padded, so that the
        dtype does not depend on which rows are read
    """
    missing = steps - len(rows)
    if (missing or always_float) and rows.dtype.kind != "f":
        rows = rows.astype(float)
    if not missing:
        return rows
    nothing = np.full((missing, *rows.shape[1:]), np.nan, rows.dtype)
    return np.concatenate([rows, nothing])


BUILT_IN = {
    "t": "timestep",
    "T": "number of timesteps",
    "sample": "number of the sample",
    "input": "the model's (first) input at t",
    "y": "the prediction at t",
    "output": "the model's final output",
    "target": "the target",
    "keras": "Keras's output; at t, if the model has an output for each timestep",
}

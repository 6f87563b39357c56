"""A model output as the prediction at a cursor: at each timestep, or once for the sequence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from rnntui.data.dataset import ColumnInfo, Dataset
from rnntui.equations.expressions import Operation
from rnntui.layers.graph.clocks import Time
from rnntui.layers.graph.node import Node
from rnntui.layers.layer import SteppedFunction
from rnntui.network.network import Network, TensorRef
from rnntui.trace.run import Run
from rnntui.trace.schedule import Stage

if TYPE_CHECKING:
    from jaxtyping import Shaped

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, eq=False)
class Output:
    """One model output in one run.

    index, name: which output; node: its layer
    whole: the whole output, shaped as from Keras's `predict`, without the batch axis
    time: its time axis and clock, if any
    """

    index: int
    name: str
    node: Node
    whole: Shaped[np.ndarray, "..."]
    time: Time

    @classmethod
    def of(cls, run: Run, index: int = 0) -> Output | None:
        """An output of a run; None if it is not computed."""
        network = run.graph.network
        reference, name = network.outputs[index], network.output_names[index]
        if name not in run.outputs:
            return None
        node = run.graph.node(reference)
        return cls(index, name, node, run.outputs[name], _time_of(run, reference))

    @property
    def classes(self) -> bool:
        """Whether its last axis holds class probabilities, from a softmax."""
        if self.whole.ndim == 0 or self.whole.shape[-1] < 2:
            return False
        function = self.node.function
        if isinstance(function, SteppedFunction):
            match function.program.equations.lines[-1].expression:
                case Operation(operation, _):
                    return function.functions.get(operation) == "softmax"
        layer = function.layer
        called = getattr(layer.config, "activation", None)
        return layer.class_name == "Softmax" or getattr(called, "name", "") == "softmax"

    def timestep(self, run: Run, stage: Stage, t: int, row: int | None) -> int | None:
        """Its timestep that belongs to timestep t of a stage; None if it has none.

        row: the input row read at t, if not t
        """
        if self.time.clock is None:
            return None
        if self.time.clock == stage.clock:
            return t
        last = run.timesteps(self.node) - 1
        same_axis = self.time.axis and stage.clock is not None
        if same_axis and run.timesteps(stage.nodes[-1]) == last + 1:
            return t if row is None else row
        return last

    def at(self, run: Run, t: int | None) -> Shaped[np.ndarray, "..."]:
        """Its value at one of its timesteps; the whole if t is None."""
        return self.whole if t is None else run.history(self.node, t, t + 1)[0]

    def part(self, other: Array | None, y: Array, t: int | None) -> Array | None:
        """The part of `other` (the reference's output, the target) that corresponds to y, flat."""
        if other is None:
            return None
        whole = self.time.axis and t is not None and other.shape == self.whole.shape
        row = other[t] if whole else other
        return row.reshape(-1) if row.shape == y.shape else None


def _time_of(run: Run, reference: TensorRef) -> Time:
    time = run.graph.times[reference.place]
    if reference.index and reference.index >= run.graph.node(reference).function.sequences:
        # A last state is one value, even if the layer returns sequences.
        return Time(behind=time.behind)
    return time


def target_of(
    dataset: Dataset, sample: int, network: Network, index: int
) -> Shaped[np.ndarray, "..."] | None:
    """The target of an output: the one of the same name, else the one at the same place."""
    targets, name = list(dataset.targets), network.output_names[index]
    if name in targets:
        return dataset.target(sample, name)
    if index and len(targets) != len(network.outputs):
        return None
    return dataset.target(sample, targets[index]) if targets else None


def columns_for(columns: ColumnInfo | None, outputs: int) -> ColumnInfo | None:
    """The columns of a target, if their number equals the number of outputs."""
    return columns if columns is not None and len(columns.names) == outputs else None

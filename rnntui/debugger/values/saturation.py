"""How many of a run's tanh and sigmoid units are saturated, counted over all layers and timesteps.

What counts as saturated is what `break saturated` stops at: a tanh beyond ±0.99, a sigmoid outside
0.01 to 0.99. Masked timesteps do not count: what is computed there is not taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from rnntui.debugger.breakpoints.presets import activations_in
from rnntui.debugger.saturation_limits import LIMITS, is_saturated
from rnntui.debugger.values.variable_rows import VariableRows
from rnntui.equations.activations import ACTIVATIONS
from rnntui.layers.graph.node import Node
from rnntui.layers.layer import SteppedFunction
from rnntui.trace.run import Run
from rnntui.trace.schedule import Schedule

Array = np.ndarray[Any, Any]
# A longer run is looked at in so many blocks of so many timesteps, spread evenly.
_BLOCK, _BLOCKS = 512, 8


@dataclass(frozen=True)
class Saturation:
    """units: tanh and sigmoid values that were looked at; saturated: how many of them are.

    whole: whether all timesteps were looked at
    """

    saturated: int
    units: int
    whole: bool = True

    @property
    def share(self) -> float | None:
        """The share of them that is saturated; None where there are none."""
        return self.saturated / self.units if self.units else None


def saturation(run: Run, schedule: Schedule) -> Saturation:
    """Count over a run; over one of more than 4,096 timesteps, in eight parts of it."""
    saturated = units = 0
    whole = True
    with np.errstate(all="ignore"):
        for stage in schedule.stages:
            for node in stage.nodes:
                whole = whole and run.timesteps(node) <= _BLOCK * _BLOCKS
                for flags in _flags(run, node):
                    saturated += int(np.count_nonzero(flags))
                    units += flags.size
    return Saturation(saturated, units, whole)


def _flags(run: Run, node: Node) -> Iterator[Array]:
    """Of each activation of a layer, whether each unit is saturated, by the timesteps that count."""
    function = node.function
    assert isinstance(function, SteppedFunction)
    found = [
        (name, inner, value)
        for equation in function.program.equations.lines
        for name, inner, value in activations_in(function, equation)
        if name in LIMITS
    ]
    if not found:
        return
    rows = VariableRows(run, node)
    states = run.states.get(node.place)
    mask = None if states is None else states.mask
    for start, stop in _blocks(rows.timesteps):
        for name, inner, value in found:
            at = rows.rows(value or inner, start, stop)
            values = at if value else ACTIVATIONS[name](at)
            values = values if mask is None else values[mask[start:stop]]
            yield is_saturated(values, values, LIMITS[name])


def _blocks(timesteps: int) -> list[tuple[int, int]]:
    count = -(-timesteps // _BLOCK)
    if count > _BLOCKS:
        starts = np.linspace(0, timesteps - _BLOCK, _BLOCKS).astype(int).tolist()
    else:
        starts = [index * _BLOCK for index in range(count)]
    return [(start, min(start + _BLOCK, timesteps)) for start in starts]

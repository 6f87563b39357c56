"""Share of a run's tanh and sigmoid units that are saturated, over all layers and timesteps.

A unit is saturated where `break saturated` stops. Masked timesteps are not counted, as their results
are discarded.
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
# A longer run is sampled in this many blocks of this many timesteps, spread evenly.
_BLOCK, _BLOCKS = 512, 8


@dataclass(frozen=True)
class Saturation:
    """Counts of a run.

    saturated: how many values are saturated; units: of how many tanh and sigmoid values
    whole: whether all timesteps were counted
    """

    saturated: int
    units: int
    whole: bool = True

    @property
    def share(self) -> float | None:
        """The saturated share; None if there are no such units."""
        return self.saturated / self.units if self.units else None


def saturation(run: Run, schedule: Schedule) -> Saturation:
    """Count over a run; a run of more than 4,096 timesteps is sampled."""
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
    """For each activation of a layer, which units are saturated at the timesteps not masked."""
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

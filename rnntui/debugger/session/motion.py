"""Motion: where each move from a cursor leads and why, as pure functions in one sample's run."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from rnntui.debugger.cursor import Cursor, Stop
from rnntui.debugger.frame.frame import Frame
from rnntui.debugger.positions import Positions
from rnntui.debugger.values.step_context import is_masked
from rnntui.trace.run import Run
from rnntui.trace.schedule import Schedule

FIRST_EQUATION = "the first equation of the run"
LAST_EQUATION = "the last equation of the run"


@dataclass(frozen=True, eq=False)
class Motion:
    """The moves within one sample's run; each returns a Stop and changes nothing."""

    schedule: Schedule
    run: Run
    positions: Positions

    @classmethod
    def of(cls, schedule: Schedule, run: Run) -> Motion:
        """The moves of a run."""
        return cls(schedule, run, Positions.of(schedule, run))

    def timesteps(self, cursor: Cursor) -> int:
        """T of the cursor's stage."""
        return self.positions.timesteps[cursor.stage]

    def outside_time(self, cursor: Cursor) -> bool:
        """Whether the cursor's stage has no time: one value for the whole sequence."""
        return self.schedule.stages[cursor.stage].clock is None

    def label(self, cursor: Cursor) -> str:
        """The name of the cursor's layer."""
        return self.schedule.stages[cursor.stage].nodes[cursor.node].label

    def to_time(self, cursor: Cursor, t: int, count: int | None = None) -> Stop:
        """To timestep t, clipped to the run. count: the number of timesteps requested, if any."""
        here, end = cursor.t, self.timesteps(cursor) - 1
        target = self.positions.at_time(cursor, t)
        place = {0: ", the first timestep", end: ", the last timestep"}.get(target.t, "")
        if target == cursor:
            if self.outside_time(target):
                reason = f"{self.label(target)} has no timesteps: one value for the whole sequence"
                return stay(cursor, reason)
            onward = self._next_stage(cursor) if t > here else ""
            return stay(cursor, f"already at t={here}{place}{onward}")
        moved = abs(target.t - here)
        short = f" ({moved} of {count} timesteps)" if count is not None and moved < count else ""
        node = self.schedule.stages[target.stage].nodes[target.node]
        masked = " (masked)" if is_masked(self.run, node, target.t) else ""
        return Stop(f"stopped at t={target.t}{masked}{place}{short}", target)

    def by_equations(self, cursor: Cursor, count: int) -> Stop:
        """`count` equations forward, or back if negative."""
        end = LAST_EQUATION if count > 0 else FIRST_EQUATION
        target = self.positions.stepped(cursor, count)
        if target == cursor:
            return stay(cursor, f"already at {end}")
        moved = abs(self.positions.index(target) - self.positions.index(cursor))
        short = f" ({moved} of {abs(count)} equations: {end})" if moved < abs(count) else ""
        when = "no timesteps" if self.outside_time(target) else f"t={target.t}"
        where = f"equation {target.equation} of {self.label(target)}"
        return Stop(f"stepped to {where}, {when}{short}", target)

    def by_layers(self, cursor: Cursor, count: int) -> Stop:
        """To the first equation of the layer `count` further, or back if negative."""
        target = self.positions.at_layer(cursor, count)
        if (target.stage, target.node) == (cursor.stage, cursor.node):
            end = "the last layer" if count > 0 else "the first layer"
            return stay(cursor, f"already in {self.label(target)}, {end}")
        return Stop(f"in layer {self.label(target)}", target)

    def finish(self, cursor: Cursor, count: int) -> Stop:
        """To the last equation of the layer (the first if count is negative), |count| times."""
        target = cursor
        for _ in range(abs(count)):
            further = self.positions.edge(target, forwards=count > 0)
            if further == target:
                break
            target = further
        if target == cursor:
            return stay(cursor, f"already at {LAST_EQUATION if count > 0 else FIRST_EQUATION}")
        where = f"equation {target.equation} of {self.label(target)}"
        return Stop(f"at {where}, t={target.t}", target)

    def end(self, cursor: Cursor, *, backwards: bool = False) -> Stop:
        """To the last position of the run, or the first."""
        index = 0 if backwards else self.positions.starts[-1] - 1
        reason = FIRST_EQUATION if backwards else LAST_EQUATION
        return Stop(reason, self.positions.cursor(cursor.sample, index))

    def _next_stage(self, cursor: Cursor) -> str:
        """A hint where stepping continues after the last timestep of a stage."""
        stage = cursor.stage + 1
        if stage == len(self.schedule.stages):
            return ""
        return f"; s continues to {self.schedule.stages[stage].nodes[0].label}"


def stay(cursor: Cursor, reason: str) -> Stop:
    """A move that leads nowhere, with the reason."""
    return Stop(reason, cursor, moved=False)


def unit_after(frame: Frame, count: int) -> tuple[int, str]:
    """The output unit `count` further, clipped, and its name: "2", "1,0,3", "1, lat"."""
    shape = frame.steps[-1].results[0].value.shape
    unit = min(max(frame.unit + count, 0), math.prod(shape) - 1)
    name = ",".join(str(part) for part in np.unravel_index(unit, shape or (1,)))
    columns = frame.layer.columns.get(frame.equation.targets[-1])
    if columns is not None and len(columns.names) == math.prod(shape):
        name += f", {columns.names[unit]}"
    return unit, name

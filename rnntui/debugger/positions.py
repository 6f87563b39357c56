"""Positions: all cursor positions of a sample as consecutive numbers, so that moves are arithmetic.

Ordered by stage, then timestep, then equation.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from itertools import accumulate

from rnntui.debugger.cursor import Cursor
from rnntui.trace.run import Run
from rnntui.trace.schedule import Line, Schedule


@dataclass(frozen=True)
class Positions:
    """All positions of one sample.

    lines: the equations of each stage, in the order of a timestep
    timesteps: T of each stage
    """

    lines: tuple[tuple[Line, ...], ...]
    timesteps: tuple[int, ...]

    @classmethod
    def of(cls, schedule: Schedule, run: Run) -> Positions:
        """The positions of a run."""
        return cls(
            tuple(schedule.lines(stage) for stage in range(len(schedule.stages))),
            tuple(run.timesteps(stage.nodes[-1]) for stage in schedule.stages),
        )

    @property
    def starts(self) -> tuple[int, ...]:
        """The index of the first position of each stage, followed by the number of positions."""
        sizes = [len(lines) * t for lines, t in zip(self.lines, self.timesteps, strict=True)]
        return tuple(accumulate(sizes, initial=0))

    def index(self, cursor: Cursor) -> int:
        """The index of a position."""
        lines = self.lines[cursor.stage]
        line = lines.index(Line(cursor.stage, cursor.node, cursor.equation))
        return self.starts[cursor.stage] + cursor.t * len(lines) + line

    def cursor(self, sample: int, index: int) -> Cursor:
        """The position with an index."""
        stage = bisect_right(self.starts, index) - 1
        t, line = divmod(index - self.starts[stage], len(self.lines[stage]))
        at = self.lines[stage][line]
        return Cursor(sample, stage, at.node, t, at.equation)

    def stepped(self, cursor: Cursor, count: int) -> Cursor:
        """The position `count` equations further (back if negative), clipped to the run."""
        index = min(max(self.index(cursor) + count, 0), self.starts[-1] - 1)
        return self.cursor(cursor.sample, index)

    def edge(self, cursor: Cursor, *, forwards: bool) -> Cursor:
        """The last equation of the cursor's layer at its timestep (the first if not forwards).

        If the cursor is there already, that of the next (or previous) layer in stepping order.
        """
        for place in (cursor, self.stepped(cursor, 1 if forwards else -1)):
            lines = [line for line in self.lines[place.stage] if line.node == place.node]
            target = replace(place, equation=lines[-1 if forwards else 0].equation)
            if target != cursor:
                return target
        return cursor

    def at_time(self, cursor: Cursor, t: int) -> Cursor:
        """The same equation at timestep t, clipped to the run."""
        return replace(cursor, t=min(max(t, 0), self.timesteps[cursor.stage] - 1))

    def at_layer(self, cursor: Cursor, count: int) -> Cursor:
        """The first equation of the layer `count` further in the order of layers.

        Going up from a stage without time leads to the last timestep, which that stage read.
        """
        places = [(line.stage, line.node) for lines in self.lines for line in lines]
        layers = list(dict.fromkeys(places))
        here = layers.index((cursor.stage, cursor.node))
        stage, node = layers[min(max(here + count, 0), len(layers) - 1)]
        last = self.timesteps[stage] - 1
        up_into_time = stage < cursor.stage and self.timesteps[cursor.stage] == 1
        t = last if up_into_time else min(cursor.t, last)
        return Cursor(cursor.sample, stage, node, t, 0)

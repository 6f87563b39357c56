"""The order of all cursor positions of a sample, as numbers: what stepping is arithmetic on.

Stage after stage; within a stage timestep after timestep; within a timestep line after line.
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

    lines: for each stage its equations in the order of one timestep
    timesteps: T of each stage
    """

    lines: tuple[tuple[Line, ...], ...]
    timesteps: tuple[int, ...]

    @classmethod
    def of(cls, schedule: Schedule, run: Run) -> Positions:
        """The route through a run."""
        return cls(
            tuple(schedule.lines(stage) for stage in range(len(schedule.stages))),
            tuple(run.timesteps(stage.nodes[-1]) for stage in schedule.stages),
        )

    @property
    def starts(self) -> tuple[int, ...]:
        """The number of each stage's first position, and at the end that of all positions."""
        sizes = [len(lines) * t for lines, t in zip(self.lines, self.timesteps, strict=True)]
        return tuple(accumulate(sizes, initial=0))

    def index(self, cursor: Cursor) -> int:
        """The number of a position."""
        lines = self.lines[cursor.stage]
        line = lines.index(Line(cursor.stage, cursor.node, cursor.equation))
        return self.starts[cursor.stage] + cursor.t * len(lines) + line

    def cursor(self, sample: int, index: int) -> Cursor:
        """The position with a number."""
        stage = bisect_right(self.starts, index) - 1
        t, line = divmod(index - self.starts[stage], len(self.lines[stage]))
        at = self.lines[stage][line]
        return Cursor(sample, stage, at.node, t, at.equation)

    def stepped(self, cursor: Cursor, count: int) -> Cursor:
        """The position `count` equations further (back where negative), as far as there are any."""
        index = min(max(self.index(cursor) + count, 0), self.starts[-1] - 1)
        return self.cursor(cursor.sample, index)

    def edge(self, cursor: Cursor, *, forwards: bool) -> Cursor:
        """The last equation of the cursor's layer at its timestep, or the first.

        From there, that of the layer stepped through next, or before.
        """
        for place in (cursor, self.stepped(cursor, 1 if forwards else -1)):
            lines = [line for line in self.lines[place.stage] if line.node == place.node]
            target = replace(place, equation=lines[-1 if forwards else 0].equation)
            if target != cursor:
                return target
        return cursor

    def at_time(self, cursor: Cursor, t: int) -> Cursor:
        """The same equation at timestep t, or at the nearest there is."""
        return replace(cursor, t=min(max(t, 0), self.timesteps[cursor.stage] - 1))

    def at_layer(self, cursor: Cursor, count: int) -> Cursor:
        """The first equation of the layer `count` further in the order of layers.

        Up from a stage outside time it is the last timestep, which that was made of.
        """
        places = [(line.stage, line.node) for lines in self.lines for line in lines]
        layers = list(dict.fromkeys(places))
        here = layers.index((cursor.stage, cursor.node))
        stage, node = layers[min(max(here + count, 0), len(layers) - 1)]
        last = self.timesteps[stage] - 1
        up_into_time = stage < cursor.stage and self.timesteps[cursor.stage] == 1
        t = last if up_into_time else min(cursor.t, last)
        return Cursor(cursor.sample, stage, node, t, 0)

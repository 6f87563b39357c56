"""Where the columns of a timeline stand on the screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rnntui.debugger.frame.frame import Frame
from rnntui.display.primitives.index_labels import place_text
from rnntui.display.primitives.notation import symbol

if TYPE_CHECKING:
    import numpy as np
    from jaxtyping import Shaped

_LABEL = 10
_WIDEST = 5
# At the end of a row stands a number.
FINAL = 8
# What marks a masked timestep on the ruler line.
MASKED = "░"
# A column with such and others.
PARTLY = "·"
# And one at which a breakpoint would stop.
STOP = "●"


@dataclass(frozen=True)
class TimelineGrid:
    """label: the width of the labels; cell: that of a column

    shown: the numbers of the columns in view; first: of the first that the frame has
    per: the timesteps of a column; timesteps: T; here: the cursor's column
    """

    label: int
    cell: int
    shown: range
    first: int
    per: int
    timesteps: int
    here: int

    @property
    def width(self) -> int:
        """Of all columns together."""
        return len(self.shown) * self.cell

    def part(self, values: Shaped[np.ndarray, "columns ..."]) -> Any:
        """Of a frame's columns those in view."""
        return values[self.shown.start - self.first : self.shown.stop - self.first]

    def timestep(self, x: int) -> int | None:
        """The first timestep of the column that stands at x, if one does."""
        index = (x - self.label) // self.cell
        inside = x >= self.label and index < len(self.shown)
        return self.shown[index] * self.per if inside else None


def grid_of(frame: Frame, width: int) -> TimelineGrid:
    """The columns around the cursor that fit in a width."""
    timeline = frame.timeline
    label = _label_width(frame, width)
    room = max(1, width - label - FINAL)
    columns = -(-frame.timesteps // timeline.per)
    cell = _WIDEST if timeline.zoom < 0 else max(1, min(_WIDEST, room // max(1, columns)))
    here = frame.cursor.t // timeline.per
    count = max(1, min(room // cell, timeline.columns))
    last = timeline.first + timeline.columns - count
    start = min(max(timeline.first, here - count // 2), last)
    shown = range(start, start + count)
    return TimelineGrid(label, cell, shown, timeline.first, timeline.per, frame.timesteps, here)


def _label_width(frame: Frame, width: int) -> int:
    """Wide enough for the place of an image's last unit: hₜ[39,39,15]."""
    timeline = frame.timeline
    last = place_text(max(0, timeline.values.shape[-1] - 1), timeline.shape)
    more = len(" max") if timeline.per > 1 else 0
    return max(_LABEL + more, min(len(symbol(timeline.output)) + len(last) + 1 + more, width // 3))

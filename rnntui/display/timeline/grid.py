"""The mapping from timesteps to columns of the screen, in a timeline."""

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
# Width of the number at the end of a row.
FINAL = 8
# Marks on the ruler: a masked timestep.
MASKED = "░"
# A column with masked and other timesteps.
PARTLY = "·"
# A timestep at which a breakpoint would stop.
STOP = "●"


@dataclass(frozen=True)
class TimelineGrid:
    """The columns in view.

    label, cell: the width of the labels and of a column
    shown: the numbers of the columns in view; first: the first column in the frame
    per: timesteps per column; timesteps: T; here: the cursor's column
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
        """The width of all columns."""
        return len(self.shown) * self.cell

    def part(self, values: Shaped[np.ndarray, "columns ..."]) -> Any:
        """Those of a frame's columns that are in view."""
        return values[self.shown.start - self.first : self.shown.stop - self.first]

    def timestep(self, x: int) -> int | None:
        """The first timestep of the column at x, or None."""
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
    """Wide enough for the index of an image's last unit: hₜ[39,39,15]."""
    timeline = frame.timeline
    last = place_text(max(0, timeline.values.shape[-1] - 1), timeline.shape)
    more = len(" max") if timeline.per > 1 else 0
    return max(_LABEL + more, min(len(symbol(timeline.output)) + len(last) + 1 + more, width // 3))

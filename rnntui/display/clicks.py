"""What stands under a place of a pane: an equation, a timestep, a unit."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from rnntui.debugger.frame.frame import Frame
from rnntui.display.equations import SourceLine, placed_lines
from rnntui.display.primitives.columns import is_heading
from rnntui.display.primitives.text import Line, plain
from rnntui.display.timeline.timeline import timestep_at

# The columns of the equations pane in which breakpoints are marked.
GUTTER = 2
_TERM = re.compile(r"\[(\d+)\] +\S+ × ")
_NUMBER = re.compile(r" *([-+][\d∞]|NaN)")


def equation_at(frame: Frame, width: int, row: int) -> SourceLine | None:
    """The equation in a line of the equations pane, if one is."""
    lines = placed_lines(frame, width)
    return lines[row][1] if row < len(lines) else None


def time_at(frame: Frame, width: int, column: int) -> int | None:
    """The timestep in a column of the timeline, if one is."""
    return timestep_at(frame, width, column)


def unit_at(frame: Frame, lines: Sequence[Line], row: int, column: int) -> int | None:
    """The unit whose number, or whose place over a column, stands there."""
    if row >= len(lines):
        return None
    shape = frame.steps[-1].results[0].value.shape
    headers = [at for at in range(row + 1) if is_heading(lines[at])]
    if headers:
        # The columns end with the result: what is below is written out, or has the same columns.
        between = lines[headers[-1] : row]
        beneath = any(plain(one).startswith("= ") for one in between)
        if beneath and _first(lines[row]) != _first(lines[headers[-1]]):
            return None
        index = _span_at(lines[headers[-1]], column)
        return None if index is None else _place(lines[headers[-1]][index].text, shape, frame.gates)
    return _nth_number(lines[row], column, shape)


def _first(text_line: Line) -> int:
    """How wide what stands before the columns is."""
    return len(text_line[0].text) if text_line else 0


def input_at(lines: Sequence[Line], row: int, column: int) -> int | None:
    """The input whose term of a sum stands there: [391] -0.5393 × +1.1673 = -0.6295."""
    text = plain(lines[row]) if row < len(lines) else ""
    found = _TERM.search(text)
    return int(found[1]) if found is not None and column >= found.start() else None


def _nth_number(line: Line, column: int, shape: tuple[int, ...]) -> int | None:
    """The unit of the number in a row of an array: what stands behind a number is its own."""
    index = _span_at(line, column)
    if index is None:
        return None
    start = _place(line[0].text, shape)
    if index == 0:
        return start
    numbers = sum(_NUMBER.match(span.text) is not None for span in line[1 : index + 1])
    return (start or 0) + numbers - 1 if numbers else None


def _span_at(line: Line, column: int) -> int | None:
    end = 0
    for index, span in enumerate(line):
        end += len(span.text)
        if column < end:
            return index
    return None


def _place(text: str, shape: tuple[int, ...], gates: tuple[str, ...] = ()) -> int | None:
    """The flat index that "[2]", "[1,0,3]" or, of the gates i f c o, "f[2]" in a text stands for."""
    found = re.search(r"(\w*)\[(\d+(?:,\d+)*)\]", text)
    if found is None:
        return None
    place = [int(part) for part in found[2].split(",")]
    if found[1] in gates and len(shape) == len(place) == 1:
        return gates.index(found[1]) * (shape[0] // len(gates)) + place[0]
    if len(place) == 1:
        return place[0]
    fits = len(place) == len(shape) and all(p < n for p, n in zip(place, shape, strict=True))
    return int(np.ravel_multi_index(place, shape)) if fits else None

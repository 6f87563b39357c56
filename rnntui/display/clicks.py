"""The equation, timestep or unit at a position in a pane, for mouse clicks."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from rnntui.debugger.frame.frame import Frame
from rnntui.display.equations import SourceLine, placed_lines
from rnntui.display.primitives.columns import is_heading
from rnntui.display.primitives.text import Line, plain
from rnntui.display.timeline.timeline import timestep_at

# Width of the equations pane's left edge, which shows breakpoints.
GUTTER = 2
_TERM = re.compile(r"\[(\d+)\] +\S+ × ")
_NUMBER = re.compile(r" *([-+][\d∞]|NaN)")


def equation_at(frame: Frame, width: int, row: int) -> SourceLine | None:
    """The equation in a line of the equations pane, or None."""
    lines = placed_lines(frame, width)
    return lines[row][1] if row < len(lines) else None


def time_at(frame: Frame, width: int, column: int) -> int | None:
    """The timestep in a column of the timeline, or None."""
    return timestep_at(frame, width, column)


def unit_at(frame: Frame, lines: Sequence[Line], row: int, column: int) -> int | None:
    """The unit whose number or column is at a position, or None."""
    if row >= len(lines):
        return None
    shape = frame.steps[-1].results[0].value.shape
    headers = [at for at in range(row + 1) if is_heading(lines[at])]
    if headers:
        # Columns end with the result; below it only a line with the same indent continues them.
        between = lines[headers[-1] : row]
        beneath = any(plain(above).startswith("= ") for above in between)
        if beneath and _indent(lines[row]) != _indent(lines[headers[-1]]):
            return None
        index = _span_at(lines[headers[-1]], column)
        return None if index is None else _place(lines[headers[-1]][index].text, shape, frame.gates)
    return _nth_number(lines[row], column, shape)


def _indent(text_line: Line) -> int:
    """The width before the columns."""
    return len(text_line[0].text) if text_line else 0


def input_at(lines: Sequence[Line], row: int, column: int) -> int | None:
    """The input whose term of a sum is there: [391] -0.5393 × +1.1673 = -0.6295."""
    text = plain(lines[row]) if row < len(lines) else ""
    found = _TERM.search(text)
    return int(found[1]) if found is not None and column >= found.start() else None


def _nth_number(line: Line, column: int, shape: tuple[int, ...]) -> int | None:
    """The unit of a number in a row of an array; the bar and change after a number belong to it."""
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
    """The flat index of a "[2]" or "[1,0,3]" in a text, or of "f[2]" with the gates i f c o."""
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

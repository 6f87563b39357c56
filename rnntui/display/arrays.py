"""An array's numbers in lines: of a vector nearly all, of an image those around one place."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from rnntui.display.columns import CELL, around
from rnntui.display.numbers import number
from rnntui.display.places import place_text, shape_text
from rnntui.display.text import Line, Span, line

if TYPE_CHECKING:
    from jaxtyping import Bool, Shaped

_CELL = CELL + 1


def array_lines(
    label: Span,
    value: Shaped[np.ndarray, "..."],
    changed: Bool[np.ndarray, "..."],
    unit: int,
    width: int,
    most: int,
) -> list[Line]:
    """As many lines as it needs, each led by the place of its first number, the first by the label.

    Args:
        label: the array's name, as wide as the names are.
        value: of any shape; it is read flat.
        changed: where it wears a star.
        unit: the flat index that it is shown around.
        width: of a line.
        most: how many numbers of a vector are shown; of more axes, two lines.
    """
    flat, stars = value.reshape(-1), changed.reshape(-1)
    indent = len(label.text)
    if value.ndim > 1:
        indent = max(indent, len(place_text(len(flat) - 1, value.shape)) + 3)
    per_line = max(1, (width - indent) // _CELL)
    shown = around(len(flat), unit, most if value.ndim <= 1 else 2 * per_line)
    values: list[Any] = flat[shown.start : shown.stop].tolist()
    marks: list[bool] = stars[shown.start : shown.stop].tolist()
    own, lines = -1, []
    if value.ndim > 1:
        place = place_text(unit, value.shape)
        lines.append(line(label, Span(f" {shape_text(value.shape)} around {place}", "dim")))
        own = unit - shown.start
    elif shown.start:
        lines.append(line(label, Span(f" {shown.start} before these", "dim")))
    for start in range(0, len(values), per_line):
        head = Span(f"  {place_text(shown.start + start, value.shape)}".ljust(indent), "dim")
        those = range(start, min(start + per_line, len(values)))
        cells = (_cell(values[i], marks[i], unit=i == own) for i in those)
        lines.append((head if lines else label, *cells))
    if shown.stop < len(flat) and value.ndim <= 1:
        more = f"  + {len(flat) - shown.stop} more"
        lines.append((Span("  […]".ljust(indent), "dim"), Span(more, "dim")))
    return lines


def _cell(value: float, changed: bool, *, unit: bool) -> Span:
    mark = "*" if changed else " "
    role = "changed" if changed else "unit" if unit else "number"
    return Span(f" {number(value)}{mark}", role if math.isfinite(value) else "odd")

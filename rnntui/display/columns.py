"""Which columns of a vector fit in a width, around the one that is looked at."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from rnntui.display.numbers import WIDTH, number
from rnntui.display.places import Shape, place_text
from rnntui.display.text import Line, Span

CELL = WIDTH + 1


@dataclass(frozen=True)
class Columns:
    """The part of an array, flattened, that is shown side by side.

    shape: of the array; unit: the flat index that is looked at
    shown: the flat indices that fit; cell: the characters that each takes
    """

    shape: Shape
    unit: int
    shown: range
    cell: int

    def header(self, indent: int) -> Line:
        """The places over the columns, the unit marked; at the end, whether there are more."""
        spans = [Span(" " * indent)]
        for column in self.shown:
            text = place_text(column, self.shape)
            if column == self.unit:
                spans.append(Span(f"▸{text}".rjust(self.cell), "unit"))
            else:
                spans.append(Span(text.rjust(self.cell), "dim"))
        if len(self.shown) < math.prod(self.shape):
            spans.append(Span(f" of {math.prod(self.shape)}", "dim"))
        return tuple(spans)

    def rule(self, indent: int) -> Line:
        """The line under what is added up."""
        return (
            Span(" " * indent),
            Span(" " + "─" * (len(self.shown) * self.cell - 1), "dim"),
        )

    def cells(self, values: list[Any], role: str = "number") -> list[Span]:
        """A number for each column, or for the first of them."""
        spans = []
        for column, value in zip(self.shown, values, strict=False):
            own = "unit" if column == self.unit else role
            text = number(value).rjust(self.cell)
            spans.append(Span(text, own if math.isfinite(value) else "odd"))
        return spans


def visible(shape: Shape, unit: int, width: int) -> Columns:
    """The columns that fit in `width`, with the unit among them."""
    size = math.prod(shape)
    cell = CELL if len(shape) <= 1 else max(CELL, len(place_text(size - 1, shape)) + 2)
    if size * cell > width:
        width -= len(f" of {size}")
    return Columns(shape, unit, around(size, unit, max(1, width // cell)), cell)


def around(size: int, unit: int, most: int) -> range:
    """At most `most` indices of a vector, with the unit in the middle of them."""
    count = min(size, most)
    start = min(max(0, unit - count // 2), size - count)
    return range(start, start + count)

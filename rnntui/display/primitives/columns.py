"""The columns of a vector that fit in a width, around the selected unit."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from rnntui.debugger.number_format import USUAL
from rnntui.display.primitives.heat import level
from rnntui.display.primitives.index_labels import Shape, place_text
from rnntui.display.primitives.numbers import number, width_of
from rnntui.display.primitives.text import Line, Span, plain

CELL = width_of(USUAL) + 1


@dataclass(frozen=True)
class Columns:
    """The part of a flattened array that is shown side by side.

    shape: of the array; unit: the flat index of the selected unit
    shown: the flat indices that fit; cell: characters per column
    digits: of a number; gates: names of equal blocks of the vector, i f c o
    """

    shape: Shape
    unit: int
    shown: range
    cell: int
    digits: int = USUAL
    gates: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        """The width of all columns and of the note that there are more."""
        return len(self.shown) * self.cell + len(self._more)

    @property
    def _more(self) -> str:
        size = math.prod(self.shape)
        return f" of {size}" if len(self.shown) < size else ""

    def header(self, indent: int) -> Line:
        """The indices above the columns, the unit marked; and the total, if there are more."""
        spans = [Span(" " * indent, "dim")]
        for column in self.shown:
            text = block_text(column, self.shape, self.gates)
            if column == self.unit:
                spans.append(Span(f"▸{text}".rjust(self.cell), "unit"))
            else:
                spans.append(Span(text.rjust(self.cell), "dim"))
        if self._more:
            spans.append(Span(self._more, "dim"))
        return tuple(spans)

    def rule(self, indent: int) -> Line:
        """The line above a sum."""
        return (
            Span(" " * indent),
            Span(" " + "─" * (len(self.shown) * self.cell - 1), "dim"),
        )

    def cells(self, values: list[Any], role: str = "number") -> list[Span]:
        """A number per column; fewer values fill the first columns."""
        spans = []
        for column, value in zip(self.shown, values, strict=False):
            own = "unit" if column == self.unit else role
            text = number(value, self.cell, self.digits)
            spans.append(Span(text, own if math.isfinite(value) else "odd"))
        return spans

    def heat(self, values: list[Any], scale: float) -> list[Span]:
        """A number on its heatmap colour per column; ▌ marks the unit's."""
        spans = []
        for column, value in zip(self.shown, values, strict=False):
            text = number(value, self.cell - 1, self.digits)
            role = f"heat{level(value, scale):+d}" if math.isfinite(value) else "odd"
            if column == self.unit:
                spans.append(Span("▌", "unit"))
                spans.append(Span(text, role))
            else:
                spans.append(Span(f" {text}", role))
        return spans


def is_heading(text_line: Line) -> bool:
    """Whether a line is a header of columns."""
    return any("▸" in span.text for span in text_line)


def is_rule(text_line: Line) -> bool:
    """Whether a line is the line above a sum."""
    return set(plain(text_line).strip()) == {"─"}


def block_text(index: int, shape: Shape, gates: tuple[str, ...]) -> str:
    """The index in a vector of gates, f[6]; in any other array, [6]."""
    if not gates or len(shape) != 1 or shape[0] % len(gates):
        return place_text(index, shape)
    gate, unit = divmod(index, shape[0] // len(gates))
    return f"{gates[gate]}[{unit}]"


def visible(
    shape: Shape, unit: int, width: int, digits: int = USUAL, gates: tuple[str, ...] = ()
) -> Columns:
    """The columns that fit in `width` and include the unit."""
    size = math.prod(shape)
    cell = max(width_of(digits) + 1, len(block_text(max(size - 1, 0), shape, gates)) + 2)
    if size * cell > width:
        width -= len(f" of {size}")
    return Columns(shape, unit, around(size, unit, max(1, width // cell)), cell, digits, gates)


def around(size: int, unit: int, most: int) -> range:
    """At most `most` indices of a vector, centred on the unit where possible."""
    count = min(size, most)
    start = min(max(0, unit - count // 2), size - count)
    return range(start, start + count)

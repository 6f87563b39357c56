"""Which columns of a vector fit in a width, around the one that is looked at."""

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
    """The part of an array, flattened, that is shown side by side.

    shape: of the array; unit: the flat index that is looked at
    shown: the flat indices that fit; cell: the characters that each takes
    digits: of a number; gates: the blocks that they fall into: i f c o
    """

    shape: Shape
    unit: int
    shown: range
    cell: int
    digits: int = USUAL
    gates: tuple[str, ...] = ()

    @property
    def width(self) -> int:
        """What all of them take, and the word that there are more."""
        return len(self.shown) * self.cell + len(self._more)

    @property
    def _more(self) -> str:
        size = math.prod(self.shape)
        return f" of {size}" if len(self.shown) < size else ""

    def header(self, indent: int) -> Line:
        """The places over the columns, the unit marked; at the end, whether there are more."""
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
            text = number(value, self.cell, self.digits)
            spans.append(Span(text, own if math.isfinite(value) else "odd"))
        return spans

    def heat(self, values: list[Any], scale: float) -> list[Span]:
        """A number on its colour for each column, the unit's column between bars of light."""
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
    """Whether a line says which columns stand below it."""
    return any("▸" in span.text for span in text_line)


def is_rule(text_line: Line) -> bool:
    """Whether a line is nothing but what stands under what is added up."""
    return set(plain(text_line).strip()) == {"─"}


def block_text(index: int, shape: Shape, gates: tuple[str, ...]) -> str:
    """The place in a vector that is made of gates: f[6]; else the place in the array: [6]."""
    if not gates or len(shape) != 1 or shape[0] % len(gates):
        return place_text(index, shape)
    gate, unit = divmod(index, shape[0] // len(gates))
    return f"{gates[gate]}[{unit}]"


def visible(
    shape: Shape, unit: int, width: int, digits: int = USUAL, gates: tuple[str, ...] = ()
) -> Columns:
    """The columns that fit in `width`, with the unit among them."""
    size = math.prod(shape)
    cell = max(width_of(digits) + 1, len(block_text(max(size - 1, 0), shape, gates)) + 2)
    if size * cell > width:
        width -= len(f" of {size}")
    return Columns(shape, unit, around(size, unit, max(1, width // cell)), cell, digits, gates)


def around(size: int, unit: int, most: int) -> range:
    """At most `most` indices of a vector, with the unit in the middle of them."""
    count = min(size, most)
    start = min(max(0, unit - count // 2), size - count)
    return range(start, start + count)

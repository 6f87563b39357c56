"""A sum written out: its largest terms with bars, and the sum of all others."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from rnntui.display.primitives.bars import largest, swing
from rnntui.display.primitives.numbers import number, width_of
from rnntui.display.primitives.text import Line, Span, line
from rnntui.display.worked.parts import Page

_LEAST_BAR = 3
_MOST_BAR = 41
_BEYOND = "off the scale"


@dataclass(frozen=True)
class SumTerm:
    """A term of a sum; after: a note to the right of its bar."""

    label: str
    factors: tuple[float, ...]
    value: float
    after: str = ""


def sum_lines(terms: list[SumTerm], more: int, rest: float, page: Page) -> list[Line]:
    """A line per term, in the order given, and one for the sum of `more` other terms, `rest`."""
    cell = width_of(page.digits)
    values = [*(term.value for term in terms), *([rest] if more else [])]
    # The product of two float32 has more digits than either.
    wide = max([cell, *(len(page.short(value)) for value in values)])
    factors = max((len(term.factors) for term in terms), default=0)
    label = max((len(term.label) for term in terms), default=0)
    room = page.width - label - factors * (cell + 3) - wide - 1
    if room < 0:
        # In little room, show the products without their factors.
        factors, room = 0, page.width - label - wide - 1
    value_at = page.width - max(room, 0) - wide
    after = max((len(term.after) for term in terms), default=0)
    after = after + 1 if after and room - after - 2 >= _MOST_BAR // 2 else 0
    size = min(room - 1 - after, _MOST_BAR)
    # The rest may be far larger than any term: its scale would flatten their bars.
    scale = largest(np.array([term.value for term in terms])) or largest(np.array(values))

    def ending(value: float) -> list[Span]:
        role = "number" if math.isfinite(value) else "odd"
        spans = [Span(number(value, wide, page.digits), role)]
        if size < _LEAST_BAR:
            return spans
        if scale < abs(value) < math.inf and size >= len(_BEYOND):
            return [*spans, Span(f" {_BEYOND}", "dim")]
        return [*spans, Span(" "), *swing(value, scale, size)]

    lines = []
    for term in terms:
        spans = [Span(term.label.ljust(label), "dim")]
        for index, factor in enumerate(term.factors[:factors]):
            role = "number" if index else "operand"
            text = number(factor, cell, page.digits)
            spans.append(Span(" × " if index else " ", "dim"))
            spans.append(Span(text, role if math.isfinite(factor) else "odd"))
        spans.append(Span(" = " if factors else " ", "dim"))
        spans.extend(ending(term.value))
        if after:
            spans.append(Span(f" {term.after}", "dim"))
        lines.append(tuple(spans))
    if more:
        text = next(
            (
                text
                for text in (f"and {more} more, together", f"and {more} more", f"+{more}")
                if len(text) < value_at
            ),
            "",
        )
        lines.append(line(Span(text.ljust(value_at - 1), "dim"), Span(" "), *ending(rest)))
    return lines

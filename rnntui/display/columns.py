"""Which columns of a vector fit in a width, around the one that is looked at."""

from __future__ import annotations

from rnntui.display.numbers import WIDTH
from rnntui.display.text import Line, Span

CELL = WIDTH + 1


def visible(size: int, unit: int, width: int) -> range:
    """The indices that fit in `width`, with the unit among them."""
    if size * CELL > width:
        width -= len(f" of {size}")
    return around(size, unit, max(1, width // CELL))


def around(size: int, unit: int, most: int) -> range:
    """At most `most` indices of a vector, with the unit in the middle of them."""
    count = min(size, most)
    start = min(max(0, unit - count // 2), size - count)
    return range(start, start + count)


def header(columns: range, size: int, unit: int, indent: int) -> Line:
    """The indices over the columns, the unit marked; at the ends, whether there are more."""
    spans = [Span(" " * indent)]
    for column in columns:
        text = f"[{column}]".rjust(CELL)
        if column == unit:
            spans.append(Span(f"▸[{column}]".rjust(CELL), "unit"))
        else:
            spans.append(Span(text, "dim"))
    if len(columns) < size:
        spans.append(Span(f" of {size}", "dim"))
    return tuple(spans)


def rule(columns: range, indent: int) -> Line:
    """The line under what is added up."""
    return (Span(" " * indent), Span(" " + "─" * (len(columns) * CELL - 1), "dim"))

"""One unit through all equations of its layer, in the space left below the current equation."""

from __future__ import annotations

import math
from collections.abc import Iterator

from rnntui.debugger.explain.gates import gates_of
from rnntui.debugger.frame.frame import Frame
from rnntui.display.primitives.columns import block_text
from rnntui.display.primitives.index_labels import place_text
from rnntui.display.primitives.notation import spell, symbol
from rnntui.display.primitives.numbers import width_of
from rnntui.display.primitives.text import Line, Span, printable, shortened
from rnntui.display.worked.parts import Page
from rnntui.equations.parse import Equation

_GAP = "   "


def chain_lines(frame: Frame, page: Page) -> list[Line]:
    """A line per equation with the unit's values: one, or one per gate."""
    layer = frame.layer
    output = layer.values.get(layer.output)
    if output is None or output.ndim != 1 or not output.size or len(layer.equations) < 2:
        return []
    # A vector of gates holds the layer's units once per gate.
    unit = frame.unit % output.size
    cells = [list(_cells(frame, line, unit, output.size, page)) for line in layer.equations]
    label = max((len(name) for row in cells for name, _ in row), default=0)
    number = width_of(page.digits)
    cell = label + 1 + number + len(_GAP)
    fit = max(1, (page.width - 3) // cell)
    most = min(fit, max(len(row) for row in cells))
    text = f"unit {place_text(unit, ())} through all equations of {printable(layer.label)}"
    lines: list[Line] = [(Span(shortened(text, page.width), "heading"),)]
    for index, (equation, row) in enumerate(zip(layer.equations, cells, strict=True)):
        here = index == frame.cursor.equation
        spans = [Span("▶ " if here else "  ", "key")]
        for name, value in row[:fit]:
            role = "unit" if here else "number"
            spans.append(Span(name.ljust(label), "name"))
            shown = page.short(value).rjust(number)
            spans.append(Span(f" {shown}{_GAP}", role if math.isfinite(value) else "odd"))
        if len(row) > fit:
            spans.append(Span("…", "dim"))
        used = 2 + most * cell
        spans.append(Span(" " * (used - sum(len(span.text) for span in spans))))
        formula = f"= {spell(equation.expression, layer.functions)}"
        if used + len(formula) <= page.width:
            spans.append(Span(formula, "dim"))
        lines.append(tuple(spans))
    return lines


def _cells(
    frame: Frame, equation: Equation, unit: int, units: int, page: Page
) -> Iterator[tuple[str, float]]:
    """The name and value of the unit in each result of an equation, once per gate."""
    layer = frame.layer
    for name in equation.targets:
        value = layer.values[name]
        if value.ndim != 1 or not value.size or value.size % units:
            continue
        gates = gates_of(layer.equations, equation) if value.size > units else ()
        for at in range(unit, value.size, units):
            place = block_text(at, value.shape, gates) if gates else place_text(at, value.shape)
            yield (f"{symbol(name)}{' ' * bool(gates)}{place}", float(value[at]))

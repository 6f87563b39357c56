"""A vector times a matrix, worked out: row i of the matrix is multiplied by x[i]."""

from __future__ import annotations

from rnntui.debugger.explain import Operand, Step
from rnntui.display.columns import CELL, visible
from rnntui.display.numbers import short, span
from rnntui.display.text import Line, Span, line
from rnntui.display.worked_parts import Functions, equals, label_of, result_row, term

# Beyond this a matrix would push the written-out unit off the screen, so that comes first.
_ROWS_BEFORE_UNIT = 8
# And of a longer vector only the beginning is shown, and written out.
_MOST = 128


def product_lines(step: Step, unit: int, functions: Functions, width: int) -> list[Line]:
    """The vector beside the rows of the matrix, their product below, and one unit as a sum."""
    grid, written = _product(step, unit, functions, width)
    rows = len(step.operands[0].value)
    if rows > _ROWS_BEFORE_UNIT:
        return [*_brief(written, step.results[0], unit, rows - 2), *grid, *written]
    return [*grid, *written]


def _brief(written: list[Line], result: Operand, unit: int, more: int) -> list[Line]:
    """The beginning of what is written out below, and its value."""
    value = float(result.value.reshape(-1)[unit])
    end = (Span(f" + … {more} more = ", "dim"), Span(short(value), "unit"))
    return [written[0][:8], (Span("      "), *end)]


def _product(
    step: Step, unit: int, functions: Functions, width: int
) -> tuple[list[Line], list[Line]]:
    vector, matrix = step.operands
    result = step.results[0]
    name = label_of(vector, functions)
    indent = max(len(name), len(f"[{len(vector.value) - 1}]"), len(label_of(result, functions))) + 1
    left = indent + CELL + 2
    columns = visible(result.value.shape, unit, width - left)
    lines: list[Line] = [
        line(
            Span(f"{name:<{indent}}", "operand"),
            Span(f"{label_of(matrix, functions)}  ".rjust(CELL + 2), "name"),
            *columns.header(0),
        )
    ]
    factors = vector.value[:_MOST].tolist()
    more = len(vector.value) - len(factors)
    rows = matrix.value[:_MOST, columns.shown.start : columns.shown.stop].tolist()
    for index, (value, weights) in enumerate(zip(factors, rows, strict=True)):
        spans = [
            Span(f"{f'[{index}]':<{indent}}", "dim"),
            Span(" "),
            span(value, "operand"),
            Span(" ▏", "dim"),
        ]
        spans.extend(columns.cells(weights))
        lines.append(tuple(spans))
    if more:
        lines.append(line(Span(f"… {more} more rows", "dim")))
    lines.append(columns.rule(left))
    lines.append(result_row(result, columns, functions, left))
    weights = matrix.value[:_MOST, unit].tolist()
    terms = [
        term(" + " if index else "", (x, w), "×")
        for index, (x, w) in enumerate(zip(factors, weights, strict=True))
    ]
    if more:
        terms.append(line(Span(f" + … {more} more", "dim")))
    return lines, equals(result, unit, terms, functions, width)

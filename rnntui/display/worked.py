"""The current equation worked out: every number that goes into it, and one unit written in full."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from rnntui.debugger.explain import Operand, Step
from rnntui.debugger.frame import Frame
from rnntui.display.columns import CELL, header, rule, visible
from rnntui.display.notation import JOINT, spell, spell_equation
from rnntui.display.numbers import number, short, span
from rnntui.display.text import Line, Span, line, wrapped

Functions = Mapping[str, str]
# Beyond this a matrix would push the written-out unit off the screen, so that comes first.
_ROWS_BEFORE_UNIT = 8
# And of a longer vector only the beginning is shown, and written out.
_MOST = 128
_SIGNS = {"+": "+", "-": "-", "*": "⊙"}
_SCALAR_SIGNS = {"+": " + ", "-": " - ", "*": " × "}
_OPPOSITE = {" + ": " - ", " - ": " + "}


def worked_title(frame: Frame) -> str:
    """The equation that is worked out."""
    return spell_equation(frame.equation, frame.layer.functions)


def worked_lines(frame: Frame, width: int) -> list[Line]:
    """The current equation, operation by operation."""
    functions = frame.layer.functions
    lines: list[Line] = []
    for step in frame.steps:
        if step.operation == "split":
            text = f"split({_label(step.operands[0], functions)})"
            lines.append(line(Span(text, "operand")))
        lines.extend(_step(step, frame.unit, functions, width))
    return lines


def _step(step: Step, unit: int, functions: Functions, width: int) -> list[Line]:
    unit = min(unit, step.results[0].value.size - 1)
    if step.operation == "@":
        grid, written = _product(step, unit, functions, width)
        if len(step.operands[0].value) > _ROWS_BEFORE_UNIT:
            more = len(step.operands[0].value) - 2
            brief = _brief(written, step.results[0], unit, more)
            return [*brief, *grid, *written]
        return [*grid, *written]
    return [*_rows(step, unit, functions, width), *_written_out(step, unit, functions, width)]


def _brief(written: list[Line], result: Operand, unit: int, more: int) -> list[Line]:
    """The beginning of what is written out below, and its value."""
    value = float(result.value.reshape(-1)[unit])
    end = (Span(f" + … {more} more = ", "dim"), Span(short(value), "unit"))
    return [written[0][:8], (Span("      "), *end)]


def _product(
    step: Step, unit: int, functions: Functions, width: int
) -> tuple[list[Line], list[Line]]:
    """A vector beside the rows of a matrix, their product below: row i is multiplied by x[i]."""
    vector, matrix = step.operands
    result = step.results[0]
    name = _label(vector, functions)
    indent = max(len(name), len(f"[{len(vector.value) - 1}]"), len(_label(result, functions))) + 1
    left = indent + CELL + 2
    columns = visible(result.value.size, unit, width - left)
    top = header(columns, result.value.size, unit, 0)
    lines: list[Line] = [
        line(
            Span(f"{name:<{indent}}", "operand"),
            Span(f"{_label(matrix, functions)}  ".rjust(CELL + 2), "name"),
            *top,
        )
    ]
    factors = vector.value[:_MOST].tolist()
    more = len(vector.value) - len(factors)
    rows = matrix.value[:_MOST, columns.start : columns.stop].tolist()
    for index, (value, weights) in enumerate(zip(factors, rows, strict=True)):
        spans = [
            Span(f"{f'[{index}]':<{indent}}", "dim"),
            Span(" "),
            span(value, "operand"),
            Span(" ▏", "dim"),
        ]
        spans.extend(_cells(weights, columns, unit))
        lines.append(tuple(spans))
    if more:
        lines.append(line(Span(f"… {more} more rows", "dim")))
    lines.append(rule(columns, left))
    lines.append(_result_row(result, columns, unit, functions, left))
    weights = matrix.value[:_MOST, unit].tolist()
    terms = [
        _term(" + " if index else "", (x, w), "×")
        for index, (x, w) in enumerate(zip(factors, weights, strict=True))
    ]
    if more:
        terms.append(line(Span(f" + … {more} more", "dim")))
    return lines, _equals(result, unit, terms, functions, width)


def _rows(step: Step, unit: int, functions: Functions, width: int) -> list[Line]:
    """The operands under each other, the results below."""
    results = step.results
    labels = [_label(item, functions) for item in (*step.operands, *results)]
    function = functions.get(step.operation, step.operation)
    sign = _SIGNS.get(step.operation, "")
    indent = max(len(label) for label in labels) + 3
    size = results[0].value.size
    columns = visible(size, unit, width - indent)
    lines = [header(columns, size, unit, indent)]
    for index, operand in enumerate(step.operands):
        before = sign if index else ""
        label = f"{before:<2}{_label(operand, functions)}"
        if step.operation == "split":
            continue
        values = np.broadcast_to(operand.value, (max(size, operand.value.size),))
        shown = range(columns.start, min(columns.stop, len(values)))
        cells = _cells(values[shown.start : shown.stop].tolist(), shown, unit, "operand")
        lines.append(line(Span(label.ljust(indent), "operand"), *cells))
    if sign:
        lines.append(rule(columns, indent))
    elif step.operation not in ("=", "split"):
        lines.append(line(Span(f"↓ {function}", "dim")))
    lines.extend(_result_row(result, columns, unit, functions, indent) for result in results)
    return lines


def _written_out(step: Step, unit: int, functions: Functions, width: int) -> list[Line]:
    result = step.results[0]
    operation = step.operation
    values = [
        float(operand.value.reshape(-1)[unit if operand.value.size > unit else 0])
        for operand in step.operands
    ]
    if operation in _SCALAR_SIGNS:
        sign = _SCALAR_SIGNS[operation]
        terms = [_term(sign if index else "", (value,), "") for index, value in enumerate(values)]
        return _equals(result, unit, terms, functions, width)
    if operation in ("split", "="):
        return []
    name = functions.get(operation, operation)
    if operation in JOINT or name in JOINT:
        text = f"{name}({_label(step.operands[0], functions)})[{unit}]"
    else:
        text = f"{name}({short(values[0])})"
    return _equals(result, unit, [line(text)], functions, width)


def _equals(
    result: Operand, unit: int, terms: list[Line], functions: Functions, width: int
) -> list[Line]:
    """One unit of a result: its name, what it is made of, and its value."""
    label = f"{_label(result, functions, brackets=True)}[{unit}] = "
    value = float(result.value.reshape(-1)[unit])
    end = line(Span(" = "), Span(short(value), "unit" if math.isfinite(value) else "odd"))
    return wrapped([line(Span(label, "unit")), *terms, end], width, min(len(label) - 3, width // 2))


def _term(sign: str, factors: tuple[float, ...], times: str) -> Line:
    """A term of a sum as one writes it by hand: + -0.3×+0.2 is - 0.3×0.2."""
    texts = [short(factor).removeprefix("+") for factor in factors]
    if sign in _OPPOSITE and texts[0].startswith("-"):
        sign, texts[0] = _OPPOSITE[sign], texts[0][1:]
    spans = [Span(sign)] if sign else []
    for index, (factor, text) in enumerate(zip(factors, texts, strict=True)):
        if index:
            spans.append(Span(times))
        spans.append(Span(text, "number" if math.isfinite(factor) else "odd"))
    return tuple(spans)


def _result_row(
    result: Operand, columns: range, unit: int, functions: Functions, indent: int
) -> Line:
    values = result.value.reshape(-1)[columns.start : columns.stop].tolist()
    label = f"= {_label(result, functions)}".ljust(indent)
    return line(Span(label, "name"), *_cells(values, columns, unit))


def _cells(values: list[Any], columns: range, unit: int, role: str = "number") -> list[Span]:
    spans = []
    for column, value in zip(columns, values, strict=True):
        own = "unit" if column == unit else role
        spans.append(Span(" " + number(value), own if math.isfinite(value) else "odd"))
    return spans


def _label(operand: Operand, functions: Functions, *, brackets: bool = False) -> str:
    text = spell(operand.expression, functions)
    return f"({text})" if brackets and " " in text else text

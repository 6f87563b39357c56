"""An element-wise operation worked out: operands one below the other, then the results."""

from __future__ import annotations

from typing import Any

import numpy as np

from rnntui.debugger.explain.explain import Operand, Step
from rnntui.display.primitives.columns import Columns
from rnntui.display.primitives.text import Line, Span, line
from rnntui.display.worked.parts import (
    Functions,
    Page,
    equals,
    indent_of,
    label_of,
    place_of,
    result_row,
    term,
)
from rnntui.equations.activations import JOINT

_SIGNS = {"+": "+", "-": "-", "*": "⊙"}
_SCALAR_SIGNS = {"+": " + ", "-": " - ", "*": " × "}


def row_lines(step: Step, unit: int, page: Page) -> list[Line]:
    """The operation on all columns that fit, and on one unit in full."""
    return [*_rows(step, unit, page), *_written_out(step, unit, page)]


def _selected(step: Step) -> Operand:
    """The operand that where(m, a, b) selects: a if m is 1, else b."""
    mask, where_it_holds, elsewhere = step.operands
    return where_it_holds if bool(np.all(mask.value)) else elsewhere


def _rows(step: Step, unit: int, page: Page) -> list[Line]:
    results, functions = step.results, page.functions
    indent = max(indent_of(step, functions), page.indent)
    columns = page.columns(results[0], unit, indent)
    lines = [columns.header(indent)]
    if step.operation == "where":
        lines.extend(_where_rows(step, columns, functions, indent))
    elif step.operation != "split":
        sign = _SIGNS.get(step.operation, "")
        for index, operand in enumerate(step.operands):
            before = sign if index else ""
            lines.append(_operand_row(operand, before, columns, functions, indent))
        if sign:
            lines.append(columns.rule(indent))
        elif step.operation != "=":
            function = functions.get(step.operation, step.operation)
            lines.append(line(Span(f"↓ {function}", "dim")))
    lines.extend(result_row(result, columns, functions, indent) for result in results)
    return lines


def _where_rows(step: Step, columns: Columns, functions: Functions, indent: int) -> list[Line]:
    """The rows of where(m, a, b), with the one that the mask selects marked."""
    mask, *either = step.operands
    selected = _selected(step)
    lines = [
        _operand_row(item, "›" if item is selected else "", columns, functions, indent)
        for item in either
    ]
    name = label_of(mask, functions)
    why = f"{name} = 1 (not masked)" if selected is either[0] else f"{name} = 0 (masked)"
    return [*lines, line(Span(f"↓ {why} selects {label_of(selected, functions)}", "dim"))]


def _operand_row(
    operand: Operand, before: str, columns: Columns, functions: Functions, indent: int
) -> Line:
    label = f"{before:<2}{label_of(operand, functions)}"
    cells = columns.cells(_spread(operand.value, columns), "operand")
    return line(Span(label.ljust(indent), "operand"), *cells)


def _spread(value: np.ndarray[Any, Any], columns: Columns) -> list[Any]:
    """An operand's values in the columns, broadcast if it is smaller than the result."""
    shown = columns.shown
    if value.size == 1:
        return [value.item()] * len(shown)
    if value.ndim > 1 or (value.shape != columns.shape and len(columns.shape) > 1):
        value = np.broadcast_to(value, columns.shape).reshape(-1)
    values: list[Any] = value[shown.start : shown.stop].tolist()
    return values


def _written_out(step: Step, unit: int, page: Page) -> list[Line]:
    result, operation, functions = step.results[0], step.operation, page.functions
    if operation in ("split", "="):
        return []
    if operation == "where":
        selected = _selected(step)
        text = (
            place_of(selected, unit, functions)
            if selected.value.ndim
            else label_of(selected, functions)
        )
        return equals(result, unit, [line(text)], page)
    own = Columns(result.value.shape, unit, range(unit, unit + 1), 0)
    values = [float((_spread(operand.value, own) or [np.nan])[0]) for operand in step.operands]
    if operation in _SCALAR_SIGNS:
        sign = _SCALAR_SIGNS[operation]
        terms = [term(sign if index else "", value, page) for index, value in enumerate(values)]
        return equals(result, unit, terms, page)
    name = functions.get(operation, operation)
    if operation in JOINT or name in JOINT:
        text = f"{name}({label_of(step.operands[0], functions)})[{unit}]"
    else:
        text = f"{name}({page.short(values[0])})"
    return equals(result, unit, [line(text)], page)

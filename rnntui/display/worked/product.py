"""A matrix product worked out: row i of the matrix is multiplied by x[i]."""

from __future__ import annotations

import math

from rnntui.debugger.explain.explain import Step
from rnntui.debugger.explain.largest_terms import largest_terms, products
from rnntui.debugger.number_format import USUAL
from rnntui.display.primitives.bars import largest
from rnntui.display.primitives.columns import Columns, block_text
from rnntui.display.primitives.index_labels import place_text
from rnntui.display.primitives.lazy_lines import MatrixLines, Part
from rnntui.display.primitives.numbers import span, width_of
from rnntui.display.primitives.text import BLANK, Line, Span, line
from rnntui.display.worked.parts import Page, label_of, place_of, result_row
from rnntui.display.worked.written_sum import SumTerm, sum_lines

# The least and largest width of the sum beside the matrix.
_SUM, _WIDEST_SUM = 36, 64
_MATRIX = 30


def product_parts(step: Step, unit: int, page: Page) -> list[Part]:
    """The vector, the matrix and their product, and one unit as a sum.

    Side by side if there is room, unless that hides columns that fit with the sum below. If the
    matrix is higher than the page, the sum is above it.
    """
    rows = len(step.operands[0].value)
    below = 2 * rows + 4 <= page.height
    if page.width >= _SUM + _MATRIX:
        more = 4 * (width_of(page.digits) - width_of(USUAL))
        full = _grid_width(step, unit, page, page.width)
        half = page.width * 11 // 20
        left = min(full, max(page.width - _WIDEST_SUM - more, half), page.width - _SUM - more - 2)
        if left >= min(full, _MATRIX) and (left >= full or not below):
            left = _grid_width(step, unit, page, left)
            right = page.narrower(page.width - left - 2)
            written = _sum(step, unit, right, page.height - 2)
            return [_grid(step, unit, page.narrower(left), written)]
    room = page.height - (rows + 4) - 3
    if room >= min(rows, 3):
        return [_grid(step, unit, page), _sum(step, unit, page, room + 1)]
    most = max(3, page.height // 2 - 2)
    return [[*_sum(step, unit, page, most), BLANK], _grid(step, unit, page)]


def _sum(step: Step, unit: int, page: Page, most: int) -> list[Line]:
    """One unit: its value and its largest terms."""
    vector, matrix = step.operands
    result = step.results[0]
    x, weights = vector.value, matrix.value[:, unit]
    value = float(result.value.reshape(-1)[unit])
    terms = largest_terms(products(x, weights), most if len(x) > most + 1 else len(x))
    sum_terms = [
        SumTerm(f"[{i}]", (float(x[i]), float(weights[i])), product)
        for i, product in zip(terms.indices, terms.values, strict=True)
    ]
    block, own = block_text(unit, result.value.shape, page.gates), place_text(unit, (1,))
    label = f"{place_of(result, unit, page.functions)} = "
    shown = page.short(value)
    gate = "" if block == own else f", {block}"
    if name := page.name(result, unit):
        gate = f", {name}"
    count = f"{len(x)} terms" if len(x) > 1 else "one term"
    notes = (f"{gate}, the sum of {count}, by size:", f"{gate}, {count}:", f"{gate}:")
    room = page.width - len(label + shown)
    note = next((text for text in notes if len(text) <= room), notes[-1])
    head = [
        Span(label, "unit"),
        Span(shown, "unit" if math.isfinite(value) else "odd"),
        Span(note, "dim"),
    ]
    return [line(*head), *sum_lines(sum_terms, terms.more, terms.rest, page)]


def _indent(step: Step, page: Page) -> int:
    vector = step.operands[0]
    name = label_of(vector, page.functions)
    result = label_of(step.results[0], page.functions)
    rows = f"[{len(vector.value) - 1}]"
    return min(max(len(name), len(rows), len(result) - width_of(page.digits)), 14) + 1


def _columns(step: Step, unit: int, page: Page, width: int) -> tuple[Columns, int]:
    """The matrix's columns that fit, and the width of the vector before them."""
    left = _indent(step, page) + width_of(page.digits) + 2
    return page.narrower(width).columns(step.results[0], unit, left + 1), left


def _grid_width(step: Step, unit: int, page: Page, width: int) -> int:
    columns, left = _columns(step, unit, page, width)
    return left + columns.width + 1


def _grid(step: Step, unit: int, page: Page, written: list[Line] | None = None) -> MatrixLines:
    """The matrix as a heatmap of numbers, with the unit's column marked; written: lines beside it."""
    vector, matrix = step.operands
    columns, left = _columns(step, unit, page, page.width)
    indent, cell = _indent(step, page), width_of(page.digits)
    name = label_of(vector, page.functions)[: indent - 1]
    over = label_of(matrix, page.functions).rjust(cell)
    head = line(Span(name.ljust(indent), "dim"), Span(f"{over}  ", "name"), *columns.header(0))
    scale = largest(matrix.value)

    def rows(shown: range) -> list[Line]:
        part = slice(shown.start, shown.stop)
        factors = vector.value[part].tolist()
        weights = matrix.value[part, columns.shown.start : columns.shown.stop].tolist()
        return [
            (
                Span(f"[{index}]".ljust(indent), "dim"),
                span(value, "operand", cell, page.digits),
                Span(" ▏", "dim"),
                *columns.heat(row, scale),
            )
            for index, value, row in zip(shown, factors, weights, strict=True)
        ]

    foot = result_row(step.results[0], columns, page.functions, left)
    return MatrixLines([head], len(vector.value), rows, [foot], written or [], page.width)


def added_lines(step: Step, unit: int, page: Page) -> list[Line]:
    """The terms of all sums: what each row contributes to every unit."""
    vector, matrix = step.operands
    columns, left = _columns(step, unit, page, page.width)
    shown = slice(columns.shown.start, columns.shown.stop)
    terms = products(vector.value[:, None], matrix.value[:, shown])
    indent, cell = _indent(step, page), width_of(page.digits)
    scale = largest(terms)
    lines = [
        line(Span("Each row times its number: its contribution to every unit.", "dim")),
        line(Span(" " * left, "dim"), *columns.header(0)),
    ]
    for index, row in enumerate(terms.tolist()):
        label = Span(f"[{index}]".ljust(indent), "dim")
        lines.append((label, Span(" " * cell), Span(" ▏", "dim"), *columns.heat(row, scale)))
    return [*lines, result_row(step.results[0], columns, page.functions, left)]

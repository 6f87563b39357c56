"""A vector times a matrix, worked out: row i of the matrix is multiplied by x[i]."""

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

# What the written-out sum needs to stand beside the matrix, and what it can use.
_SUM, _WIDEST_SUM = 36, 64
_MATRIX = 30


def product_parts(step: Step, unit: int, page: Page) -> list[Part]:
    """The vector beside the rows of the matrix, their product, and one unit as a sum.

    Side by side where there is room, unless that would hide columns of a matrix that is whole with
    the sum below it; else what is written out stands above, if the matrix is higher than the page.
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
    whole = rows + 4
    room = page.height - whole - 3
    if room >= min(rows, 3):
        return [_grid(step, unit, page), _sum(step, unit, page, room + 1)]
    most = max(3, page.height // 2 - 2)
    return [[*_sum(step, unit, page, most), BLANK], _grid(step, unit, page)]


def _sum(step: Step, unit: int, page: Page, most: int) -> list[Line]:
    """One unit: its value, and the largest of its terms."""
    vector, matrix = step.operands
    result = step.results[0]
    x, weights = vector.value, matrix.value[:, unit]
    value = float(result.value.reshape(-1)[unit])
    terms = largest_terms(products(x, weights), most if len(x) > most + 1 else len(x))
    written = [
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
    tellings = (f"{gate}, the sum of {count}, by size:", f"{gate}, {count}:", f"{gate}:")
    room = page.width - len(label + shown)
    told = next((text for text in tellings if len(text) <= room), tellings[-1])
    head = [
        Span(label, "unit"),
        Span(shown, "unit" if math.isfinite(value) else "odd"),
        Span(told, "dim"),
    ]
    return [line(*head), *sum_lines(written, terms.more, terms.rest, page)]


def _indent(step: Step, page: Page) -> int:
    vector = step.operands[0]
    name = label_of(vector, page.functions)
    result = label_of(step.results[0], page.functions)
    rows = f"[{len(vector.value) - 1}]"
    return min(max(len(name), len(rows), len(result) - width_of(page.digits)), 14) + 1


def _columns(step: Step, unit: int, page: Page, width: int) -> tuple[Columns, int]:
    """The matrix's columns that fit, and what stands before them: the vector."""
    left = _indent(step, page) + width_of(page.digits) + 2
    return page.narrower(width).columns(step.results[0], unit, left + 1), left


def _grid_width(step: Step, unit: int, page: Page, width: int) -> int:
    columns, left = _columns(step, unit, page, width)
    return left + columns.width + 1


def _grid(step: Step, unit: int, page: Page, written: list[Line] | None = None) -> MatrixLines:
    """The matrix as a heatmap with its numbers; the unit's column is lit."""
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
    """What each row adds to every unit: the terms of all sums at once, where there is room."""
    vector, matrix = step.operands
    columns, left = _columns(step, unit, page, page.width)
    shown = slice(columns.shown.start, columns.shown.stop)
    terms = products(vector.value[:, None], matrix.value[:, shown])
    indent, cell = _indent(step, page), width_of(page.digits)
    scale = largest(terms)
    lines = [
        line(Span("Each row times its number: what it adds to every unit.", "dim")),
        line(Span(" " * left, "dim"), *columns.header(0)),
    ]
    for index, row in enumerate(terms.tolist()):
        label = Span(f"[{index}]".ljust(indent), "dim")
        lines.append((label, Span(" " * cell), Span(" ▏", "dim"), *columns.heat(row, scale)))
    return [*lines, result_row(step.results[0], columns, page.functions, left)]

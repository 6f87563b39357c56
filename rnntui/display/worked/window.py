"""A convolution worked out: the window of one result, its largest products, and their sum."""

from __future__ import annotations

import math

from rnntui.debugger.explain.conv_window import ConvWindow, Window
from rnntui.debugger.explain.explain import Step
from rnntui.display.primitives.index_labels import Shape, shape_text, unravel
from rnntui.display.primitives.text import Line, Span, line, words
from rnntui.display.worked.parts import Page, label_of, place_of, result_row
from rnntui.display.worked.written_sum import SumTerm, sum_lines

_MOST = 6
_AXES = {1: ("rows",), 2: ("rows", "columns"), 3: ("planes", "rows", "columns")}


def window_lines(step: Step, conv: ConvWindow, unit: int, page: Page) -> list[Line]:
    """The shapes of the convolution, one unit as a sum, and neighbouring units."""
    functions, width = page.functions, page.width
    x, kernel = step.operands
    result = step.results[0]
    name, weights = label_of(x, functions), label_of(kernel, functions)
    place = unravel(unit, result.value.shape)
    window = conv.window(x.value, kernel.value, place, _MOST)
    value = float(result.value.reshape(-1)[unit])
    lines = [
        *_shapes(step, conv, name, weights, width),
        line(
            Span(f"{place_of(result, unit, functions)} = ", "unit"),
            Span(page.short(value), "unit" if math.isfinite(value) else "odd"),
            Span(", the sum of", "dim"),
        ),
        *words(_corners(window, name), "dim", width),
        *_terms(window, name, weights, page),
    ]
    indent = 3
    columns = page.columns(result, unit, indent)
    row = result_row(result, columns, functions, 0)
    return [*lines, columns.header(indent), (Span("=".ljust(indent), "name"), *row[1:])]


def _shapes(step: Step, conv: ConvWindow, name: str, weights: str, width: int) -> list[Line]:
    x, kernel = step.operands
    text = f"{name} {shape_text(x.value.shape)}, {weights} {shape_text(kernel.value.shape)}"
    text += f" → {shape_text(step.results[0].value.shape)}"
    how = [f"windows of {_by(kernel.value.shape[:-2])}"]
    if max(conv.strides) > 1:
        how.append(f"strides {_by(conv.strides)}")
    if max(conv.dilation) > 1:
        how.append(f"dilation {_by(conv.dilation)}")
    how.append(f"padding {conv.padding}")
    return [*words(text, "operand", width), *words(", ".join(how), "dim", width)]


def _corners(window: Window, name: str) -> str:
    """The part of the input in the window, and how much is padding."""
    axes = _AXES[len(window.first)]
    ranges = ", ".join(
        f"{axis} {first}…{last}" if last > first else f"{axis} {first}"
        for axis, first, last in zip(axes, window.first, window.last, strict=True)
    )
    edge = f"; {window.outside} of them padding" if window.outside else ""
    return f"{name} at {ranges} times the kernel, largest first{edge}:"


def _terms(window: Window, name: str, weights: str, page: Page) -> list[Line]:
    terms = [
        SumTerm(
            f"  {name}{_brackets(term.place)}",
            (term.value, term.weight),
            term.value * term.weight,
            f"{weights}{_brackets(term.kernel_place)}",
        )
        for term in window.terms
    ]
    return sum_lines(terms, window.more, window.rest, page)


def _brackets(place: Shape) -> str:
    return f"[{','.join(str(part) for part in place)}]"


def _by(sizes: Shape) -> str:
    return "×".join(str(size) for size in sizes)

"""What all workings have in common: labels, a result's row, one unit written in full."""

from __future__ import annotations

import math
from collections.abc import Mapping

from rnntui.debugger.explain import Operand
from rnntui.display.columns import Columns
from rnntui.display.notation import is_function, spell
from rnntui.display.numbers import short
from rnntui.display.places import place_text
from rnntui.display.text import Line, Span, line, wrapped

Functions = Mapping[str, str]
_OPPOSITE = {" + ": " - ", " - ": " + "}


def label_of(operand: Operand, functions: Functions, *, brackets: bool = False) -> str:
    """A part of an equation as it is written; in brackets where it is more than a name."""
    text = spell(operand.expression, functions)
    infix = " " in text and not is_function(operand.expression)
    return f"({text})" if brackets and infix else text


def place_of(operand: Operand, unit: int, functions: Functions) -> str:
    """One unit of it: hₜ[3], (hₜ · Who)[0]."""
    return f"{label_of(operand, functions, brackets=True)}{place_text(unit, operand.value.shape)}"


def result_row(result: Operand, columns: Columns, functions: Functions, indent: int) -> Line:
    """A result under what it is made of."""
    shown = columns.shown
    values = result.value.reshape(-1)[shown.start : shown.stop].tolist()
    label = f"= {label_of(result, functions)}".ljust(indent)
    return line(Span(label, "name"), *columns.cells(values))


def equals(
    result: Operand, unit: int, terms: list[Line], functions: Functions, width: int
) -> list[Line]:
    """One unit of a result: its name, what it is made of, and its value."""
    label = f"{place_of(result, unit, functions)} = "
    value = float(result.value.reshape(-1)[unit])
    end = line(Span(" = "), Span(short(value), "unit" if math.isfinite(value) else "odd"))
    return wrapped([line(Span(label, "unit")), *terms, end], width, min(len(label) - 3, width // 2))


def term(sign: str, factors: tuple[float, ...], times: str) -> Line:
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

"""What all kinds of operations share: labels, the row of a result, one unit written in full."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from rnntui.debugger.explain.explain import Operand, Step
from rnntui.debugger.number_format import USUAL
from rnntui.display.primitives.columns import Columns, visible
from rnntui.display.primitives.index_labels import place_text
from rnntui.display.primitives.notation import is_function, spell
from rnntui.display.primitives.numbers import short
from rnntui.display.primitives.text import Line, Span, line, printable, wrapped

Functions = Mapping[str, str]


@dataclass(frozen=True)
class Page:
    """The space to work an equation out in, and its notation.

    functions: the name of each function
    width, height: of the pane; digits: of a number
    gates: the names of the blocks of the last result
    names: of its numbers, if the data has them
    indent: the width before the columns of all element-wise operations
    """

    functions: Functions
    width: int
    height: int
    digits: int = USUAL
    gates: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    indent: int = 0

    def name(self, result: Operand, unit: int) -> str:
        """The name of one number of a result, such as longitude; "" if it has none."""
        return printable(self.names[unit]) if len(self.names) == result.value.size else ""

    def columns(self, result: Operand, unit: int, indent: int) -> Columns:
        """The columns of a result that fit after an indent."""
        shape = result.value.shape
        return visible(shape, unit, self.width - indent, self.digits, self.gates)

    def narrower(self, width: int) -> Page:
        """The same page with another width."""
        return replace(self, width=width)

    def short(self, value: float) -> str:
        """A number with the page's digits."""
        return short(value, self.digits)


def indent_of(step: Step, functions: Functions) -> int:
    """The width of the names of an operation's rows, with a sign before each."""
    labels = [label_of(item, functions) for item in (*step.operands, *step.results)]
    return max(len(label) for label in labels) + 3


_OPPOSITE = {" + ": " - ", " - ": " + "}


def label_of(operand: Operand, functions: Functions, *, brackets: bool = False) -> str:
    """An operand or result as text; brackets: around more than a name."""
    text = spell(operand.expression, functions)
    infix = " " in text and not is_function(operand.expression)
    return f"({text})" if brackets and infix else text


def place_of(operand: Operand, unit: int, functions: Functions) -> str:
    """One unit of an operand: hₜ[3], (hₜ · Who)[0]."""
    return f"{label_of(operand, functions, brackets=True)}{place_text(unit, operand.value.shape)}"


def result_row(result: Operand, columns: Columns, functions: Functions, indent: int) -> Line:
    """The row of a result, below its operands."""
    shown = columns.shown
    values = result.value.reshape(-1)[shown.start : shown.stop].tolist()
    label = f"= {label_of(result, functions)}".ljust(indent)
    return line(Span(label, "name"), *columns.cells(values))


def equals(result: Operand, unit: int, terms: list[Line], page: Page) -> list[Line]:
    """One unit of a result: its name, its terms, and its value."""
    name = page.name(result, unit)
    label = f"{place_of(result, unit, page.functions)}{f' {name}' if name else ''} = "
    value = float(result.value.reshape(-1)[unit])
    end = line(Span(" = "), Span(page.short(value), "unit" if math.isfinite(value) else "odd"))
    indent = min(len(label) - 3, page.width // 2)
    return wrapped([line(Span(label, "unit")), *terms, end], page.width, indent)


def term(sign: str, value: float, page: Page) -> Line:
    """A term of a sum, with + -0.3 written as - 0.3."""
    text = page.short(value).removeprefix("+")
    if sign in _OPPOSITE and text.startswith("-"):
        sign, text = _OPPOSITE[sign], text[1:]
    number = Span(text, "number" if math.isfinite(value) else "odd")
    return line(Span(sign), number) if sign else line(number)

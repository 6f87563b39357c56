"""The current equation worked out for one unit, as tables of its largest terms or its operands."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rnntui.debugger.explain.explain import Operand, Step
from rnntui.debugger.explain.largest_terms import largest_terms, products
from rnntui.debugger.frame.frame import Frame
from rnntui.display.primitives.index_labels import place_text, same_place, unravel
from rnntui.display.primitives.numbers import short
from rnntui.display.worked.parts import label_of, place_of

_MOST = 16
_WORDS = {
    "@": "the sum of products",
    "+": "the sum of",
    "-": "the difference of",
    "*": "the product of",
    "=": "a copy of",
    "split": "a part of",
    "where": "selected by the mask from",
}


@dataclass(frozen=True)
class Table:
    """Rows of cells under their heads; numbers: how many of the last columns are numbers."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: int


@dataclass(frozen=True)
class Working:
    """One operation for one unit: its result, how it is computed, and its operands."""

    what: str
    value: str
    how: str
    table: Table


def workings(frame: Frame) -> list[Working]:
    """Each operation of the current equation, innermost first."""
    shape = frame.steps[-1].results[0].value.shape
    return [
        _working(frame, step, same_place(frame.unit, shape, step.results[0].value.shape))
        for step in frame.steps
    ]


def _working(frame: Frame, step: Step, unit: int) -> Working:
    functions, result = frame.layer.functions, step.results[0]
    name = functions.get(step.operation, step.operation)
    how = _WORDS.get(step.operation, f"{name} of")
    if step.operation == "@" and step.operands[0].value.ndim == 1:
        table = _product(frame, step, unit)
    elif step.sliding is not None:
        how, table = "the sum of products", _window(frame, step, unit)
    else:
        table = _operands(frame, step, unit)
    value = float(result.value.reshape(-1)[unit])
    return Working(place_of(result, unit, functions), short(value, frame.precision), how, table)


def _product(frame: Frame, step: Step, unit: int) -> Table:
    x, matrix = step.operands
    weights = matrix.value[:, unit]
    found = largest_terms(products(x.value, weights), _MOST)
    rows = [
        (
            place_text(index, x.value.shape),
            short(float(x.value[index]), frame.precision),
            short(float(weights[index]), frame.precision),
            short(value, frame.precision),
        )
        for index, value in zip(found.indices, found.values, strict=True)
    ]
    return _summed(frame, step, rows, found.more, found.rest)


def _window(frame: Frame, step: Step, unit: int) -> Table:
    x, kernel = step.operands
    assert step.sliding is not None
    place = unravel(unit, step.results[0].value.shape)
    window = step.sliding.window(x.value, kernel.value, place, _MOST)
    rows = [
        (
            f"[{','.join(str(part) for part in term.place)}]",
            short(term.value, frame.precision),
            short(term.weight, frame.precision),
            short(term.value * term.weight, frame.precision),
        )
        for term in window.terms
    ]
    return _summed(frame, step, rows, window.more, window.rest)


def _summed(
    frame: Frame, step: Step, rows: list[tuple[str, str, str, str]], more: int, rest: float
) -> Table:
    x, weights = (label_of(operand, frame.layer.functions) for operand in step.operands)
    if more:
        rows.append((f"and {more} more", "", "", short(rest, frame.precision)))
    return Table(("term", x, weights, "product"), tuple(rows), 3)


def _operands(frame: Frame, step: Step, unit: int) -> Table:
    shape = step.results[0].value.shape
    rows = tuple(
        (
            label_of(operand, frame.layer.functions),
            short(_at(operand, unit, shape), frame.precision),
        )
        for operand in step.operands
        if step.operation != "split"
    )
    return Table(("operand", "value"), rows, 1)


def _at(operand: Operand, unit: int, shape: tuple[int, ...]) -> float:
    """The operand's number for a unit; a smaller operand is broadcast."""
    value = operand.value
    try:
        return float(np.broadcast_to(value, shape).reshape(-1)[unit])
    except ValueError:
        return float(value.reshape(-1)[same_place(unit, shape, value.shape)])

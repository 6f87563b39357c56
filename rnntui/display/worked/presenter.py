"""The current equation's numbers in large digits, for an audience."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rnntui.debugger.frame.frame import Frame, Prediction
from rnntui.debugger.number_format import USUAL
from rnntui.display.prediction.table import prediction_symbol
from rnntui.display.primitives.columns import around
from rnntui.display.primitives.notation import is_function, spell_equation
from rnntui.display.primitives.numbers import short
from rnntui.display.primitives.text import BLANK, Line, Span, shortened
from rnntui.display.worked.parts import label_of

if TYPE_CHECKING:
    from jaxtyping import Shaped

# Renders a text in large characters: three lines of equal width.
Enlarge = Callable[[str], tuple[str, str, str]]
_DIGITS = 2
_LABEL = 14
_GAP = 2


@dataclass(frozen=True)
class _Row:
    """A vector: its name, its numbers, the index of the marked one, and names above the numbers."""

    label: str
    values: Shaped[np.ndarray, " M"]
    marked: int
    role: str
    names: tuple[str, ...] = ()


def presented_title(frame: Frame) -> str:
    """The pane's name, and the equation."""
    return f"PRESENTED  {spell_equation(frame.equation, frame.layer.functions)}"


def presented_lines(frame: Frame, width: int, height: int, enlarge: Enlarge) -> list[Line]:
    """The operands of the equation, its result, and the prediction if it fits."""
    blocks = _blocks([*_operands(frame), _result(frame)], width, enlarge)
    prediction = frame.prediction
    if prediction is not None and prediction.layer != frame.layer.label:
        predicted = _blocks([_predicted(prediction, frame.cursor.t)], width, enlarge)
        # Optional, since the prediction has its own pane.
        if sum(len(block) for block in [*blocks, *predicted]) <= height:
            blocks += predicted
    spare = height - sum(len(block) for block in blocks)
    air = [BLANK] if spare >= len(blocks) else []
    lines = [found for block in blocks for found in [*block, *air]]
    return lines[: len(lines) - len(air)]


def result_in_view(lines: Sequence[Line]) -> range:
    """The lines of the result, to keep in view."""
    for index, found in enumerate(lines):
        if found and found[0].text.startswith("= "):
            return range(index - 1, index + 2)
    return range(0)


def _blocks(rows: list[_Row], width: int, enlarge: Enlarge) -> list[list[Line]]:
    """Three lines per row, below its units unless they are those of the previous row."""
    blocks, over = [], BLANK
    for row in rows:
        above, *big = _lines(row, width, enlarge)
        blocks.append(big if above == over else [above, *big])
        over = above
    return blocks


def _result(frame: Frame) -> _Row:
    result = frame.steps[-1].results[0]
    label = label_of(result, frame.layer.functions)
    return _Row(f"= {label}", result.value.reshape(-1), frame.unit, "heading")


def _operands(frame: Frame) -> list[_Row]:
    """Every named vector among the operands, once."""
    rows: dict[str, _Row] = {}
    for step in frame.steps:
        for operand in step.operands:
            label = label_of(operand, frame.layer.functions)
            if operand.value.ndim != 1 or is_function(operand.expression) or " " in label:
                continue
            marked = frame.unit if len(operand.value) == _units(frame) else -1
            rows.setdefault(label, _Row(label, operand.value, marked, "number"))
    return list(rows.values())


def _units(frame: Frame) -> int:
    return frame.steps[-1].results[0].value.size


def _predicted(prediction: Prediction, t: int) -> _Row:
    names = () if prediction.columns is None else tuple(prediction.columns.names)
    return _Row(prediction_symbol(prediction, t), prediction.y, -1, "unit", names)


def _lines(row: _Row, width: int, enlarge: Enlarge) -> list[Line]:
    texts = [_number(float(value)) for value in row.values[: _most(width)]]
    cell = max((len(enlarge(text)[0]) for text in texts), default=1) + _GAP
    size = len(row.values)
    room = width - _LABEL
    if size * cell > room:
        room -= len(f" of {size}")
    count = max(1, room // cell)
    shown = around(size, max(row.marked, 0), count)
    over: list[Span] = [Span(" " * _LABEL)]
    big: list[list[Span]] = [[Span(text.ljust(_LABEL), "name")] for text in ("", row.label, "")]
    big[1] = [Span(shortened(row.label, _LABEL - 1).ljust(_LABEL), "name")]
    for index in shown:
        value = float(row.values[index])
        name = row.names[index] if index < len(row.names) else f"[{index}]"
        marked = index == row.marked
        title = shortened(f"▸{name}" if marked else name, cell - _GAP)
        over.append(Span(title.rjust(cell - _GAP) + " " * _GAP, "unit" if marked else "dim"))
        role = "odd" if not math.isfinite(value) else "unit" if marked else row.role
        for spans, text in zip(big, enlarge(_number(value)), strict=True):
            spans.append(Span(text.rjust(cell - _GAP) + " " * _GAP, role))
    if len(shown) < size:
        over.append(Span(f" of {size}", "dim"))
    return [tuple(over), *(tuple(spans) for spans in big)]


def _most(width: int) -> int:
    """The width of a long vector is estimated from this many numbers."""
    return max(1, width // 4)


def _number(value: float) -> str:
    """A number with two decimals, or in `short` form if it is too small or too large for them."""
    text = short(value, USUAL)
    if not math.isfinite(value) or "e" in text or "~" in text:
        return text
    return f"{value:+.{_DIGITS}f}"

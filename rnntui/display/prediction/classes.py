"""The prediction of a softmax: the classes by probability, a bar each, Keras's beside it."""

from __future__ import annotations

import math

import numpy as np

from rnntui.debugger.explain.largest_terms import largest_terms
from rnntui.debugger.frame.frame import Prediction
from rnntui.display.primitives.bars import bar
from rnntui.display.primitives.numbers import number, width_of
from rnntui.display.primitives.text import Line, Span, line, words

_LEAST_BAR, _MOST_BAR = 4, 40


def class_lines(
    prediction: Prediction, names: list[str], width: int, most: int, digits: int
) -> list[Line]:
    """The likeliest classes, and what all others have together; the target's is marked.

    names: of every output; most: how many are shown
    """
    y = prediction.y.astype(np.float64)
    keras, target = prediction.reference, prediction.target
    meant = None if target is None else _likeliest(target)
    found = largest_terms(y, most)
    order = list(found.indices)
    label = max(len("class"), *(len(names[index]) + 2 for index in order)) + 1
    cell = width_of(digits)
    beside = keras is not None and width >= label + 2 * cell + _LEAST_BAR + 3
    size = min(width - label - cell - 1 - (cell + 1 if beside else 0), _MOST_BAR)
    heading = [Span("class".ljust(label), "dim"), Span("y".rjust(cell), "dim")]
    if beside:
        heading.append(Span("Keras".rjust(cell + 1), "dim"))
    lines: list[Line] = [tuple(heading)]
    for index in order:
        here = index == meant
        spans = [Span(f"{'◎' if here else ' '} {names[index]}".ljust(label), "name")]
        role = "heading" if index == order[0] else "number"
        spans.append(_number(float(y[index]), cell, digits, role))
        if beside and keras is not None:
            spans.append(_number(float(keras[index]), cell + 1, digits, "number"))
        if size >= _LEAST_BAR:
            spans.extend((Span(" "), bar(float(y[index]), 1.0, size)))
        lines.append(tuple(spans))
    if found.more:
        text = f"  and {found.more} more, together".ljust(label)
        lines.append(line(Span(f"{text} {number(found.rest, 0, digits).strip()}", "dim")))
    return [*lines, *_verdict(prediction, names, order[0], meant, width)]


def _number(value: float, cell: int, digits: int, role: str) -> Span:
    return Span(number(value, cell, digits), role if math.isfinite(value) else "odd")


def _likeliest(values: np.ndarray[tuple[int], np.dtype[np.generic]]) -> int | None:
    """Which class a vector means, if it is one class: the place of its largest number."""
    wide = values.astype(np.float64)
    return int(np.argmax(wide)) if np.isfinite(wide).all() and len(wide) else None


def _verdict(
    prediction: Prediction, names: list[str], first: int, meant: int | None, width: int
) -> list[Line]:
    """Which class it is, and whether Keras and the target say so too."""
    share = 100 * float(prediction.y[first])
    lines = words(f"predicted: {names[first]}, {share:.1f} %", "text", width)
    if (
        prediction.reference is not None
        and (theirs := _likeliest(prediction.reference)) is not None
    ):
        same = theirs == first
        text = "✓ Keras's likeliest class too" if same else f"✗ Keras: {names[theirs]}"
        lines.extend(words(text, "good" if same else "bad", width))
    if meant is not None:
        same = meant == first
        text = "✓ the target's class" if same else f"✗ target: {names[meant]}"
        lines.extend(words(text, "good" if same else "bad", width))
    return lines

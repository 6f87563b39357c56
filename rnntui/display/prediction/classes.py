"""The prediction of a softmax: classes by probability, with bars and the reference's values."""

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
    """The most probable classes, and the sum of all others; the target's class is marked.

    names: of every output; most: the number of classes to show
    """
    y = prediction.y.astype(np.float64)
    reference, target = prediction.reference, prediction.target
    target_class = None if target is None else _likeliest(target)
    found = largest_terms(y, most)
    order = list(found.indices)
    label = max(len("class"), *(len(names[index]) + 2 for index in order)) + 1
    cell = width_of(digits)
    with_reference = reference is not None and width >= label + 2 * cell + _LEAST_BAR + 3
    size = min(width - label - cell - 1 - (cell + 1 if with_reference else 0), _MOST_BAR)
    heading = [Span("class".ljust(label), "dim"), Span("y".rjust(cell), "dim")]
    if with_reference:
        heading.append(Span("Keras".rjust(cell + 1), "dim"))
    lines: list[Line] = [tuple(heading)]
    for index in order:
        is_target = index == target_class
        spans = [Span(f"{'◎' if is_target else ' '} {names[index]}".ljust(label), "name")]
        role = "heading" if index == order[0] else "number"
        spans.append(_number(float(y[index]), cell, digits, role))
        if reference is not None and with_reference:
            spans.append(_number(float(reference[index]), cell + 1, digits, "number"))
        if size >= _LEAST_BAR:
            spans.extend((Span(" "), bar(float(y[index]), 1.0, size)))
        lines.append(tuple(spans))
    if found.more:
        text = f"  and {found.more} more, together".ljust(label)
        lines.append(line(Span(f"{text} {number(found.rest, 0, digits).strip()}", "dim")))
    return [*lines, *_verdict(prediction, names, order[0], target_class, width)]


def _number(value: float, cell: int, digits: int, role: str) -> Span:
    return Span(number(value, cell, digits), role if math.isfinite(value) else "odd")


def _likeliest(values: np.ndarray[tuple[int], np.dtype[np.generic]]) -> int | None:
    """The class with the largest value, or None if a value is not finite."""
    wide = values.astype(np.float64)
    return int(np.argmax(wide)) if np.isfinite(wide).all() and len(wide) else None


def _verdict(
    prediction: Prediction, names: list[str], first: int, target_class: int | None, width: int
) -> list[Line]:
    """The predicted class, and whether the reference and the target agree."""
    share = 100 * float(prediction.y[first])
    lines = words(f"predicted: {names[first]}, {share:.1f} %", "text", width)
    if (
        prediction.reference is not None
        and (expected := _likeliest(prediction.reference)) is not None
    ):
        same = expected == first
        text = "✓ same class as Keras" if same else f"✗ Keras: {names[expected]}"
        lines.extend(words(text, "good" if same else "bad", width))
    if target_class is not None:
        same = target_class == first
        text = "✓ the target's class" if same else f"✗ target: {names[target_class]}"
        lines.extend(words(text, "good" if same else "bad", width))
    return lines

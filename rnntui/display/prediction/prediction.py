"""The prediction pane: y_t next to the reference and the target, and a verdict in words."""

from __future__ import annotations

import math

import numpy as np

from rnntui.debugger.frame.frame import Frame, Prediction
from rnntui.display.layer_notes import NO_OUTPUT
from rnntui.display.prediction.classes import class_lines
from rnntui.display.prediction.table import columns_of, difference, physical_lines, table
from rnntui.display.primitives.columns import around
from rnntui.display.primitives.index_labels import place_text, same_place
from rnntui.display.primitives.numbers import width_of
from rnntui.display.primitives.text import BLANK, Line, Span, clipped, line, shortened, words
from rnntui.trace.verify import Difference

_FEW = 8
# At most this many outputs of an image or a vocabulary.
_MOST = 64


def prediction_lines(frame: Frame, width: int, height: int = 24) -> list[Line]:
    """The prediction at t, compared with the reference and the target.

    height: the lines in view
    """
    prediction = frame.prediction
    if prediction is None:
        text = NO_OUTPUT
        return [*words(text, "dim", width), BLANK, *_reference_lines(frame, width)]
    shown = _shown(frame, prediction)
    names = output_names(prediction, shown)
    verdict = _reference_lines(frame, width)
    lines: list[Line] = []
    if prediction.outputs > 1:
        text = f"output {prediction.index + 1} of {prediction.outputs}: O for the next"
        lines.append(line(Span(shortened(text, width), "dim")))
    # An image has classes at each position: they stay numbers.
    if prediction.classes and len(prediction.shape) <= 1:
        labels = [str(index) for index in range(len(prediction.y))]
        labels = list(prediction.columns.names) if prediction.columns else labels
        room = max(3, height - len(verdict) - len(lines) - 6)
        lines.extend(class_lines(prediction, labels, width, room, frame.precision))
        return clipped([*lines, BLANK, *verdict, *_age(frame, width)], width)
    cell = width_of(frame.precision) + 1
    label = min(max(len(name) for name in names), max(4, width - 3 * cell))
    last = prediction.t == frame.timesteps - 1
    columns = columns_of(prediction, frame.cursor.t, shown, frame.precision, last=last)
    lines.extend(table([shortened(name, label) for name in names], label, columns, width))
    if len(names) < len(prediction.y):
        lines.append(line(Span(f"{len(names)} of {len(prediction.y)}", "dim")))
    far = _target(prediction, width)
    if len(names) > _FEW:
        # A long table would push the verdict off the screen.
        lines = [*verdict, *far, BLANK, *lines]
    else:
        physical = physical_lines(prediction, names, width)
        spare = height - len(lines) - len(verdict) - len(physical)
        between = [BLANK] if spare != 0 else []
        lines = [*lines, *between, *verdict, *(far if spare > 1 else []), *physical]
    return clipped([*lines, *_age(frame, width)], width)


def verdict_lines(frame: Frame, width: int) -> list[Line]:
    """The comparison with the reference and the target, in words."""
    far = [] if frame.prediction is None else _target(frame.prediction, width)
    return [*_reference_lines(frame, width), *far]


def prediction_title(frame: Frame) -> str:
    """The pane's name, and the output's if the model has several."""
    prediction = frame.prediction
    several = prediction is not None and prediction.outputs > 1
    return (
        f"PREDICTION  {shortened(prediction.name, 20)}" if prediction and several else "PREDICTION"
    )


def _target(prediction: Prediction, width: int) -> list[Line]:
    """The largest error, in words."""
    error = error_of(prediction)
    if error is None or prediction.target is None:
        return []
    sizes = np.abs(difference(prediction.y, prediction.target))
    furthest = int(np.argmax(sizes))
    text = "equals the target"
    if sizes[furthest]:
        whole = range(len(prediction.y))
        name = output_names(prediction, whole)[furthest] if len(sizes) > 1 else "it"
        text = f"off the target: {name} by {sizes[furthest]:.2g}"
    return [line(Span(shortened(f"≠ {text}" if sizes[furthest] else f"✓ {text}", width), "dim"))]


def _age(frame: Frame, width: int) -> list[Line]:
    """Notes on an older file that today's Keras reads differently."""
    notes = [note for note in frame.notes if note.startswith("saved by Keras")]
    return [found for note in notes for found in (BLANK, *words(note, "changed", width))]


def _shown(frame: Frame, prediction: Prediction) -> range:
    """The outputs to show: the first; of an image, those around the selected unit."""
    unit, shape = 0, frame.steps[-1].results[0].value.shape
    if len(prediction.shape) > 1 and len(prediction.shape) == len(shape):
        unit = same_place(frame.unit, shape, prediction.shape)
    return around(len(prediction.y), unit, _MOST)


def output_names(prediction: Prediction, shown: range) -> list[str]:
    """The names of the outputs shown: the data's, or y[0], y[1], …"""
    if prediction.columns is not None:
        return [prediction.columns.names[index] for index in shown]
    return [f"y{place_text(index, prediction.shape)}" for index in shown]


def _reference_lines(frame: Frame, width: int) -> list[Line]:
    reference = frame.reference
    if reference.status == "failed":
        return words(f"Keras: {reference.text}", "bad", width)
    if reference.status != "ready":
        return words(f"Keras: {reference.text or 'not checked'}", "dim", width)
    prediction = frame.prediction
    running = prediction is not None and prediction.t is not None and not prediction.at_every_t
    when = f" · t={frame.timesteps - 1}" if running else ""
    lines = words(f"{reference.text}{when}", "dim", width)
    if prediction is not None:
        lines.extend(_verdict("output ", prediction.output, width))
        lines.extend(_verdict("every h", prediction.states, width))
    return lines


def _verdict(what: str, found: Difference | None, width: int) -> list[Line]:
    """Whether our values equal the reference's, with the largest difference."""
    if found is None:
        return []
    if found.max_abs_error == 0:
        return [(Span(shortened(f"✓ {what} the same, bit for bit", width), "good"),)]
    ulp = "" if found.max_ulp is None else f", {found.max_ulp} ulp"
    size = f"|Δ| ≤ {found.max_abs_error:.1e}{ulp}"
    if len(what) + len(size) + 3 > width:
        size = size.removesuffix(ulp)
    if found.allclose:
        return [(Span(shortened(f"✓ {what} {size}", width), "good"),)]
    return words(f"✗ {what.strip()} differs: {size}", "bad", width)


def error_of(prediction: Prediction) -> float | None:
    """The mean squared error of y_t against the target, or None."""
    if prediction.target is None:
        return None
    error = float(np.mean(difference(prediction.y, prediction.target) ** 2))
    return error if math.isfinite(error) else None

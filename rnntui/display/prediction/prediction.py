"""The prediction: y_t beside Keras's value and the target, in numbers and in physical units."""

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
# Of a larger output (an image, a vocabulary) the beginning is shown.
_MOST = 64


def prediction_lines(frame: Frame, width: int, height: int = 24) -> list[Line]:
    """What the network predicts at t, and how that stands to Keras and to the target.

    height: how many of the lines are in view
    """
    prediction = frame.prediction
    if prediction is None:
        text = NO_OUTPUT
        return [*words(text, "dim", width), BLANK, *_keras(frame, width)]
    shown = _shown(frame, prediction)
    names = output_names(prediction, shown)
    keras = _keras(frame, width)
    lines: list[Line] = []
    if prediction.outputs > 1:
        text = f"output {prediction.index + 1} of {prediction.outputs}: O shows the next"
        lines.append(line(Span(shortened(text, width), "dim")))
    # Of an image, each place has classes of its own: they stay numbers.
    if prediction.classes and len(prediction.shape) <= 1:
        every = [str(index) for index in range(len(prediction.y))]
        every = list(prediction.columns.names) if prediction.columns else every
        room = max(3, height - len(keras) - len(lines) - 6)
        lines.extend(class_lines(prediction, every, width, room, frame.precision))
        return clipped([*lines, BLANK, *keras, *_age(frame, width)], width)
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
        lines = [*keras, *far, BLANK, *lines]
    else:
        physical = physical_lines(prediction, names, width)
        spare = height - len(lines) - len(keras) - len(physical)
        between = [BLANK] if spare != 0 else []
        lines = [*lines, *between, *keras, *(far if spare > 1 else []), *physical]
    return clipped([*lines, *_age(frame, width)], width)


def verdict_lines(frame: Frame, width: int) -> list[Line]:
    """Whether it is Keras's value, and how far the target is: in words."""
    far = [] if frame.prediction is None else _target(frame.prediction, width)
    return [*_keras(frame, width), *far]


def prediction_title(frame: Frame) -> str:
    """The pane's name; which output, where the model has several."""
    prediction = frame.prediction
    several = prediction is not None and prediction.outputs > 1
    return (
        f"PREDICTION  {shortened(prediction.name, 20)}" if prediction and several else "PREDICTION"
    )


def _target(prediction: Prediction, width: int) -> list[Line]:
    """How far the target is: in words."""
    error = error_of(prediction)
    if error is None or prediction.target is None:
        return []
    sizes = np.abs(difference(prediction.y, prediction.target))
    furthest = int(np.argmax(sizes))
    text = "the target itself"
    if sizes[furthest]:
        whole = range(len(prediction.y))
        name = output_names(prediction, whole)[furthest] if len(sizes) > 1 else "it"
        text = f"off the target: {name} by {sizes[furthest]:.2g}"
    return [line(Span(shortened(f"≠ {text}" if sizes[furthest] else f"✓ {text}", width), "dim"))]


def _age(frame: Frame, width: int) -> list[Line]:
    """What today's Keras would make of an older file, where that is something else."""
    told = [note for note in frame.notes if note.startswith("saved by Keras")]
    return [found for note in told for found in (BLANK, *words(note, "changed", width))]


def _shown(frame: Frame, prediction: Prediction) -> range:
    """Which outputs: the first; of an image, those around the place that is looked at."""
    unit, shape = 0, frame.steps[-1].results[0].value.shape
    if len(prediction.shape) > 1 and len(prediction.shape) == len(shape):
        unit = same_place(frame.unit, shape, prediction.shape)
    return around(len(prediction.y), unit, _MOST)


def output_names(prediction: Prediction, shown: range) -> list[str]:
    """A name for each output that is shown: the column's, where the data names it."""
    if prediction.columns is not None:
        return [prediction.columns.names[index] for index in shown]
    return [f"y{place_text(index, prediction.shape)}" for index in shown]


def _keras(frame: Frame, width: int) -> list[Line]:
    keras = frame.reference
    if keras.status == "failed":
        return words(f"Keras: {keras.text}", "bad", width)
    if keras.status != "ready":
        return words(f"Keras: {keras.text or 'not asked'}", "dim", width)
    prediction = frame.prediction
    running = prediction is not None and prediction.t is not None and not prediction.at_every_t
    when = f" · t={frame.timesteps - 1}" if running else ""
    lines = words(f"{keras.text}{when}", "dim", width)
    if prediction is not None:
        lines.extend(_verdict("output ", prediction.output, width))
        lines.extend(_verdict("every h", prediction.states, width))
    return lines


def _verdict(what: str, found: Difference | None, width: int) -> list[Line]:
    """Whether ours is Keras's value: a line, the difference in it as it is."""
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

"""The prediction: y_t beside Keras's value and the target, in numbers and in physical units."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from rnntui.debugger.frame import Frame, Prediction
from rnntui.display.columns import around
from rnntui.display.numbers import physical, span
from rnntui.display.places import place_text, same_place
from rnntui.display.text import BLANK, Line, Span, line, shortened, words
from rnntui.trace.verify import Difference

if TYPE_CHECKING:
    from jaxtyping import Shaped

_CELL = 8
_NONE = "·"
_FEW = 8
_RUNNING = "yₜ"
# Of a larger output (an image, a vocabulary) the beginning is shown.
_MOST = 64


def prediction_lines(frame: Frame, width: int) -> list[Line]:
    """What the network predicts at t, and how that stands to Keras and to the target."""
    prediction = frame.prediction
    if prediction is None:
        text = "The model's output lies behind a layer that is not computed."
        return [*words(text, "dim", width), BLANK, *_keras(frame, width)]
    shown = _shown(frame, prediction)
    names = output_names(prediction, shown)
    label = min(max(len(name) for name in names), max(4, width - 3 * _CELL))
    columns = _columns(prediction, frame.cursor.t, shown)
    fits = max(1, (width - label) // _CELL)
    if fits == len(columns) - 1:
        # The last can be read off the others; it is not worth a table of its own.
        del columns[-1]
    lines: list[Line] = []
    if prediction.outputs > 1:
        text = f"{prediction.layer}, the first of {prediction.outputs} outputs"
        lines.append(line(Span(shortened(text, width), "dim")))
    while columns:
        part, columns = columns[:fits], columns[fits:]
        lines.extend(_table([shortened(name, label) for name in names], label, part))
    if len(names) < len(prediction.y):
        lines.append(line(Span(f"{len(names)} of {len(prediction.y)}", "dim")))
    keras = _keras(frame, width)
    if len(names) > _FEW:
        # A long table would push the verdict off the screen.
        return [*keras, BLANK, *lines, *_age(frame, width)]
    return [*lines, BLANK, *keras, *_physical(prediction, names, width), *_age(frame, width)]


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


def _head(prediction: Prediction, t: int) -> str:
    """What stands over the prediction: yₜ, y[5] of another timestep, y where there is one only."""
    if prediction.t is None:
        return "y"
    return _RUNNING if prediction.t == t else f"y[{prediction.t}]"


def _columns(prediction: Prediction, t: int, shown: range) -> list[tuple[str, Any]]:
    y, keras, target = (
        None if values is None else values[shown.start : shown.stop]
        for values in (prediction.y, prediction.keras, prediction.target)
    )
    assert y is not None
    columns: list[tuple[str, Any]] = [(_head(prediction, t), y), ("Keras", keras)]
    columns.append(("Δ Keras", None if keras is None else _difference(y, keras)))
    if target is not None:
        columns.append(("target", target))
        columns.append(("Δ targ.", _difference(y, target)))
    return columns


def _difference(
    ours: Shaped[np.ndarray, " K"], theirs: Shaped[np.ndarray, " K"]
) -> Shaped[np.ndarray, " K"]:
    with np.errstate(all="ignore"):
        return np.asarray(ours.astype(np.float64) - theirs.astype(np.float64))


def _table(names: list[str], label: int, columns: list[tuple[str, Any]]) -> list[Line]:
    lines = [
        line(" " * label, *(Span(title.rjust(_CELL), "dim") for title, _ in columns)),
    ]
    for index, name in enumerate(names):
        spans = [Span(name.ljust(label), "name")]
        for title, values in columns:
            if values is None:
                spans.append(Span(_NONE.rjust(_CELL), "dim"))
            else:
                role = "heading" if title.startswith("y") else "number"
                spans.append(span(float(values[index]), role, _CELL))
        lines.append(tuple(spans))
    return lines


def _keras(frame: Frame, width: int) -> list[Line]:
    keras = frame.keras
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


def _physical(prediction: Prediction, names: list[str], width: int) -> list[Line]:
    """The same in degrees and feet, where the data says what its columns mean."""
    columns = prediction.columns
    if columns is None or not columns.standardised:
        return []
    values: list[tuple[str, Any]] = [("y" if prediction.t is None else _RUNNING, prediction.y)]
    if prediction.target is not None:
        values.append(("target", prediction.target))
    raw = [
        (title, columns.physical(array.astype(np.float64), prediction.sample).tolist())
        for title, array in values
    ]
    texts = [
        [physical(array[index], columns.units[index]) for _, array in raw]
        for index in range(len(names))
    ]
    cell = max(len(text) for row in texts for text in row) + 1
    label = max(4, min(max(len(name) for name in names), width - cell * len(raw)))
    lines: list[Line] = []
    lines.append(line(" " * label, *(Span(title.rjust(cell), "dim") for title, _ in raw)))
    for name, row in zip(names, texts, strict=True):
        cells = [Span(text.rjust(cell), "number") for text in row]
        lines.append(line(Span(shortened(name, label).ljust(label), "name"), *cells))
    return lines


def error_of(prediction: Prediction) -> float | None:
    """The mean squared error of y_t against the target, or None."""
    if prediction.target is None:
        return None
    error = float(np.mean(_difference(prediction.y, prediction.target) ** 2))
    return error if math.isfinite(error) else None

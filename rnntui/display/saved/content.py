"""The content of a saved frame, independent of its format, and the order of its parts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from rnntui.debugger.explain.largest_terms import largest_terms
from rnntui.debugger.frame.frame import Frame, LayerView, Prediction
from rnntui.display.layer_notes import NO_OUTPUT, equation_notes, when
from rnntui.display.prediction.prediction import output_names, verdict_lines
from rnntui.display.prediction.table import columns_of
from rnntui.display.primitives.arrays import SHORT
from rnntui.display.primitives.index_labels import shape_text
from rnntui.display.primitives.numbers import physical, short
from rnntui.display.primitives.text import plain
from rnntui.display.primitives.vector_summary import statistics
from rnntui.display.saved.worked_tables import Table, Working, workings
from rnntui.equations.parse import Equation

if TYPE_CHECKING:
    from jaxtyping import Shaped

# Effectively unlimited: a document wraps its own lines.
_WIDE = 1000
_MOST_OPENED = 96
_MOST_OUTPUTS = 64


def title_of(frame: Frame) -> str:
    """The title: model, sample, timestep and layer."""
    return f"{frame.model}, sample {frame.cursor.sample}, {when(frame)}, {frame.layer.label}"


def heading_of(frame: Frame) -> str:
    """The subtitle: layers, the sample's name, the number of timesteps."""
    parts = [frame.architecture]
    if frame.sample_name:
        parts.append(f"sample {frame.cursor.sample} is {frame.sample_name}")
    if not frame.outside_time:
        parts.append(f"{frame.timesteps} timesteps")
    if frame.layer.skipped:
        parts.append(f"t={frame.cursor.t} is masked")
    return "; ".join(parts)


@dataclass(frozen=True)
class Variable:
    """A variable: its name in the equations, whether the current equation computes it, its values."""

    name: str
    current: bool
    shape: str
    values: str


def variables_of(frame: Frame, layer: LayerView) -> tuple[Variable, ...]:
    """Every variable of a layer; long vectors summarized, unless the frame expands them."""
    targets = frame.equation.targets if layer is frame.layer else ()
    return tuple(
        Variable(
            name,
            name in targets,
            shape_text(value.shape) if value.ndim else "",
            _values(frame, value),
        )
        for name, value in layer.values.items()
    )


def _values(frame: Frame, value: Shaped[np.ndarray, "..."]) -> str:
    flat, digits = value.reshape(-1), frame.precision
    most = _MOST_OPENED if frame.reading.opened else SHORT
    if not flat.size:
        return "none"
    if flat.size > most:
        return statistics(flat, digits, _WIDE)
    if value.dtype == bool:
        return " ".join(str(int(number)) for number in flat)
    return " ".join(short(float(number), digits) for number in flat)


def prediction_tables(frame: Frame) -> list[Table]:
    """A row per output: y, the reference, the target and differences; then in physical units.

    The most probable classes of a softmax, the first of other large outputs; no table if the
    prediction is not computed.
    """
    if frame.prediction is None:
        return []
    prediction, names = _shown(frame.prediction)
    last = prediction.t == frame.timesteps - 1
    shown = range(len(prediction.y))
    columns = columns_of(prediction, frame.cursor.t, shown, frame.precision, last=last)
    rows = tuple(
        (name, *(column.cells[index].text.strip() for column in columns))
        for index, name in enumerate(names)
    )
    heads = ("output", *(column.title for column in columns))
    return [Table(heads, rows, len(columns)), *_physical(prediction, names)]


def _shown(prediction: Prediction) -> tuple[Prediction, list[str]]:
    """The outputs to write, and their names."""
    count = len(prediction.y)
    if count <= _MOST_OUTPUTS and not prediction.classes:
        return prediction, output_names(prediction, range(count))
    order = (
        list(largest_terms(prediction.y.astype(np.float64), _MOST_OUTPUTS).indices)
        if prediction.classes and len(prediction.shape) <= 1
        else list(range(min(count, _MOST_OUTPUTS)))
    )
    names = [output_names(prediction, range(index, index + 1))[0] for index in order]
    reference, target = (
        None if values is None else values[order]
        for values in (prediction.reference, prediction.target)
    )
    part = replace(
        prediction, y=prediction.y[order], reference=reference, target=target, columns=None
    )
    return part, names


def _physical(prediction: Prediction, names: list[str]) -> list[Table]:
    """y and the target in physical units, if the data has them."""
    columns = prediction.columns
    if columns is None or not columns.standardised:
        return []
    found = {"y": columns.physical(prediction.y.astype(np.float64), prediction.sample)}
    if prediction.target is not None:
        target = columns.physical(prediction.target.astype(np.float64), prediction.sample)
        with np.errstate(all="ignore"):
            found |= {"target": target, "error": found["y"] - target}
    rows = tuple(
        (
            name,
            *(physical(float(raw[index]), columns.units[index]) for raw in found.values()),
        )
        for index, name in enumerate(names)
    )
    return [Table(("in its unit", *found), rows, len(found))]


def verdicts(frame: Frame) -> list[str]:
    """The comparison of the prediction with the reference and the target, in words."""
    return [plain(line) for line in verdict_lines(frame, _WIDE)]


@dataclass(frozen=True)
class Markup:
    """How a format writes the parts of a document.

    escaped: text, so that nothing in it is markup; title, section: headings, of escaped text
    layer: the heading of a layer's equations, of its label and class; layer_name: of its variables
    equations: a layer's equations, the one with a number marked
    equation: the current one, displayed; working: one operation of it
    variables: the rows of a table of variables; table: a table, [] if it has no rows
    """

    escaped: Callable[[str], str]
    title: Callable[[str], str]
    section: Callable[[str], str]
    layer: Callable[[str, str], str]
    layer_name: Callable[[str], str]
    equations: Callable[[LayerView, int | None], str]
    equation: Callable[[Equation, Mapping[str, str]], str]
    working: Callable[[Working], str]
    variables: Callable[[tuple[Variable, ...]], list[str]]
    table: Callable[[Table], list[str]]


def document_text(frame: Frame, markup: Markup) -> str:
    """A frame as a document: equations, the current one worked out, variables, prediction."""
    escaped, cursor = markup.escaped, frame.cursor
    parts = [markup.title(escaped(title_of(frame))), escaped(heading_of(frame))]
    parts += [escaped(note) for note in frame.notes]
    parts.append(markup.section("Equations"))
    for index, layer in enumerate(frame.layers):
        parts.append(markup.layer(escaped(layer.label), escaped(layer.class_name)))
        parts.append(markup.equations(layer, cursor.equation if index == cursor.node else None))
    parts.append(markup.section("Worked out"))
    parts.append(markup.equation(frame.equation, frame.layer.functions))
    parts += [escaped(note) for note in equation_notes(frame)]
    for working in workings(frame):
        parts += [markup.working(working), *markup.table(working.table)]
    parts.append(markup.section("Variables"))
    for layer in frame.layers:
        parts += [markup.layer_name(escaped(layer.label))]
        parts += markup.variables(variables_of(frame, layer))
    parts.append(markup.section("Prediction"))
    tables = prediction_tables(frame)
    if not tables:
        parts.append(NO_OUTPUT)
    for table in tables:
        parts += markup.table(table)
    parts += [escaped(verdict) for verdict in verdicts(frame)]
    return "\n\n".join(parts) + "\n"

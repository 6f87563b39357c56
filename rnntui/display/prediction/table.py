"""The prediction in numbers: y_t, the reference, the target and the differences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rnntui.debugger.frame.frame import Prediction
from rnntui.display.primitives.numbers import physical, span, width_of
from rnntui.display.primitives.text import Line, Span, line, shortened
from rnntui.trace.verify import ulps_apart

if TYPE_CHECKING:
    from jaxtyping import Shaped

_NONE = "·"
# The least width of a name, and of a name with an ellipsis.
_SHORTEST, _ELLIPSIS = 3, 6
_RUNNING = "yₜ"


@dataclass(frozen=True)
class Column:
    """A column of the table: heading, width, and a cell per output."""

    title: str
    width: int
    cells: tuple[Span, ...]


def columns_of(
    prediction: Prediction, t: int, shown: range, digits: int, *, last: bool
) -> list[Column]:
    """y, the reference, the target, and y minus each of them.

    last: whether t is the timestep of the model's output; ulps are shown only then
    """
    y, reference, target = (
        None if values is None else values[shown.start : shown.stop]
        for values in (prediction.y, prediction.reference, prediction.target)
    )
    assert y is not None
    count = len(y)
    columns = [
        _numbers(prediction_symbol(prediction, t), y, count, digits, "heading"),
        _numbers("Keras", reference, count, digits),
        _numbers("Δ Keras", None if reference is None else difference(y, reference), count, digits),
    ]
    if reference is not None and (last or prediction.at_every_t or prediction.t is None):
        columns.append(_ulps(y, reference))
    if target is not None:
        columns.append(_numbers("target", target, count, digits))
        columns.append(_numbers("error", difference(y, target), count, digits))
    return columns


def prediction_symbol(prediction: Prediction, t: int) -> str:
    """The prediction's symbol: yₜ, y[5] for another timestep, y if it has no timestep."""
    if prediction.t is None:
        return "y"
    return _RUNNING if prediction.t == t else f"y[{prediction.t}]"


def difference(
    ours: Shaped[np.ndarray, " K"], other: Shaped[np.ndarray, " K"]
) -> Shaped[np.ndarray, " K"]:
    """Ours minus the other, in float64."""
    with np.errstate(all="ignore"):
        return np.asarray(ours.astype(np.float64) - other.astype(np.float64))


def table(names: list[str], label: int, columns: list[Column], width: int) -> list[Line]:
    """The columns side by side; those that do not fit below, with the names repeated."""
    lines: list[Line] = []
    while columns:
        used, count = label, 0
        while count < len(columns) and (used + columns[count].width <= width or not count):
            used += columns[count].width
            count += 1
        if lines and count == len(columns) == 1 and columns[0].title in ("Δ Keras", "error"):
            # A single difference can be read off the others: not worth another table.
            break
        part, columns = columns[:count], columns[count:]
        heads = (Span(column.title.rjust(column.width), "dim") for column in part)
        lines.append(line(" " * label, *heads))
        for index, name in enumerate(names):
            cells = (column.cells[index] for column in part)
            lines.append(line(Span(name.ljust(label), "name"), *cells))
    return lines


def physical_lines(prediction: Prediction, names: list[str], width: int) -> list[Line]:
    """The prediction and the target in physical units, if the data has them."""
    columns = prediction.columns
    if columns is None or not columns.standardised:
        return []
    values = [("y" if prediction.t is None else _RUNNING, prediction.y)]
    if prediction.target is not None:
        values.append(("target", prediction.target))
    raw = [
        (title, columns.physical(array.astype(np.float64), prediction.sample))
        for title, array in values
    ]
    if len(raw) > 1:
        raw.append(("error", raw[0][1] - raw[1][1]))
    texts = [
        [
            physical(float(array[index]), columns.units[index], signed=number == 2)
            for number, (_, array) in enumerate(raw)
        ]
        for index in range(len(names))
    ]
    titles = [title for title, _ in raw]
    cells = [max(len(row[index]) for row in [titles, *texts]) + 1 for index in range(len(titles))]
    shown = list(range(len(titles)))
    if len(shown) > 2 and _SHORTEST + sum(cells) > width:
        # The target follows from the two others.
        shown.remove(1)
    room = width - sum(cells[index] for index in shown)
    label = max(min(_SHORTEST, room), min(max(len(name) for name in names), room))
    heads = (Span(titles[index].rjust(cells[index]), "dim") for index in shown)
    lines: list[Line] = [line(" " * label, *heads)]
    for name, row in zip(names, texts, strict=True):
        spans = [Span(row[index].rjust(cells[index]), "number") for index in shown]
        # A very short name is cut without an ellipsis.
        text = name[:label] if label < _ELLIPSIS else shortened(name, label)
        lines.append(line(Span(text.ljust(label), "name"), *spans))
    return lines


def _numbers(
    title: str,
    values: Shaped[np.ndarray, " n"] | None,
    count: int,
    digits: int,
    role: str = "number",
) -> Column:
    width = max(width_of(digits), len(title)) + 1
    if values is None:
        return Column(title, width, (Span(_NONE.rjust(width), "dim"),) * count)
    cells = [span(float(value), role, width, digits) for value in values]
    width = max(len(cell.text) for cell in cells)
    return Column(title, width, tuple(cells))


def _ulps(y: Shaped[np.ndarray, " n"], reference: Shaped[np.ndarray, " n"]) -> Column:
    """The distance in ulps, the gaps between neighbouring floats."""
    cells = []
    for ulp in ulps_apart(y, reference):
        text = _NONE if ulp is None else str(ulp) if ulp < 10_000 else f"{ulp:.0e}"
        text = text.replace("e+0", "e").replace("e+", "e")
        role = "dim" if ulp is None else "good" if ulp == 0 else "number"
        cells.append(Span(text.rjust(5), role))
    return Column("ulp", 5, tuple(cells))

"""Rows of a timeline: a cell per column; zoomed out, a row each for maximum and minimum."""

from __future__ import annotations

from typing import Any

from rnntui.debugger.frame.frame import Frame
from rnntui.debugger.frame.timeline import Lane
from rnntui.display.prediction.prediction import output_names
from rnntui.display.primitives.columns import around
from rnntui.display.primitives.heat import cell
from rnntui.display.primitives.index_labels import place_text, same_place
from rnntui.display.primitives.notation import symbol
from rnntui.display.primitives.numbers import short
from rnntui.display.primitives.text import Line, Span, line, printable, shortened
from rnntui.display.timeline.grid import FINAL, TimelineGrid

# At most the first outputs, and the inputs around the unit.
_OUTPUTS, _INPUTS = 64, 8


def unit_rows(frame: Frame, grid: TimelineGrid, room: int) -> list[Line]:
    """A row per unit of the variable: all, or those around the selected unit that fit."""
    shown = frame.timeline.shown
    size = shown.high.shape[-1]
    units = around(size, _unit(frame, shown), size if size <= room + 1 else room)
    rows = _rows_of(shown, units, grid)
    if len(units) < size:
        first, last = (place_text(unit, shown.shape) for unit in (units[0], units[-1]))
        text = f"units {first.strip('[]')} to {last.strip('[]')} of {size}"
        rows.append(line(Span(text, "dim")))
    return rows


def watch_rows(frame: Frame, grid: TimelineGrid) -> list[Line]:
    """A lane per watch that has a value at each timestep."""
    rows: list[Line] = []
    for watch in frame.stops.watches:
        if watch.lane is not None:
            named = [f"{watch.number} {printable(watch.text)}"]
            rows.extend(_with_scale(_rows_of(watch.lane, range(1), grid, named), watch.lane))
    return rows


def lane_rows(frame: Frame, grid: TimelineGrid) -> list[Line]:
    """The lanes: states and gates of the selected unit, and the input."""
    rows: list[Line] = []
    for lane in frame.timeline.lanes:
        most = _INPUTS if lane.every_unit else 1
        units = around(lane.high.shape[-1], _unit(frame, lane), most)
        rows.extend(_with_scale(_rows_of(lane, units, grid), lane))
    if frame.timeline.left_out:
        names = ", ".join(symbol(name) for name in frame.timeline.left_out)
        text = f"{names}: zoom in (>) to compute it"
        rows.append(line(Span(shortened(text, grid.label + grid.width + FINAL), "dim")))
    return rows


def prediction_rows(frame: Frame, grid: TimelineGrid) -> list[Line]:
    """The prediction at each timestep, a row per output, with the reference's value at its end."""
    lane, prediction = frame.timeline.predicted, frame.prediction
    if lane is None or prediction is None:
        return []
    outputs = range(min(lane.high.shape[-1], _OUTPUTS))
    head = [Span("prediction", "heading")]
    reference = prediction.reference
    if reference is not None:
        head.append(Span("Keras".rjust(grid.label - 10 + grid.width + FINAL), "dim"))
    rows = _rows_of(lane, outputs, grid, output_names(prediction, outputs))
    if reference is not None:
        each = 1 if grid.per == 1 else 2
        for index in outputs:
            number = Span(short(float(reference[index])).rjust(FINAL), "number")
            rows[index * each] = (*rows[index * each], number)
    return [tuple(head), *rows]


def _with_scale(rows: list[Line], lane: Lane) -> list[Line]:
    """The rows, with the value of the strongest colour at the end of the first."""
    text = f" ±{lane.scale:.3g}"
    text = text if len(text) <= FINAL else f" ±{lane.scale:.0e}"
    return [(*rows[0], Span(text, "dim")), *rows[1:]] if rows else rows


def _unit(frame: Frame, lane: Lane) -> int:
    return same_place(frame.unit, frame.steps[-1].results[0].value.shape, lane.shape)


def _rows_of(
    lane: Lane, units: range, grid: TimelineGrid, names: list[str] | None = None
) -> list[Line]:
    """A row per unit; zoomed out, two: the maximum and the minimum of each column."""
    if names is None:
        name = symbol(lane.name)
        names = [f"{name}{place_text(unit, lane.shape)}" for unit in units]
    part = slice(units.start, units.stop)
    highs: list[list[Any]] = grid.part(lane.high)[:, part].T.tolist()
    if grid.per == 1:
        return [
            (_label(name, grid.label), *heat(values, lane.scale, grid.cell))
            for name, values in zip(names, highs, strict=True)
        ]
    lows: list[list[Any]] = grid.part(lane.low)[:, part].T.tolist()
    rows: list[Line] = []
    for name, high, low in zip(names, highs, lows, strict=True):
        own = shortened(name, grid.label - 5).ljust(grid.label - 4)
        rows.append((Span(f"{own}max ", "dim"), *heat(high, lane.scale, grid.cell)))
        rows.append((Span("min ".rjust(grid.label), "dim"), *heat(low, lane.scale, grid.cell)))
    return rows


def heat(values: list[Any], scale: float, width: int) -> list[Span]:
    """A cell per value; neighbours of the same colour share a span."""
    spans: list[Span] = []
    text, role = "", ""
    for value in values:
        found = cell(value, scale, width)
        if found.role == role:
            text += found.text
        else:
            if text:
                spans.append(Span(text, role))
            text, role = found
    spans.append(Span(text, role))
    return spans


def _label(name: str, width: int) -> Span:
    return Span(shortened(name, width - 1).ljust(width), "dim")

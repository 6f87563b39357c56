"""The timeline: a layer's output over time as a heatmap, and the prediction closing on its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rnntui.debugger.frame import Frame
from rnntui.display.columns import around
from rnntui.display.heat import LEGEND, cell
from rnntui.display.notation import symbol
from rnntui.display.numbers import short
from rnntui.display.places import place_text, same_place
from rnntui.display.prediction import output_names
from rnntui.display.text import BLANK, Line, Span, line, shortened

if TYPE_CHECKING:
    import numpy as np
    from jaxtyping import Shaped

_LABEL = 10
_WIDEST = 5
_FINAL = 8
# Of more units those around the one that is written out are shown.
_MOST = 64
# What marks a masked timestep on the ruler line.
_MASKED = "░"
# And one at which a breakpoint would stop.
_STOP = "●"


def timeline_lines(frame: Frame, width: int, height: int) -> list[Line]:
    """Units down, time across; the cursor on a ruler line, the prediction's rows where they fit."""
    timeline = frame.timeline
    label, cell_width, shown = _grid(frame, width)
    units = timeline.values.shape[-1]
    ruler = _ruler(frame, shown, cell_width, label)
    states = _states(frame, shown, cell_width, label)
    prediction = _prediction(frame, shown, cell_width, label)
    if 2 + units + len(prediction) > height and len(prediction) < height - 3:
        rows = [*prediction[1:], *([BLANK] if prediction else []), *states]
    else:
        rows = [*states, *prediction]
    return [*ruler, *rows, _scales(frame, cell_width, width)]


def timestep_at(frame: Frame, width: int, x: int) -> int | None:
    """The timestep that stands in a column, if one does."""
    label, cell_width, shown = _grid(frame, width)
    index = (x - label) // cell_width
    return shown[index] if x >= label and index < len(shown) and not frame.outside_time else None


def _grid(frame: Frame, width: int) -> tuple[int, int, range]:
    """The width of the labels and of a timestep, and the timesteps in view."""
    label = _label_width(frame, width)
    room = width - label - _FINAL
    cell_width = max(1, min(_WIDEST, room // max(1, frame.timesteps)))
    return label, cell_width, _window(frame, max(1, room // cell_width))


def _label_width(frame: Frame, width: int) -> int:
    """Wide enough for the place of an image's last unit: hₜ[39,39,15]."""
    timeline = frame.timeline
    last = place_text(max(0, timeline.values.shape[-1] - 1), timeline.shape)
    return max(_LABEL, min(len(symbol(timeline.output)) + len(last) + 1, width // 3))


def _window(frame: Frame, count: int) -> range:
    """The timesteps in view: all, or those around the cursor."""
    timeline, t = frame.timeline, frame.cursor.t
    count = min(count, len(timeline.values))
    start = min(max(timeline.start, t - count // 2), timeline.start + len(timeline.values) - count)
    return range(start, start + count)


def _ruler(frame: Frame, shown: range, cell_width: int, indent: int) -> list[Line]:
    """Numbers of timesteps, and below them where the cursor is, and which are masked."""
    timeline = frame.timeline
    name = symbol(timeline.output)
    if frame.outside_time:
        return [line(Span(f"{name}, outside time: it has one value", "heading"))]
    more = "›" if shown.stop < frame.timesteps else ""
    lines = [line(Span("t".ljust(indent), "name"), Span(_numbers(shown, cell_width) + more, "dim"))]
    if timeline.from_end:
        rows = range(frame.timesteps - 1 - shown.start, frame.timesteps - 1 - shown.stop, -1)
        lines.append(
            line(Span("row".ljust(indent), "name"), Span(_numbers(rows, cell_width), "dim"))
        )
    lines.append(
        line(
            Span(f"{name} over t".ljust(indent - 1), "heading"),
            Span("‹" if shown.start else " ", "dim"),
            *_rails(frame, shown, cell_width),
        )
    )
    return lines


def _numbers(steps: range, cell_width: int) -> str:
    """The numbers of timesteps, or rows, over their cells: as many as there is room for."""
    apart = max(5, len(str(max(steps[0], steps[-1]) + 1)) + 2)
    every = next(n for n in (1, 2, 5, 10, 20, 50) if n * cell_width >= apart or n == 50)
    marks = [" "] * (len(steps) * cell_width + _FINAL)
    for index, step in enumerate(steps, start=1):
        label = str(step)
        at = index * cell_width - len(label)
        if step % every == 0 and at >= 0:
            marks[at : at + len(label)] = label
    return "".join(marks).rstrip()


def _rails(frame: Frame, shown: range, cell_width: int) -> list[Span]:
    """The ruler line: ▼ where the cursor is, ● where a breakpoint would stop."""
    times, start = frame.stops.times, frame.timeline.start
    spans: list[Span] = []
    for step in shown:
        rail = _rail(frame, step)
        if step == frame.cursor.t:
            mark = Span("▼", "cursor")
        elif times is not None and times[step - start]:
            mark = Span(_STOP, "bad")
        else:
            mark = Span(rail, "dim")
        for piece in (Span(rail * (cell_width - 1), "dim"), mark):
            if spans and spans[-1].role == piece.role:
                spans[-1] = Span(spans[-1].text + piece.text, piece.role)
            elif piece.text:
                spans.append(piece)
    return spans


def _rail(frame: Frame, step: int) -> str:
    masked = frame.timeline.masked
    return _MASKED if masked is not None and masked[step - frame.timeline.start] else "─"


def _row(label: Span, values: list[Any], scale: float, cell_width: int) -> list[Span]:
    return [label, *(cell(value, scale, cell_width) for value in values)]


def _states(frame: Frame, shown: range, cell_width: int, indent: int) -> list[Line]:
    timeline = frame.timeline
    name = symbol(timeline.output)
    values = _part(timeline.values, timeline.start, shown).T
    shape = frame.steps[-1].results[0].value.shape
    units = around(len(values), same_place(frame.unit, shape, timeline.shape), _MOST)
    columns = values[units.start : units.stop].tolist()
    rows: list[Line] = [
        tuple(_row(_label(name, unit, timeline.shape, indent), values, timeline.scale, cell_width))
        for unit, values in zip(units, columns, strict=True)
    ]
    if len(units) < len(values):
        first, last = (place_text(unit, timeline.shape) for unit in (units[0], units[-1]))
        text = f"units {first.strip('[]')} to {last.strip('[]')} of {len(values)}"
        rows.append(line(Span(text, "dim")))
    return rows


def _label(name: str, unit: int, shape: tuple[int, ...], indent: int) -> Span:
    return Span(shortened(f"{name}{place_text(unit, shape)}", indent - 1).ljust(indent), "dim")


def _prediction(frame: Frame, shown: range, cell_width: int, indent: int) -> list[Line]:
    timeline, prediction = frame.timeline, frame.prediction
    if timeline.prediction is None or prediction is None:
        return []
    rows = _part(timeline.prediction, timeline.start, shown).T[:_MOST].tolist()
    names = output_names(prediction, range(len(rows)))
    head = [Span("prediction", "heading")]
    keras = prediction.keras
    if keras is not None:
        head.append(Span("Keras".rjust(len(shown) * cell_width + _FINAL), "dim"))
    lines: list[Line] = [BLANK, tuple(head)]
    for index, values in enumerate(rows):
        label = Span(shortened(names[index], indent - 1).ljust(indent), "dim")
        spans = _row(label, values, timeline.prediction_scale, cell_width)
        if keras is not None:
            spans.append(Span(short(float(keras[index])).rjust(_FINAL), "number"))
        lines.append(tuple(spans))
    return lines


def _part(
    values: Shaped[np.ndarray, "steps M"], start: int, shown: range
) -> Shaped[np.ndarray, "shown M"]:
    return values[shown.start - start : shown.stop - start]


def _scales(frame: Frame, cell_width: int, width: int) -> Line:
    timeline = frame.timeline
    text = f"colours: {symbol(timeline.output)} ±{timeline.scale:.3g}"
    if timeline.prediction is not None:
        text += f", prediction ±{timeline.prediction_scale:.3g}"
    masked = timeline.masked
    if masked is not None and masked.any():
        text += f"   {_MASKED} masked"
    if frame.stops.times is not None:
        text += f"   {_STOP} stops"
    if cell_width == 1:
        text += f"   {LEGEND}"
    return line(Span(shortened(text, width), "dim"))

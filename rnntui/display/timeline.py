"""The timeline: a layer's output over time as a heatmap, and the prediction closing on its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rnntui.debugger.frame import Frame
from rnntui.display.columns import around
from rnntui.display.heat import LEGEND, cell
from rnntui.display.notation import symbol
from rnntui.display.numbers import short
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


def timeline_lines(frame: Frame, width: int, height: int) -> list[Line]:
    """Units down, time across; the cursor on a ruler line, the prediction's rows where they fit."""
    timeline = frame.timeline
    room = width - _LABEL - _FINAL
    cell_width = max(1, min(_WIDEST, room // max(1, frame.timesteps)))
    shown = _window(frame, max(1, room // cell_width))
    units = timeline.values.shape[-1]
    ruler = _ruler(frame, shown, cell_width)
    states = _states(frame, shown, cell_width)
    prediction = _prediction(frame, shown, cell_width)
    if 2 + units + len(prediction) > height and len(prediction) < height - 3:
        rows = [*prediction[1:], BLANK, *states]
    else:
        rows = [*states, *prediction]
    return [*ruler, *rows, _scales(frame, cell_width)]


def _window(frame: Frame, count: int) -> range:
    """The timesteps in view: all, or those around the cursor."""
    timeline, t = frame.timeline, frame.cursor.t
    count = min(count, len(timeline.values))
    start = min(max(timeline.start, t - count // 2), timeline.start + len(timeline.values) - count)
    return range(start, start + count)


def _ruler(frame: Frame, shown: range, cell_width: int) -> list[Line]:
    """Numbers of timesteps, and below them where the cursor is."""
    t = frame.cursor.t
    apart = max(5, len(str(shown.stop)) + 2)
    every = next(n for n in (1, 2, 5, 10, 20, 50) if n * cell_width >= apart or n == 50)
    marks = [" "] * (len(shown) * cell_width + _FINAL)
    for step in shown:
        label = str(step)
        at = (step - shown.start + 1) * cell_width - len(label)
        if step % every == 0 and at >= 0:
            marks[at : at + len(label)] = label
    before = (t - shown.start + 1) * cell_width - 1
    pointer = Span("▼", "cursor")
    ends = ("‹" if shown.start else " ", "›" if shown.stop < frame.timesteps else "")
    return [
        line(Span("t".ljust(_LABEL), "name"), Span("".join(marks).rstrip() + ends[1], "dim")),
        line(
            Span(f"{symbol(frame.timeline.output)} over t".ljust(_LABEL - 1), "heading"),
            Span(ends[0], "dim"),
            Span("─" * before, "dim"),
            pointer,
            Span("─" * (len(shown) * cell_width - before - 1), "dim"),
        ),
    ]


def _row(label: Span, values: list[Any], scale: float, cell_width: int) -> list[Span]:
    return [label, *(cell(value, scale, cell_width) for value in values)]


def _states(frame: Frame, shown: range, cell_width: int) -> list[Line]:
    timeline = frame.timeline
    name = symbol(timeline.output)
    values = _part(timeline.values, timeline.start, shown).T
    units = around(len(values), min(frame.unit, len(values) - 1), _MOST)
    columns = values[units.start : units.stop].tolist()
    rows: list[Line] = [
        tuple(
            _row(Span(f"{name}[{unit}]".ljust(_LABEL), "dim"), values, timeline.scale, cell_width)
        )
        for unit, values in zip(units, columns, strict=True)
    ]
    if len(units) < len(values):
        text = f"units {units.start} to {units.stop - 1} of {len(values)}"
        rows.append(line(Span(text, "dim")))
    return rows


def _prediction(frame: Frame, shown: range, cell_width: int) -> list[Line]:
    timeline, prediction = frame.timeline, frame.prediction
    if timeline.prediction is None or prediction is None:
        return []
    rows = _part(timeline.prediction, timeline.start, shown).T.tolist()
    names = output_names(prediction)
    head = [Span("prediction", "heading")]
    keras = prediction.keras
    if keras is not None:
        head.append(Span("Keras".rjust(len(shown) * cell_width + _FINAL), "dim"))
    lines: list[Line] = [BLANK, tuple(head)]
    for index, values in enumerate(rows):
        label = Span(shortened(names[index], _LABEL - 1).ljust(_LABEL), "dim")
        spans = _row(label, values, timeline.prediction_scale, cell_width)
        if keras is not None:
            spans.append(Span(short(float(keras[index])).rjust(_FINAL), "number"))
        lines.append(tuple(spans))
    return lines


def _part(
    values: Shaped[np.ndarray, "steps M"], start: int, shown: range
) -> Shaped[np.ndarray, "shown M"]:
    return values[shown.start - start : shown.stop - start]


def _scales(frame: Frame, cell_width: int) -> Line:
    timeline = frame.timeline
    text = f"colours: {symbol(timeline.output)} ±{timeline.scale:.3g}"
    if timeline.prediction is not None:
        text += f", prediction ±{timeline.prediction_scale:.3g}"
    if cell_width == 1:
        text += f"   {LEGEND}"
    return line(Span(text, "dim"))

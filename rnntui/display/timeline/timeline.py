"""The timeline pane: a variable over time as a heatmap, the prediction as a chart, and lanes."""

from __future__ import annotations

from rnntui.debugger.frame.frame import Frame
from rnntui.display.primitives.heat import LEGEND
from rnntui.display.primitives.notation import symbol
from rnntui.display.primitives.text import BLANK, Line, Span, line, printable, shortened
from rnntui.display.timeline.chart import CHARTS, KERAS, LINE, TARGET, chart_rows
from rnntui.display.timeline.grid import MASKED, PARTLY, STOP, TimelineGrid, grid_of
from rnntui.display.timeline.rows import lane_rows, prediction_rows, unit_rows, watch_rows
from rnntui.display.timeline.ruler import ruler

# At least this many lines for units; up to this many reserved for charts and for watches.
_FEWEST, _CHART, _WATCHED = 4, 4, 2
# The height of a chart, in little room and in enough.
_LOW, _HIGH = 2, 4


def timeline_lines(frame: Frame, width: int, height: int) -> list[Line]:
    """Units down, time across, below a ruler; then charts and lanes."""
    timeline = frame.timeline
    grid = grid_of(frame, width)
    head = ruler(frame, grid)
    foot = [_scales(frame, grid, width)]
    chart, heat = _prediction(frame, grid)
    each = 2 if timeline.per > 1 else 1
    watched = watch_rows(frame, grid)
    reserved = min(len(chart), _CHART) + min(len(watched), _WATCHED)
    room = max(_FEWEST // each, (height - len(head) - 1 - reserved) // each)
    units = [*unit_rows(frame, grid, room), *watched]
    rest = [*_after(heat), *_after(lane_rows(frame, grid)), *foot]
    free = height - len(head) - len(units) - len(foot) - len(chart) - 1
    if free >= len(chart) > 0:
        chart, _ = _prediction(frame, grid, _HIGH)
    elif free < 0:
        return [*head, *units, *chart, *rest]
    return [*head, *units, *_after(chart), *rest]


def _prediction(
    frame: Frame, grid: TimelineGrid, height: int = _LOW
) -> tuple[list[Line], list[Line]]:
    """Charts of the prediction; and its heatmap, if there are more outputs than charts."""
    if frame.outside_time:
        return [], []
    lane = frame.timeline.predicted
    many = lane is not None and lane.high.shape[-1] > CHARTS
    return chart_rows(frame, grid, height), prediction_rows(frame, grid) if many else []


def timeline_title(frame: Frame) -> str:
    """The layer, the zoom, and the legend of the chart."""
    timeline = frame.timeline
    parts = [f"TIMELINE  {printable(timeline.layer)}"]
    if timeline.per > 1:
        parts.append(f"{timeline.per} t per column")
    prediction = frame.prediction
    if timeline.predicted is not None and prediction is not None and not frame.outside_time:
        marks = [LINE]
        if timeline.target is not None or prediction.target is not None:
            marks.append(TARGET)
        if prediction.reference is not None:
            marks.append(KERAS)
        parts.append("  ".join(marks))
    return "   ".join(parts)


def timestep_at(frame: Frame, width: int, x: int) -> int | None:
    """The first timestep in a column of the screen, or None."""
    return None if frame.outside_time else grid_of(frame, width).timestep(x)


def _after(rows: list[Line]) -> list[Line]:
    return [BLANK, *rows] if rows else []


def _scales(frame: Frame, grid: TimelineGrid, width: int) -> Line:
    timeline = frame.timeline
    parts = [f"colours: {symbol(timeline.output)} ±{timeline.scale:.3g}"]
    if timeline.predicted is not None and timeline.predicted.high.shape[-1] > CHARTS:
        parts[-1] += f", prediction ±{timeline.predicted.scale:.3g}"
    if timeline.masked is not None and timeline.masked.any():
        some = f"  {PARTLY} partly" if timeline.per > 1 else ""
        parts.append(f"{MASKED} masked{some}")
    if frame.stops.times is not None:
        parts.append(f"{STOP} stops")
    if grid.cell == 1:
        parts.append(LEGEND)
    return line(Span(shortened("   ".join(parts), width), "dim"))

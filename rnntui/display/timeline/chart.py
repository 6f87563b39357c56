"""The prediction over time as a braille chart, with the target and the reference's final value."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from rnntui.debugger.frame.frame import Frame, Prediction
from rnntui.display.prediction.prediction import output_names
from rnntui.display.primitives.braille import BITS, braille
from rnntui.display.primitives.columns import around
from rnntui.display.primitives.heat import tiny
from rnntui.display.primitives.numbers import short
from rnntui.display.primitives.text import Line, Span, shortened
from rnntui.display.timeline.grid import FINAL, TimelineGrid

# The legend of the chart.
LINE, TARGET, KERAS = "⣀ yₜ", "┄ target", "◆ Keras"
CHARTS = 3


def chart_rows(frame: Frame, grid: TimelineGrid, height: int) -> list[Line]:
    """A chart of `height` lines per output, for at most CHARTS around the selected unit."""
    timeline, prediction = frame.timeline, frame.prediction
    lane, extent = timeline.predicted, timeline.extent
    if lane is None or extent is None or prediction is None:
        return []
    outputs = lane.high.shape[-1]
    unit = frame.unit if frame.layer.label == prediction.layer else 0
    shown = around(outputs, min(unit, outputs - 1), CHARTS)
    highs, lows = grid.part(lane.high), grid.part(lane.low)
    rows: list[Line] = []
    for name, index in zip(output_names(prediction, shown), shown, strict=True):
        reference = None if prediction.reference is None else float(prediction.reference[index])
        high: list[Any] = highs[:, index].tolist()
        low: list[Any] = lows[:, index].tolist()
        targets = _targets(frame, grid, index)
        known = [*high, *low, *([] if reference is None else [reference])]
        known += targets if timeline.target is not None else []
        known += [float(extent[0][index]), float(extent[1][index])]
        finite = [value for value in known if math.isfinite(value)]
        bottom, top = (min(finite), max(finite)) if finite else (0.0, 0.0)
        strokes, scale = _line(low, high, grid.cell), Scale(bottom, top, height)
        label = [shortened(name, grid.label - 1), *[""] * (height - 2), scale.text]
        ends = scale.ends(targets[-1] if targets else None, reference)
        spans = _dots(grid, strokes, targets, scale)
        rows.extend(
            (Span(text.ljust(grid.label), "dim"), *dots, end)
            for text, dots, end in zip(label, spans, ends, strict=True)
        )
    return rows


def _targets(frame: Frame, grid: TimelineGrid, index: int) -> list[float]:
    """The target over time; constant, unless the model has an output per timestep."""
    timeline, prediction = frame.timeline, frame.prediction
    assert prediction is not None
    if timeline.target is not None:
        found: list[float] = grid.part(timeline.target.high)[:, index].tolist()
        return found
    target = _final(prediction, index)
    return [] if target is None else [target] * len(grid.shown)


def _final(prediction: Prediction, index: int) -> float | None:
    return None if prediction.target is None else float(prediction.target[index])


def _line(low: list[Any], high: list[Any], cell: int) -> list[tuple[float, float]]:
    """The lower and upper end of the stroke in each column of dots, joined to the previous one."""
    dots: list[tuple[float, float]] = []
    for index, (least, most) in enumerate(zip(low, high, strict=True)):
        if least != most or index == 0 or not math.isfinite(high[index - 1]):
            before_low, before_high = (low[index - 1], high[index - 1]) if index else (least, most)
            # Several values: a stroke from minimum to maximum, extended to meet the previous one.
            joined = (min(least, before_high), max(most, before_low))
            stroke = joined if all(math.isfinite(end) for end in joined) else (least, most)
            dots += [stroke, *[(least, most)] * (2 * cell - 1)]
            continue
        before = high[index - 1] if low[index - 1] == high[index - 1] else least
        last = before
        for step in range(1, 2 * cell + 1):
            value = before + (most - before) * step / (2 * cell)
            dots.append((min(last, value), max(last, value)))
            last = value
    return dots


def _dots(
    grid: TimelineGrid, strokes: list[tuple[float, float]], targets: list[float], scale: Scale
) -> list[list[Span]]:
    """Rows of braille: the line, and the target as a dashed line."""
    bits = [[0] * grid.width for _ in range(scale.rows)]
    own = [[False] * grid.width for _ in range(scale.rows)]
    for column, (value, y) in enumerate(zip(targets, scale.downs(targets), strict=True)):
        for x in range(2 * grid.cell * column, 2 * grid.cell * (column + 1)):
            if x % 4 < 2 and math.isfinite(value):
                bits[y // 4][x // 2] |= BITS[y % 4][x % 2]
    downs = scale.downs([end for stroke in strokes for end in stroke])
    for x, (least, most) in enumerate(strokes):
        if not (math.isfinite(least) and math.isfinite(most)):
            continue
        for y in range(downs[2 * x + 1], downs[2 * x] + 1):
            bits[y // 4][x // 2] |= BITS[y % 4][x % 2]
            own[y // 4][x // 2] = True
    return [_row(dots, mine) for dots, mine in zip(bits, own, strict=True)]


def _row(dots: list[int], mine: list[bool]) -> list[Span]:
    spans: list[Span] = []
    for bit, is_line in zip(dots, mine, strict=True):
        role = "number" if is_line else "operand"
        text = braille(bit)
        if spans and spans[-1].role == role:
            spans[-1] = Span(spans[-1].text + text, role)
        else:
            spans.append(Span(text, role))
    return spans


@dataclass(frozen=True)
class Scale:
    """The vertical axis of a chart: the values at its bottom and top, and its number of rows."""

    bottom: float
    top: float
    rows: int

    @property
    def text(self) -> str:
        """Both ends, in nine characters."""
        return f"{tiny(self.bottom)}…{tiny(self.top)}"

    def down(self, value: float) -> int:
        """The distance of a value from the top, in dots."""
        return self.downs([value])[0]

    def downs(self, values: list[float]) -> list[int]:
        """The distances of several values; NaN is at the top."""
        last = 4 * self.rows - 1
        if self.top <= self.bottom:
            return [last // 2] * len(values)
        inside = np.clip(np.nan_to_num(np.array(values), nan=self.top), self.bottom, self.top)
        share = (inside - self.bottom) / (self.top - self.bottom)
        found: list[int] = np.rint((1 - share) * last).astype(int).tolist()
        return found

    def ends(self, target: float | None, reference: float | None) -> list[Span]:
        """The text at the right end of each row: the reference's value and the target."""
        ends = [Span("") for _ in range(self.rows)]
        at = -1
        if reference is not None and math.isfinite(reference):
            at = self.down(reference) // 4
            ends[at] = Span(f"◆{short(reference)}"[:FINAL], "good")
        if target is not None and math.isfinite(target):
            row = self.down(target) // 4
            if row == at:
                below = (reference or 0.0) >= target
                row += 1 if (below and row + 1 < self.rows) or row == 0 else -1
            beyond = "↑" if target > self.top else "↓" if target < self.bottom else "┄"
            ends[row] = Span(f"{beyond}{short(target)}"[:FINAL], "operand")
        return ends

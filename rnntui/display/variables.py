"""The variables of the stage at t, aligned; what differs from the last stop is marked."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np

from rnntui.debugger.frame import Frame, LayerView
from rnntui.display.columns import CELL, around
from rnntui.display.notation import symbol
from rnntui.display.numbers import number
from rnntui.display.text import BLANK, Line, Span, shortened

if TYPE_CHECKING:
    from jaxtyping import Bool, Shaped

_CELL = CELL + 1
# Of a longer vector those around the unit that is written out are shown.
_MOST = 96


def variable_lines(frame: Frame, width: int) -> list[Line]:
    """Every named value of every layer of the stage, the cursor's own marked with a ▶."""
    names = [symbol(name) for layer in frame.layers for name in layer.values]
    indent = max(len(name) for name in names) + 3
    lines: list[Line] = []
    for index, layer in enumerate(frame.layers):
        if index:
            lines.append(BLANK)
        here = index == frame.cursor.node
        heading = Span(shortened(layer.label, width), "heading" if here else "name")
        lines.append(
            (heading, *_legend(frame, width - len(heading.text))) if index == 0 else (heading,)
        )
        lines.extend(_layer(layer, frame, indent, width, here=here))
    return lines


def _legend(frame: Frame, room: int) -> Line:
    """What the stars mean, where there are any and there is room."""
    text = "   * changed since the last stop"
    marked = any(np.any(mask) for layer in frame.layers for mask in layer.changed.values())
    return (Span(text, "dim"),) if marked and len(text) <= room else ()


def current_lines(lines: list[Line]) -> range:
    """Which of the variable lines hold what the current equation computes."""
    leads = [index for index, found in enumerate(lines) if found and found[0].role == "cursor"]
    if not leads:
        return range(0)
    stop = leads[-1] + 1
    while stop < len(lines) and lines[stop] and lines[stop][0].text.startswith("  ["):
        stop += 1
    return range(leads[0], stop)


def _layer(layer: LayerView, frame: Frame, indent: int, width: int, *, here: bool) -> list[Line]:
    lines = []
    targets = frame.equation.targets if here else ()
    reads = frame.equation.reads if here else ()
    for name, value in layer.values.items():
        if name in targets:
            label = Span(f"▶ {symbol(name)}".ljust(indent), "cursor")
        elif name in reads:
            label = Span(f"› {symbol(name)}".ljust(indent), "operand")
        else:
            label = Span(f"  {symbol(name)}".ljust(indent), "name")
        lines.extend(
            _vector(label, value.reshape(-1), layer.changed[name].reshape(-1), frame.unit, width)
        )
    return lines


def _vector(
    label: Span,
    value: Shaped[np.ndarray, " M"],
    changed: Bool[np.ndarray, " M"],
    unit: int,
    width: int,
) -> list[Line]:
    """A vector in as many lines as it needs, each but the first led by its index."""
    indent = len(label.text)
    per_line = max(1, (width - indent) // _CELL)
    shown = around(len(value), min(unit, len(value) - 1), _MOST)
    values: list[Any] = value[shown.start : shown.stop].tolist()
    marks: list[bool] = changed[shown.start : shown.stop].tolist()
    lines = []
    for start in range(0, len(values), per_line):
        stop = min(start + per_line, len(values))
        index = shown.start + start
        head = Span(f"  [{index}]".ljust(indent), "dim") if index else label
        lines.append((head, *(_cell(values[i], marks[i]) for i in range(start, stop))))
    if shown.start:
        lines.insert(0, (label, Span(f" {shown.start} before these", "dim")))
    if shown.stop < len(value):
        more = f"  + {len(value) - shown.stop} more"
        lines.append((Span("  […]".ljust(indent), "dim"), Span(more, "dim")))
    return lines


def _cell(value: float, changed: bool) -> Span:
    mark = "*" if changed else " "
    role = "odd" if not math.isfinite(value) else "changed" if changed else "number"
    return Span(f" {number(value)}{mark}", role)

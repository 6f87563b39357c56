"""The numbers of an array, each with a bar and its change; a summary of a long array."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rnntui.data.dataset import ColumnInfo
from rnntui.debugger.number_format import EXACT
from rnntui.display.primitives.bars import bar, largest
from rnntui.display.primitives.columns import around
from rnntui.display.primitives.index_labels import place_text, shape_text
from rnntui.display.primitives.numbers import number, physical, short, width_of
from rnntui.display.primitives.text import Line, Span, line, shortened
from rnntui.display.primitives.vector_summary import spark, statistics

if TYPE_CHECKING:
    from jaxtyping import Shaped

# A vector up to this long is never summarized.
SHORT = 8
_LEAST_BAR, _MOST_BAR = 2, 16
# ▲+0.012
_CHANGE = 7


@dataclass(frozen=True, eq=False)
class Shown:
    """An array, and how to show it.

    label: its name, padded to the indent of all names
    value, before: now and at the last stop; before is None if there is no earlier value
    unit: the flat index to show it around
    opened: whether a long array is written out; most: at most this many numbers of it
    columns, sample: names and physical units of its numbers, if the data has them
    """

    label: Span
    value: Shaped[np.ndarray, "..."]
    before: Shaped[np.ndarray, "..."] | None
    unit: int
    opened: bool
    most: int
    digits: int
    columns: ColumnInfo | None = None
    sample: int = 0


def array_lines(shown: Shown, width: int) -> list[Line]:
    """The array in lines: the first starts with the label, the others with an index."""
    value = shown.value
    indent = len(shown.label.text)
    if shown.columns is not None:
        return _named(shown, width)
    if value.ndim > 1:
        shape, room = f" {shape_text(value.shape)}", max(0, width - indent)
        if not shown.opened:
            summary = statistics(value.reshape(-1), shown.digits, room - len(shape) - 2)
            return [line(shown.label, Span(shortened(f"{shape}: {summary}", room), "dim"))]
        text = f"{shape} around {place_text(shown.unit, value.shape)}"
        head = line(shown.label, Span(shortened(text, room), "dim"))
        return [head, *_cells(shown, width, own=True)]
    if value.size > SHORT and not shown.opened:
        return _short(shown, width)
    if value.size > SHORT:
        text = statistics(value.reshape(-1), shown.digits, width - indent - 1)
        return [line(shown.label, Span(f" {text}", "dim")), *_cells(shown, width, own=True)]
    lines = _cells(shown, width, own=False)
    return [(shown.label, *lines[0][1:]), *lines[1:]]


def _short(shown: Shown, width: int) -> list[Line]:
    """A summary: bars and statistics, in one line if they fit, else in two."""
    flat = shown.value.reshape(-1)
    indent = len(shown.label.text)
    room = width - indent - 1
    text = f"{flat.size}: {statistics(flat, shown.digits, room - len(str(flat.size)) - 2)}"
    changes = _changes(shown)
    if len(text) + min(flat.size, 24) + 2 <= room:
        pieces = spark(flat, min(24, room - len(text) - 2))
        used = sum(len(span.text) for span in pieces) + len(text) + 2
        first = line(shown.label, Span(" "), *pieces, Span(f"  {text}", "dim"))
        return [(*first, Span(changes, "changed"))] if used + len(changes) <= room else [first]
    pieces = spark(flat, max(1, room - (len(changes) if room > 2 * len(changes) else 0)))
    used = sum(len(span.text) for span in pieces)
    first = line(shown.label, Span(" "), *pieces)
    if changes and used + len(changes) <= room:
        first = (*first, Span(changes, "changed"))
    return [first, line(Span(" " * (indent + 1) + text, "dim"))]


def _changes(shown: Shown) -> str:
    """The largest change in a long vector, and its index."""
    changes = _deltas(shown, range(shown.value.size))
    if changes is None or not (changes != 0).any():
        return ""
    sizes = np.nan_to_num(np.abs(changes), nan=0.0, posinf=0.0)
    place = int(np.argmax(sizes))
    text = _change(float(changes[place]))
    return f" {text} at {place_text(place, shown.value.shape)}"


def _cells(shown: Shown, width: int, *, own: bool) -> list[Line]:
    """The numbers side by side, around the selected unit.

    own: whether the lines start with an index of their own, below a line with the label
    """
    value = shown.value
    flat, shape = value.reshape(-1), value.shape
    indent = len(shown.label.text)
    if own:
        indent = max(indent, len(place_text(flat.size - 1, shape)) + 3)
    cell = _number_width(shown)
    room = width - indent
    per_line = max(1, room // (cell + _LEAST_BAR + _CHANGE + 2))
    if not own:
        # Balance the lines: four numbers as two and two, not three and one.
        count = -(-max(flat.size, 1) // per_line)
        per_line = -(-max(flat.size, 1) // count)
    size = min(_MOST_BAR, room // per_line - cell - _CHANGE - 2)
    most = max(shown.most, SHORT) if value.ndim <= 1 else 2 * per_line
    if own:
        most = max(per_line, most // per_line * per_line)
    part = around(flat.size, shown.unit, most)
    if own:
        # Numbers keep their lines, whichever is selected.
        first = part.start // per_line * per_line
        first += per_line * (shown.unit >= first + most)
        part = range(first, min(first + most, flat.size))
    numbers: list[float] = flat[part.start : part.stop].astype(np.float64).tolist()
    deltas = _deltas(shown, part)
    marks = [0.0] * len(numbers) if deltas is None else deltas.tolist()
    scale = largest(flat)
    lines = []
    for start in range(0, len(numbers), per_line):
        place = place_text(part.start + start, shape)
        spans = [Span(f"  {place}".ljust(indent), "dim")]
        for index in range(start, min(start + per_line, len(numbers))):
            selected = own and part.start + index == shown.unit
            spans.extend(
                _cell(numbers[index], marks[index], cell, size, scale, shown.digits, own=selected)
            )
        lines.append(tuple(spans))
    if part.stop < flat.size and own:
        lines.append(line(Span("  […]".ljust(indent), "dim"), Span(f" of {flat.size}", "dim")))
    return lines


def _cell(
    value: float, change: float, width: int, size: int, scale: float, digits: int, *, own: bool
) -> Line:
    """A number, its bar and its change."""
    role = "unit" if own else "number"
    text = f" {number(value, width, digits)}"
    spans = [Span(text, role if math.isfinite(value) else "odd")]
    if size >= _LEAST_BAR:
        gap = size > 2 * _LEAST_BAR
        spans.extend((Span(" "), bar(value, scale, size - gap), Span(" " * gap)))
    spans.append(Span(_change(change).ljust(_CHANGE), "changed"))
    return tuple(spans)


def _named(shown: Shown, width: int) -> list[Line]:
    """A line per number, with its name and its value in physical units."""
    columns = shown.columns
    assert columns is not None
    indent, cell = len(shown.label.text), _number_width(shown)
    flat = shown.value.reshape(-1)
    numbers = flat.astype(np.float64)
    raw = [
        physical(float(value), unit)
        for value, unit in zip(
            columns.physical(numbers, shown.sample).tolist(), columns.units, strict=True
        )
    ]
    wide = max(len(text) for text in raw) + 1 if columns.standardised else 0
    room = width - indent - 1 - cell - 1 - _CHANGE - wide - 1
    name = min(max(len(text) for text in columns.names), max(3, room))
    size = min(_MOST_BAR, room - name)
    deltas = _deltas(shown, range(flat.size))
    scale = largest(flat)
    lines = []
    for index, value in enumerate(numbers.tolist()):
        change = 0.0 if deltas is None else float(deltas[index])
        head = (
            shown.label if index == 0 else Span(f"  {place_text(index, ())}".ljust(indent), "dim")
        )
        spans = [head, Span(f" {shortened(columns.names[index], name):<{name}}", "name")]
        spans.extend(_cell(value, change, cell, size, scale, shown.digits, own=False))
        if wide:
            spans.append(Span(raw[index].rjust(wide), "dim"))
        lines.append(tuple(spans))
    return lines


def _number_width(shown: Shown) -> int:
    if shown.digits == EXACT and shown.value.dtype == np.float64:
        return 24
    return width_of(shown.digits)


def _deltas(shown: Shown, part: range) -> np.ndarray[tuple[int], np.dtype[np.float64]] | None:
    """Changes since the last stop, 0 from NaN to NaN; None if there is nothing to compare with."""
    if shown.before is None or shown.before.shape != shown.value.shape:
        return None
    now = shown.value.reshape(-1)[part.start : part.stop].astype(np.float64)
    before = shown.before.reshape(-1)[part.start : part.stop].astype(np.float64)
    with np.errstate(all="ignore"):
        change = now - before
    change[(now == before) | (np.isnan(now) & np.isnan(before))] = 0.0
    return change


def _change(change: float) -> str:
    """▲+0.012, ▼-1.330; * for a change to or from NaN or infinity."""
    if not change:
        return ""
    if not math.isfinite(change):
        return "*"
    return f"{'▲' if change > 0 else '▼'}{short(change, 3)}"

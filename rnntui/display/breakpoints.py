"""The pane of breakpoints, with hit counts, and of watches, with their values over t."""

from __future__ import annotations

import math

import numpy as np

from rnntui.debugger.breakpoints.breakpoints import Breakpoint
from rnntui.debugger.frame.frame import Frame
from rnntui.debugger.frame.stops import Sign, Watched, sign_of
from rnntui.display.primitives.numbers import short
from rnntui.display.primitives.sparkline import BLOCKS, block
from rnntui.display.primitives.text import BLANK, Line, Span, counted, line, printable, shortened

SIGNS: dict[Sign, Span] = {
    "on": Span("●", "bad"),
    "if": Span("◐", "changed"),
    "off": Span("○", "dim"),
}
# At most this many timesteps of a watch, even in a wider pane.
_LONGEST = 48
_VALUES = 4


def stops_lines(frame: Frame, width: int) -> list[Line]:
    """Every breakpoint with its hits, every watch with its value now and over t."""
    stops = frame.stops
    lines: list[Line] = []
    for breakpoint_ in stops.breakpoints:
        lines.extend(_breakpoint(breakpoint_, width))
    if not lines:
        lines.append(_note("no breakpoints: b sets one", width))
    if stops.watches:
        lines.append(BLANK)
    for watch in stops.watches:
        lines.extend(_watch(watch, frame, width))
    if not stops.watches:
        lines.append(_note("no watches: w adds one", width))
    return lines


def _note(text: str, width: int) -> Line:
    return line(Span(shortened(text, width), "dim"))


def _breakpoint(breakpoint_: Breakpoint, width: int) -> list[Line]:
    notes = [counted(breakpoint_.hits, "hit")]
    if breakpoint_.ignore:
        notes.insert(0, f"ignores {breakpoint_.ignore}")
    if breakpoint_.temporary:
        notes.insert(0, "once")
    if not breakpoint_.enabled:
        notes.insert(0, "off")
    note = ", ".join(notes)
    start = f"{breakpoint_.number:>2} "
    room = width - len(start) - 2
    role = "text" if breakpoint_.enabled else "dim"
    text = printable(breakpoint_.text)
    if len(text) + 2 + len(note) <= room:
        rest = Span(f"{note:>{room - len(text)}}", "dim")
        return [line(Span(start, "dim"), SIGNS[sign_of(breakpoint_)], Span(f" {text}", role), rest)]
    head = line(
        Span(start, "dim"), SIGNS[sign_of(breakpoint_)], Span(f" {shortened(text, room)}", role)
    )
    return [head, line(Span(shortened(f"     {note}", width), "dim"))]


def _watch(watch: Watched, frame: Frame, width: int) -> list[Line]:
    start = f"{watch.number:>2} "
    text = printable(watch.text)
    if watch.value is None:
        return [
            line(Span(start, "dim"), Span(shortened(text, width - len(start)), "name")),
            line(Span(shortened(f"   {watch.error}", width), "bad")),
        ]
    value = _value(watch.value)
    if len(start) + len(text) + 3 + len(value) <= width:
        head = [line(Span(start, "dim"), Span(text, "name"), Span(f" = {value}", "number"))]
    else:
        head = [
            line(Span(start, "dim"), Span(shortened(text, width - len(start)), "name")),
            line(Span(shortened(f"   = {value}", width), "number")),
        ]
    return [*head, _over_time(watch, frame, width)]


def _value(value: np.ndarray[tuple[int, ...], np.dtype[np.generic]]) -> str:
    flat = value.reshape(-1)
    cells = " ".join(_cell(item) for item in flat[:_VALUES].tolist())
    if not value.ndim:
        return cells
    more = f" … {flat.size} in all" if flat.size > _VALUES else ""
    return f"[{cells}{more}]"


def _cell(item: object) -> str:
    return short(item).strip() if isinstance(item, float) else str(item)


def _over_time(watch: Watched, frame: Frame, width: int) -> Line:
    """A bar per timestep around the cursor, the cursor's marked, and the range of values."""
    t = frame.cursor.t
    finite = watch.series[np.isfinite(watch.series)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 0.0)
    unit = "" if watch.unit is None else f"[{watch.unit}] "
    bounds = f" {short(low).strip()} to {short(high).strip()}"
    room = max(1, min(_LONGEST, width - 3 - len(unit) - len(bounds)))
    count = min(room, len(watch.series))
    here = min(max(t - watch.start, 0), len(watch.series) - 1)
    first = min(max(0, here - count // 2), len(watch.series) - count)
    bars = [_bar(value, low, high) for value in watch.series[first : first + count].tolist()]
    at = here - first
    return line(
        Span(f"   {unit}", "dim"),
        Span("".join(bars[:at]), "number"),
        # A full block would hide the cursor's colour.
        Span(bars[at].replace(BLOCKS[-1], BLOCKS[-2]), "cursor"),
        Span("".join(bars[at + 1 :]), "number"),
        Span(shortened(bounds, max(0, width - 3 - len(unit) - count)), "dim"),
    )


def _bar(value: float, low: float, high: float) -> str:
    if math.isinf(value):
        return "∞"
    return BLOCKS[0] if high <= low and not math.isnan(value) else block(value, low, high)

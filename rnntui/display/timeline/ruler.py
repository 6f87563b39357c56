"""The ruler above a timeline: numbers, the cursor, masked timesteps, breakpoints, saturation."""

from __future__ import annotations

from typing import Any

from rnntui.debugger.frame.frame import Frame
from rnntui.display.primitives.notation import symbol
from rnntui.display.primitives.text import Line, Span, line, shortened
from rnntui.display.timeline.grid import FINAL, MASKED, PARTLY, STOP, TimelineGrid


def ruler(frame: Frame, grid: TimelineGrid) -> list[Line]:
    """Numbers of timesteps, and the marks below them."""
    timeline, shown = frame.timeline, grid.shown
    name = symbol(timeline.output)
    if frame.outside_time:
        return [line(Span(f"{name}: one value for the whole sequence", "heading"))]
    more = "›" if shown.stop * grid.per < frame.timesteps else ""
    steps = range(shown.start * grid.per, shown.stop * grid.per, grid.per)
    lines = [
        line(Span("t".ljust(grid.label), "name"), Span(_numbers(steps, grid.cell) + more, "dim"))
    ]
    if timeline.from_end:
        rows = range(frame.timesteps - 1 - steps.start, frame.timesteps - 1 - steps.stop, -grid.per)
        lines.append(
            line(Span("row".ljust(grid.label), "name"), Span(_numbers(rows, grid.cell), "dim"))
        )
    lines.append(
        line(
            Span(shortened(f"{name} over t", grid.label - 1).ljust(grid.label - 1), "heading"),
            Span("‹" if shown.start else " ", "dim"),
            *_rails(frame, grid),
        )
    )
    if timeline.saturated is not None:
        counts: list[int] = grid.part(timeline.saturated).tolist()
        if any(counts):
            marks = "".join(_count(count).rjust(grid.cell) for count in counts)
            label = shortened("saturated", grid.label - 1).ljust(grid.label)
            lines.append(line(Span(label, "dim"), Span(marks, "changed")))
    return lines


def _count(count: int) -> str:
    """A count as one character; a blank for 0."""
    return " " if count == 0 else str(count) if count < 10 else "+"


def _numbers(steps: range, cell: int) -> str:
    """Numbers of timesteps or rows above their columns, as many as fit."""
    per = abs(steps.step)
    apart = max(5, len(str(max(steps[0], steps[-1]) + 1)) + 2)
    spacing = _round_number(apart * per / cell)
    marks = [" "] * (len(steps) * cell + FINAL - 1)
    for index, step in enumerate(steps, start=1):
        # The round number within the column, if there is one.
        number = -(-step // spacing) * spacing if steps.step > 0 else step // spacing * spacing
        if abs(number - step) >= per:
            continue
        label = str(number)
        at = index * cell - len(label)
        if at >= 0:
            marks[at : at + len(label)] = label
    return "".join(marks).rstrip()


def _round_number(least: float) -> int:
    """The smallest of 1, 2, 5, 10, 20, 50, … that is at least `least`."""
    size = 1
    while True:
        for factor in (1, 2, 5):
            if factor * size >= least:
                return factor * size
        size *= 10


def _rails(frame: Frame, grid: TimelineGrid) -> list[Span]:
    """The ruler line: ▼ where the cursor is, ● where a breakpoint would stop."""
    times, masked = frame.stops.times, frame.timeline.masked
    stops: list[Any] = [] if times is None else grid.part(times).tolist()
    skipped: list[Any] = [] if masked is None else grid.part(masked).tolist()
    wholly = frame.timeline.wholly_masked
    whole: list[Any] = [] if wholly is None else grid.part(wholly).tolist()
    spans: list[Span] = []
    for index, column in enumerate(grid.shown):
        rail = "─"
        if skipped and skipped[index]:
            rail = MASKED if whole[index] else PARTLY
        if column == grid.here:
            mark = Span("▼", "cursor")
        elif stops and stops[index]:
            mark = Span(STOP, "bad")
        else:
            mark = Span(rail, "dim")
        for piece in (Span(rail * (grid.cell - 1), "dim"), mark):
            if spans and spans[-1].role == piece.role:
                spans[-1] = Span(spans[-1].text + piece.text, piece.role)
            elif piece.text:
                spans.append(piece)
    return spans

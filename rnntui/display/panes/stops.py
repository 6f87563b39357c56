"""Stops: breakpoints and watches."""

from __future__ import annotations

from rnntui.debugger.frame.frame import Frame
from rnntui.display.breakpoints import stops_lines
from rnntui.display.pane import Pane
from rnntui.display.primitives.text import counted


def _counts(frame: Frame) -> tuple[str, str]:
    stops = frame.stops
    return counted(len(stops.breakpoints), "breakpoint"), counted(len(stops.watches), "watch")


def _here(frame: Frame) -> list[str]:
    if not any(frame.stops.breakpoints) and not any(frame.stops.watches):
        return ["There are none yet: b sets a breakpoint, w adds a watch."]
    return [f"There are {' and '.join(_counts(frame))}."]


PANE = Pane(
    "stops",
    title="STOPS",
    heading=lambda frame: f"STOPS  {', '.join(_counts(frame))}",
    lines=lambda frame, width, height: stops_lines(frame, width),
    here=_here,
    about=(
        "Breakpoints: where c and C stop, with hit counts. Watches: expressions evaluated at "
        "every stop, with their values over t; the current timestep is highlighted.",
        "A breakpoint is an equation, a timestep, a condition, or a preset: saturated, nan, dead, "
        "masked, forget, mismatch. 2b disables or enables breakpoint 2, 2w deletes watch 2, "
        ":delete 2 deletes breakpoint 2.",
    ),
    signs=(
        ("●", "enabled"),
        ("◐", "enabled, conditional"),
        ("○", "disabled"),
        ("× ∞", "in a watch over t: NaN, infinity"),
    ),
    keys=(
        ("break", "breakpoint"),
        ("watch", "watch"),
        ("continue", "continue"),
        ("find", "find"),
    ),
)

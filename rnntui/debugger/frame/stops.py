"""Stops: the breakpoints and watches of a frame."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np

from rnntui.debugger.breakpoints.breakpoints import Breakpoint
from rnntui.debugger.frame.timeline import Lane

if TYPE_CHECKING:
    from jaxtyping import Bool, Shaped

# A breakpoint at an equation: enabled, with a condition, disabled.
Sign = Literal["on", "if", "off"]


@dataclass(frozen=True, eq=False)
class Watched:
    """A watch at the cursor.

    value: its value; None if it can't be computed, with the reason in `error`
    start: the timestep of the first number of `series`
    series: the value over t; for an array, of the unit with the flat index `unit`
    lane: the same in the timeline's columns; None if there are too many timesteps
    """

    number: int
    text: str
    value: Shaped[np.ndarray, "..."] | None
    error: str = ""
    start: int = 0
    series: Shaped[np.ndarray, " steps"] = field(default_factory=lambda: np.zeros(0))
    unit: int | None = None
    lane: Lane | None = None


@dataclass(frozen=True, eq=False)
class Stops:
    """All breakpoints and watches.

    gutter: the equations of the current stage with a breakpoint: (layer, equation) -> sign
    times: the timeline's columns in which a breakpoint with a condition or timestep stops
    """

    breakpoints: tuple[Breakpoint, ...] = ()
    watches: tuple[Watched, ...] = ()
    gutter: Mapping[tuple[int, int], Sign] = field(default_factory=dict)
    times: Bool[np.ndarray, " columns"] | None = None


NO_STOPS = Stops()


def is_conditional(breakpoint_: Breakpoint) -> bool:
    """Whether a breakpoint stops only at some timesteps."""
    return any(site.condition is not None or site.t is not None for site in breakpoint_.sites)


def sign_of(breakpoint_: Breakpoint) -> Sign:
    """The sign of a breakpoint."""
    if not breakpoint_.enabled:
        return "off"
    return "if" if is_conditional(breakpoint_) else "on"

"""Breakpoints and watches as a frame shows them."""

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

    value: what it is now; None: `error` says why it can't be computed
    start: the timestep of the first number of `series`
    series: the value over t; of an array the unit with the flat index `unit`
    lane: the same in the columns of the timeline; None where that is too much
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

    gutter: of the current stage, the equations (number of the layer, of the equation) with a
        breakpoint
    times: of the timeline's columns, those in which one would stop that does not stop at each t
    """

    breakpoints: tuple[Breakpoint, ...] = ()
    watches: tuple[Watched, ...] = ()
    gutter: Mapping[tuple[int, int], Sign] = field(default_factory=dict)
    times: Bool[np.ndarray, " columns"] | None = None


NO_STOPS = Stops()


def is_conditional(one: Breakpoint) -> bool:
    """Whether it stops at some timesteps only."""
    return any(site.condition is not None or site.t is not None for site in one.sites)


def sign_of(one: Breakpoint) -> Sign:
    """How it is marked."""
    if not one.enabled:
        return "off"
    return "if" if is_conditional(one) else "on"

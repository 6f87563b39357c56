"""Breakpoints: model, hit counts, and the search for the next stop."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

import numpy as np

from rnntui.debugger.cursor import Cursor
from rnntui.debugger.expressions.evaluate import holds_over
from rnntui.debugger.expressions.parse import Expression
from rnntui.debugger.expressions.scope import Scope
from rnntui.debugger.positions import Positions
from rnntui.trace.schedule import Line

if TYPE_CHECKING:
    from jaxtyping import Int

BLOCK = 4096
# Called with the timesteps searched so far and their total; returns True to cancel.
Progress = Callable[[int, int], bool]


@dataclass(frozen=True, eq=False)
class Site:
    """One equation at which a breakpoint may stop.

    line: the equation
    t: the timestep; None for all
    condition: what must hold there; None for no condition
    seen_from: stage and number of the layer in whose scope the condition is; None for the
        equation's layer
    """

    line: Line
    t: int | None = None
    condition: Expression | None = None
    seen_from: tuple[int, int] | None = None

    @property
    def layer(self) -> tuple[int, int]:
        """Stage and number of the layer in whose scope the condition is."""
        return self.seen_from or (self.line.stage, self.line.node)


@dataclass(frozen=True, eq=False)
class Breakpoint:
    """A breakpoint and its state.

    number: from 1, never reused; text: as typed
    temporary: whether it is deleted at its first stop
    ignore: how many more hits to ignore; hits: how often it was hit
    """

    number: int
    text: str
    sites: tuple[Site, ...]
    enabled: bool = True
    temporary: bool = False
    ignore: int = 0
    hits: int = 0


@dataclass(frozen=True, eq=False)
class Breakpoints:
    """The breakpoints of a session, by number. given: the last number used."""

    all: tuple[Breakpoint, ...] = ()
    given: int = 0

    def added(self, text: str, sites: tuple[Site, ...], *, temporary: bool = False) -> Breakpoints:
        """With a new breakpoint at the end."""
        number = self.given + 1
        new = Breakpoint(number, text, sites, temporary=temporary)
        return Breakpoints((*self.all, new), number)

    def without(self, number: int) -> Breakpoints:
        """Without one breakpoint."""
        return replace(self, all=tuple(item for item in self.all if item.number != number))

    def changed(self, new: Breakpoint) -> Breakpoints:
        """With one breakpoint replaced by its new state."""
        return replace(
            self, all=tuple(new if item.number == new.number else item for item in self.all)
        )

    def at(self, line: Line) -> tuple[Breakpoint, ...]:
        """The breakpoints with a site at an equation."""
        return tuple(item for item in self.all if any(site.line == line for site in item.sites))

    def find(self, number: int) -> Breakpoint | None:
        """The breakpoint with a number, or None."""
        return next((item for item in self.all if item.number == number), None)


@dataclass(frozen=True, eq=False)
class Found:
    """The result of a search.

    cursor: where it stopped; None if nowhere
    stopped: the breakpoints that stopped there
    breakpoints: all breakpoints, with updated hit and ignore counts
    cancelled: whether the search was cancelled
    """

    cursor: Cursor | None
    stopped: tuple[Breakpoint, ...]
    breakpoints: Breakpoints
    cancelled: bool = False


class Scopes(Protocol):
    """Gives the scope of a site's condition in the current run."""

    def __call__(self, site: Site) -> Scope:
        """The scope of a site."""


def shared(scopes: Scopes) -> Scopes:
    """Scopes shared by sites with the same layers, so that recomputed values are reused."""
    made: dict[tuple[tuple[int, int], int, int], Scope] = {}

    def scope(site: Site) -> Scope:
        key = (site.layer, site.line.stage, site.line.node)
        if key not in made:
            made[key] = scopes(site)
        return made[key]

    return scope


class _CancelledError(Exception):
    pass


def search(
    breakpoints: Breakpoints,
    cursor: Cursor,
    positions: Positions,
    scopes: Scopes,
    *,
    backwards: bool = False,
    progress: Progress | None = None,
) -> Found:
    """The first stop strictly after a cursor, or before it.

    Args:
        breakpoints: all breakpoints; disabled ones are ignored.
        cursor: where to start.
        positions: the order of all positions of the sample.
        scopes: gives what a site's condition reads.
        backwards: search back from the cursor.
        progress: reports progress; returns True to cancel.

    Raises:
        ExpressionError: a condition can't be computed.
    """
    here = positions.index(cursor)
    scopes = shared(scopes)

    def stream(order: int, site: Site) -> Iterator[tuple[int, int, bool]]:
        for index, met in _positions(site, here, positions, scopes, backwards, progress):
            yield -index if backwards else index, order, met

    streams = [
        stream(order, site)
        for order, breakpoint_ in enumerate(breakpoints.all)
        if breakpoint_.enabled
        for site in breakpoint_.sites
    ]
    now = list(breakpoints.all)
    met: set[int] = set()
    at: int | None = None
    stopped: list[Breakpoint] = []
    try:
        for key, order, is_met in heapq.merge(*streams):
            if key != at:
                if stopped:
                    break
                at, met = key, set()
            if not is_met or order in met:
                continue
            met.add(order)
            old = now[order]
            hit = replace(old, hits=old.hits + 1, ignore=max(old.ignore - 1, 0))
            now[order] = hit
            if not old.ignore:
                stopped.append(hit)
    except _CancelledError:
        return Found(None, (), replace(breakpoints, all=tuple(now)), cancelled=True)
    kept = tuple(item for item in now if not (item.temporary and item in stopped))
    found = Breakpoints(kept, breakpoints.given)
    if not stopped or at is None:
        return Found(None, (), found)
    return Found(positions.cursor(cursor.sample, abs(at)), tuple(stopped), found)


def _positions(
    site: Site,
    here: int,
    positions: Positions,
    scopes: Scopes,
    backwards: bool,
    progress: Progress | None,
) -> Iterator[tuple[int, bool]]:
    """Indices of a site's stops beyond a position, nearest first, each with True.

    Each block of timesteps is preceded by its first index with False, so that `heapq.merge` does
    not search one site further ahead than the others.
    """
    stage = site.line.stage
    timesteps = positions.timesteps[stage]
    offset = positions.lines[stage].index(site.line)
    per_step = len(positions.lines[stage])
    start = positions.starts[stage]

    def position(t: int) -> int:
        return start + t * per_step + offset

    if backwards:
        # The last t whose position is before this one.
        first, last = 0, min(timesteps - 1, -(-(here - start - offset) // per_step) - 1)
    else:
        first, last = max(0, (here - start - offset) // per_step + 1), timesteps - 1
    if site.t is not None:
        first, last = max(first, site.t), min(last, site.t)
    if first > last:
        return
    scope = scopes(site)
    for begin, end in _blocks(first, last + 1, backwards):
        done = last + 1 - end if backwards else begin - first
        if progress is not None and progress(done, last + 1 - first):
            raise _CancelledError
        yield position(end - 1 if backwards else begin), False
        for t in _times(site, scope, begin, end, backwards):
            yield position(int(t)), True


def _times(
    site: Site, scope: Scope, begin: int, end: int, backwards: bool
) -> Int[np.ndarray, " found"]:
    if site.condition is None:
        found = np.arange(begin, end)
    else:
        found = begin + np.flatnonzero(holds_over(site.condition, scope, begin, end))
    return found[::-1] if backwards else found


def _blocks(first: int, stop: int, backwards: bool) -> Iterator[tuple[int, int]]:
    """The timesteps first..stop-1 in blocks; the first ones are small, as the next stop may be near.

    Block boundaries are multiples of the size, so that all sites share them.
    """
    size = 64
    while first < stop:
        if backwards:
            begin = max(first, (stop - 1) // size * size)
            yield begin, stop
            stop = begin
        else:
            end = min(stop, (first // size + 1) * size)
            yield first, end
            first = end
        size = min(size * 4, BLOCK)

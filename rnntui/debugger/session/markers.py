"""Stop markers: the breakpoints and watches of a frame, computed for the timesteps in view only.

Conditions and watches are computed in blocks of timesteps, and the blocks are cached, so that a step
is cheap however long the sequence is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from rnntui.debugger.breakpoints.breakpoints import Breakpoints, Site
from rnntui.debugger.breakpoints.watches import Watch, Watches
from rnntui.debugger.expressions.evaluate import holds_over, rows_over, value_at
from rnntui.debugger.frame.frame import Frame
from rnntui.debugger.frame.stops import NO_STOPS, Sign, Stops, Watched, sign_of
from rnntui.debugger.frame.timeline import Lane
from rnntui.errors import RnntuiError

if TYPE_CHECKING:
    from jaxtyping import Bool

    from rnntui.debugger.values.sample_scope import SampleScope
    from rnntui.trace.run import Run

Array = np.ndarray[Any, Any]
BLOCK = 512
# The most timesteps for which conditions are computed.
_FAR = 4096
# A watch is shown for this many timesteps on each side of the cursor.
REACH = 64
# Larger values are cached one timestep at a time, to bound memory.
_LARGE = 4096
_CACHED = 64
_RANK: dict[Sign, int] = {"on": 2, "if": 1, "off": 0}


class StopMarkers:
    """Makes the Stops of frames, with a cache that lasts for one run."""

    def __init__(
        self, scope: Callable[[int, int], SampleScope], site_scope: Callable[[Site], SampleScope]
    ) -> None:
        self._scope = scope
        self._site_scope = site_scope
        self._key: tuple[Run, bool] | None = None
        # Keys are the Site and Watch objects themselves, which are never copied.
        self._holds: dict[tuple[Site, int], Array] = {}
        self._rows: dict[tuple[Watch, int], Array] = {}
        self._scales: dict[tuple[Watch, int], float] = {}

    def stops(
        self, breakpoints: Breakpoints, watches: Watches, frame: Frame, key: tuple[Run, bool]
    ) -> Stops:
        """All breakpoints and watches at the frame's cursor.

        key: the run, and whether the reference's values are known; a new key clears the cache
        """
        if not breakpoints.all and not watches.all:
            return NO_STOPS
        if key != self._key:
            self._key = key
            self._holds.clear()
            self._rows.clear()
            self._scales.clear()
        return Stops(
            breakpoints.all,
            tuple(self._watched(watch, frame) for watch in watches.all),
            _gutter(breakpoints, frame.cursor.stage),
            self._times(breakpoints, frame),
        )

    def _times(self, breakpoints: Breakpoints, frame: Frame) -> Bool[np.ndarray, " columns"] | None:
        sites = [
            site
            for breakpoint_ in breakpoints.all
            if breakpoint_.enabled
            for site in breakpoint_.sites
            if site.line.stage == frame.cursor.stage
            and (site.condition is not None or site.t is not None)
        ]
        if not sites:
            return None
        timeline = frame.timeline
        per, columns = timeline.per, timeline.columns
        # Zoomed far out, conditions are only computed around the cursor.
        reach = min(columns * per, _FAR)
        start = min(max(timeline.start, frame.cursor.t - reach // 2), frame.timesteps - reach)
        start = max(start, timeline.start)
        stop = min(start + reach, frame.timesteps)
        found = np.zeros(columns, bool)
        for site in sites:
            times = self._site_times(site, start, stop)
            places = times // per - timeline.first
            found[places[(places >= 0) & (places < columns)]] = True
        return found

    def _site_times(self, site: Site, start: int, stop: int) -> Array:
        """The timesteps where a site stops, between start and stop."""
        if site.t is not None:
            holds = site.condition is None or self._site_flags(site, site.t, site.t + 1).any()
            return np.array([site.t] if holds else [], int)
        return start + np.flatnonzero(self._site_flags(site, start, stop))

    def _site_flags(self, site: Site, start: int, stop: int) -> Array:
        first, last = start // BLOCK, -(-stop // BLOCK)
        blocks = [self._block(site, index) for index in range(first, last)]
        whole = np.concatenate(blocks)
        cut = whole[start - first * BLOCK : stop - first * BLOCK]
        # The last block ends with the run.
        return np.pad(cut, (0, stop - start - len(cut)))

    def _block(self, site: Site, index: int) -> Array:
        key = (site, index)
        if key not in self._holds:
            _make_room(self._holds)
            scope = self._site_scope(site)
            start = index * BLOCK
            stop = min(start + BLOCK, scope.timesteps)
            assert site.condition is not None
            try:
                self._holds[key] = holds_over(site.condition, scope, start, stop)
            except RnntuiError:
                self._holds[key] = np.zeros(max(0, stop - start), bool)
        return self._holds[key]

    def _watched(self, watch: Watch, frame: Frame) -> Watched:
        text = watch.expression.text
        try:
            return self._computed(watch, frame)
        except RnntuiError as error:
            reason = getattr(error, "reason", None) or str(error)
            return Watched(watch.number, text, None, reason)

    def _computed(self, watch: Watch, frame: Frame) -> Watched:
        scope = self._scope(watch.stage, watch.node)
        t = min(frame.cursor.t, scope.timesteps - 1)
        first = self._rows.get((watch, -1))
        if first is None:
            first = self._rows[watch, -1] = value_at(watch.expression, scope, t)
        size = BLOCK if first.size <= _LARGE else 1
        reach = REACH if size > 1 else 0
        start, stop = max(0, t - reach), min(scope.timesteps, t + reach + 1)
        rows = self._rows_of(watch, scope, start, stop, size)
        value = rows[t - start]
        unit = min(frame.unit, value.size - 1) if value.ndim else None
        series = rows.reshape(stop - start, -1)[:, unit or 0].astype(float)
        lane = None
        if size > 1 and scope.timesteps == frame.timesteps and not frame.outside_time:
            lane = self._lane(watch, scope, frame, unit)
        return Watched(watch.number, watch.expression.text, value, "", start, series, unit, lane)

    def _rows_of(self, watch: Watch, scope: SampleScope, start: int, stop: int, size: int) -> Array:
        """A watch at timesteps start..stop-1, from cached blocks."""
        blocks = []
        for index in range(start // size, -(-stop // size)):
            key = (watch, index)
            if key not in self._rows:
                _make_room(self._rows)
                end = min(index * size + size, scope.timesteps)
                self._rows[key] = rows_over(watch.expression, scope, index * size, end)
            blocks.append(self._rows[key])
        rows = blocks[0] if len(blocks) == 1 else np.concatenate(blocks)
        offset = start // size * size
        return rows[start - offset : stop - offset]

    def _lane(
        self, watch: Watch, scope: SampleScope, frame: Frame, unit: int | None
    ) -> Lane | None:
        """A watch in the timeline's columns; None if those are too many timesteps."""
        timeline = frame.timeline
        per, start = timeline.per, timeline.start
        stop = min(start + timeline.columns * per, scope.timesteps)
        if stop - start > _FAR:
            return None
        whole = self._rows_of(watch, scope, start, stop, BLOCK).reshape(stop - start, -1)
        rows = whole[:, unit or 0].astype(float)[:, np.newaxis]
        starts = np.arange(0, len(rows), per)
        low, high = (
            (rows, rows)
            if per == 1
            else (np.minimum.reduceat(rows, starts), np.maximum.reduceat(rows, starts))
        )
        # The scale only grows, so that colors stay comparable from step to step.
        key = (watch, unit or 0)
        largest = np.max(np.abs(rows), where=np.isfinite(rows), initial=0.0)
        scale = self._scales[key] = max(self._scales.get(key, 0.0), float(largest))
        return Lane(watch.expression.text, (), low, high, scale)


def _gutter(breakpoints: Breakpoints, stage: int) -> dict[tuple[int, int], Sign]:
    """The sign of each equation of a stage that has breakpoints: the strongest of them."""
    found: dict[tuple[int, int], Sign] = {}
    for breakpoint_ in breakpoints.all:
        sign = sign_of(breakpoint_)
        for site in breakpoint_.sites:
            place = (site.line.node, site.line.equation)
            if site.line.stage == stage and _RANK[sign] >= _RANK[found.get(place, "off")]:
                found[place] = sign
    return found


def _make_room(cache: dict[Any, Array]) -> None:
    if len(cache) >= _CACHED:
        cache.pop(next(iter(cache)))

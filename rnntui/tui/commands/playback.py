"""Playback: one timestep at a time, at a chosen speed, until the next stop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from textual.timer import Timer

from rnntui.debugger.breakpoints.breakpoints import Breakpoints, search
from rnntui.debugger.session.session import Session
from rnntui.errors import RnntuiError

SPEEDS = (1, 2, 4, 8, 16, 30)


class Playback:
    """Runs "next" repeatedly; if a breakpoint would stop before the next timestep, runs "continue" and ends.

    Args:
        set_interval: the app's clock.
        session: returns the current session.
        say: runs a line.
    """

    def __init__(
        self,
        set_interval: Callable[[float, Callable[[], None]], Timer],
        session: Callable[[], Session],
        say: Callable[[str], None],
    ) -> None:
        self.set_interval = set_interval
        self._session = session
        self._say = say
        self._timer: Timer | None = None
        self.speed = 4

    @property
    def playing(self) -> bool:
        """Whether it is playing."""
        return self._timer is not None

    def toggle(self, speed: int | None = None) -> None:
        """Begin, or pause; a speed begins in any case."""
        if speed is not None:
            self.speed = min(max(speed, SPEEDS[0]), SPEEDS[-1])
        if self.playing and speed is None:
            self.pause()
        else:
            self.pause()
            self._timer = self.set_interval(1 / self.speed, self.tick)

    def pause(self) -> None:
        """Pause."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def change_speed(self, by: int) -> None:
        """Faster, or slower."""
        at = min(range(len(SPEEDS)), key=lambda index: abs(SPEEDS[index] - self.speed))
        self.speed = SPEEDS[min(max(at + by, 0), len(SPEEDS) - 1)]
        if self.playing:
            self.toggle(self.speed)

    def tick(self) -> None:
        """Advance by one timestep."""
        session = self._session()
        if session.cursor.t >= session.timesteps - 1:
            self.pause()
            self._say("next")
            return
        try:
            stops = stops_within_one(session)
        except RnntuiError:
            stops = True
        if stops:
            self.pause()
        self._say("continue" if stops else "next")


def stops_within_one(session: Session) -> bool:
    """Whether a breakpoint stops before the same equation of the next timestep, or there.

    Raises:
        ExpressionError: a condition that can't be computed.
    """
    cursor, positions = session.cursor, session.positions
    within = tuple(
        replace(item, sites=tuple(s for s in item.sites if s.line.stage == cursor.stage))
        for item in session.breakpoints.all
        if item.enabled
    )
    if not any(item.sites for item in within):
        return False
    timesteps = list(positions.timesteps)
    timesteps[cursor.stage] = min(cursor.t + 2, timesteps[cursor.stage])
    near = replace(positions, timesteps=tuple(timesteps))
    found = search(Breakpoints(within), cursor, near, session.site_scope).cursor
    return found is not None and positions.index(found) <= positions.index(
        replace(cursor, t=cursor.t + 1)
    )

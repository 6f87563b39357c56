"""What the app remembers from one time to the next: of a model, and of what the user likes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from rnntui.debugger.state.model_state import Layout
from rnntui.debugger.state.preferences import Preferences
from rnntui.display.primitives.text import counted
from rnntui.tui.state.model_state import ModelStateKeeper
from rnntui.tui.state.preferences import PreferencesKeeper

if TYPE_CHECKING:
    from rnntui.tui.app import DebuggerApp


class AppState:
    """Brings it back, and writes it down.

    Args:
        app: whose it is.
        keep: whether anything is kept at all.
    """

    def __init__(self, app: DebuggerApp, *, keep: bool) -> None:
        self._app = app
        self._warn = partial(app.notify, severity="warning", timeout=12)
        self._preferring = PreferencesKeeper(keep=keep)
        self._keeper = ModelStateKeeper(self._warn) if keep else None
        self._typed: list[str] = []

    @property
    def preferences(self) -> Preferences:
        """What the user likes, whatever the model."""
        return self._preferring.current

    @property
    def typed(self) -> list[str]:
        """The lines that were typed, the oldest first."""
        return self._typed if self._keeper is None else self._keeper.commands

    def prefer(self, **changes: object) -> None:
        """Like something else, by the names of Preferences; it is remembered."""
        self._preferring.choose(self._warn, **changes)

    def begin(self) -> None:
        """The first frame is on the screen: say what could not be read, and show the tour once."""
        if self._preferring.told:
            self._warn(self._preferring.told)
        if self._preferring.kept and not self.preferences.toured:
            self._app.call_after_refresh(self._first_start)

    def write_down(self, line: str) -> None:
        """A line was typed."""
        if self._keeper is not None:
            self._keeper.typed(line)
        else:
            self._typed.append(line)

    def restore(self) -> None:
        """Bring the model's breakpoints, watches, commands and layout back."""
        if self._keeper is None:
            return
        app = self._app
        reason = app.session.reason
        layout = self._keeper.restore(app.driver.console)
        app.main.take_layout(layout.pane, zoomed=layout.zoomed)
        app.session.go(app.session.cursor, reason)
        stops = app.session.breakpoints.all, app.session.watches.all
        back = [
            counted(len(some), what)
            for some, what in zip(stops, ("breakpoint", "watch"), strict=True)
            if some
        ]
        app.show(f"{reason}; kept from the last time: {', '.join(back)}" if back else "")

    def keep(self) -> None:
        """Write everything down, if anything is different."""
        app = self._app
        reading = app.session.reading
        self.prefer(precision=reading.precision, opened=reading.opened)
        if self._keeper is not None and not app.driver.busy:
            pane, zoomed = app.main.layout_kept
            self._keeper.save(app.driver.console, Layout(pane, zoomed))

    def _first_start(self) -> None:
        """Show the tour; once, so not where that can't be remembered, nor to one who has left."""
        if self._app.main.is_attached:
            self.prefer(toured=True)
            if self._preferring.kept:
                self._app.tour.start(asked=False)

"""Runs commands on the session: at once, or in a thread if they may search far."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from textual.app import App

from rnntui.debugger.commands.command import CommandLine
from rnntui.debugger.commands.console import Answer, Console
from rnntui.debugger.commands.files import Files
from rnntui.debugger.frame.frame import Frame
from rnntui.debugger.session.session import Session
from rnntui.tui.commands.saving import picture, written

Then = Callable[[list[Answer]], None]
_PATIENCE, _AGAIN = 0.5, 0.1


@dataclass(frozen=True)
class _Order:
    line: str | CommandLine
    then: Then


class CommandRunner:
    """Runs lines one after the other; lines given during a search wait for its end.

    While `busy`, nothing else may touch the session.

    Args:
        app: its event loop waits for a search.
        tell: shows the progress of a search, half a second after its start.
        files: where commands read and write files.
    """

    def __init__(
        self, app: App[Any], session: Session, tell: Callable[[str], None], files: Files
    ) -> None:
        self._app = app
        self._tell = tell
        self.console = Console(
            session,
            self._progress,
            _pane_help,
            files=files,
            written=written,
            picture=partial(picture, app),
        )
        self.busy = False
        self._waiting: deque[_Order] = deque()
        self._cancelled = False
        self._done = (0, 0)

    @property
    def cancelled(self) -> bool:
        """Whether the running search is to be cancelled."""
        return self._cancelled

    def run(self, line: str | CommandLine, then: Then) -> None:
        """Run a line; `then` receives its answers, in the app's thread.

        line: parsed, or a text that is not a command, whose answer is an error
        """
        if self.busy:
            self._waiting.append(_Order(line, then))
        elif not isinstance(line, str) and line.command.is_search(
            self.console.session, line.argument
        ):
            self.busy, self._cancelled, self._done = True, False, (0, 0)
            self._app.run_worker(self._search(line, then), group="search")
            self._app.set_timer(_PATIENCE, self._told)
        else:
            then(self.console.run(line))

    def cancel(self) -> None:
        """Cancel the running search, and the lines waiting for it."""
        self._waiting.clear()
        self._cancelled = True

    async def _search(self, line: CommandLine, then: Then) -> None:
        try:
            answers = await asyncio.to_thread(self.console.run, line)
        finally:
            self.busy = False
        then(answers)
        while self._waiting and not self.busy:
            order = self._waiting.popleft()
            self.run(order.line, order.then)

    def _progress(self, done: int, total: int) -> bool:
        self._done = (done, total)
        return self._cancelled

    def _told(self) -> None:
        if self.busy:
            done, total = self._done
            self._tell(f"searching: {done:,} of {total:,} · esc cancels")
            self._app.set_timer(_AGAIN, self._told)


def _pane_help(pane: str, frame: Frame) -> str:
    from rnntui.display.help.pane_help import pane_help_text

    return pane_help_text(pane, frame)

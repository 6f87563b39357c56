"""What the app stores between sessions: the user's preferences, and each model's breakpoints and watches."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from rnntui.debugger.state.model_state import (
    Layout,
    ModelState,
    lines_of,
    model_state_file,
    model_state_of,
    read_model_state,
    write_model_state,
)
from rnntui.debugger.state.preferences import (
    Preferences,
    preferences_file,
    read_preferences,
    write_preferences,
)
from rnntui.display.primitives.text import counted
from rnntui.errors import RnntuiError

if TYPE_CHECKING:
    from rnntui.debugger.commands.console import Console
    from rnntui.debugger.session.session import Session


class AppState:
    """Reads state files, and writes changes.

    Args:
        warn: shows a message about what went wrong.
        stored: whether anything is read or written at all.

    preferences: the user's, for all models
    typed: the lines typed so far, oldest first
    """

    def __init__(self, warn: Callable[[str], object], *, stored: bool) -> None:
        self._warn = warn
        self._stored = stored
        self._preferences_file = preferences_file() if stored else None
        self._model_file: Path | None = None
        self._written = ModelState()
        self._unreadable = ""
        self.preferences = Preferences()
        self.typed: list[str] = []
        if self._preferences_file is not None:
            try:
                self.preferences = read_preferences(self._preferences_file)
            except RnntuiError as error:
                self._unreadable = str(error)

    @property
    def is_stored(self) -> bool:
        """Whether preferences are read and written; not after a failure."""
        return self._preferences_file is not None

    @property
    def is_first_start(self) -> bool:
        """Whether the tour was never shown; False where it could not be remembered."""
        return self.is_stored and not self.preferences.toured

    def warn_unreadable(self) -> None:
        """Report what could not be read, once the screen can show it."""
        if self._unreadable:
            self._warn(self._unreadable)

    def prefer(self, **changes: object) -> None:
        """Change preferences, by the names of `Preferences`, and store them."""
        chosen = msgspec.structs.replace(self.preferences, **changes)
        if chosen == self.preferences:
            return
        self.preferences = chosen
        if self._preferences_file is None:
            return
        try:
            write_preferences(self._preferences_file, chosen)
        except RnntuiError as error:
            self._warn(f"what you choose is not kept: {error}")
            self._preferences_file = None

    def remember(self, line: str) -> None:
        """Add a line to those typed."""
        if line and line != (self.typed[-1] if self.typed else ""):
            self.typed.append(line)

    def restore(self, console: Console) -> Layout | None:
        """Bring back the breakpoints, watches and lines of the console's model; its layout."""
        path = console.session.graph.network.path
        self._model_file = model_state_file(path) if self._stored and path is not None else None
        if self._model_file is None:
            return None
        try:
            state = read_model_state(self._model_file)
        except RnntuiError as error:
            self._warn(str(error))
            return None
        # The same model may have another path; that alone does not need a write.
        self._written = msgspec.structs.replace(state, model=str(path))
        self.typed[:0] = state.commands
        for line in lines_of(state, console.session):
            for answer in console.run(line):
                if answer.error is not None:
                    self._warn(f"{line}: {answer.error}")
        return state.layout

    def store(self, console: Console, layout: Layout) -> None:
        """Write the model's state, if it has changed."""
        if self._model_file is None:
            return
        state = model_state_of(console.session, self.typed, layout)
        if state == self._written:
            return
        try:
            write_model_state(self._model_file, state)
        except RnntuiError as error:
            self._warn(f"breakpoints and watches are not kept: {error}")
            self._model_file = None
        else:
            self._written = state


def restored_text(session: Session) -> str:
    """How many breakpoints and watches a session has: "2 breakpoints, 1 watch"; "" for none."""
    counts = {
        "breakpoint": len(session.breakpoints.all),
        "watch": len(session.watches.all),
    }
    return ", ".join(counted(count, what) for what, count in counts.items() if count)

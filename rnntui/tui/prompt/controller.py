"""What comes of the line where one types: it helps while one does, and runs what was entered."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rnntui.tui.prompt.prompt import Helper, Kind, Prompt

if TYPE_CHECKING:
    from rnntui.debugger.commands.command import Check
    from rnntui.debugger.commands.completion import Completion
    from rnntui.tui.app import DebuggerApp

# An empty line of these says something too: a breakpoint here, a name for the file.
_MAY_BE_EMPTY = ("break", "export")


class PromptController:
    """Lets somebody type."""

    def __init__(self, app: DebuggerApp) -> None:
        self._app = app

    def ask(self, kind: Kind) -> None:
        """Open the line."""
        app = self._app
        if not app.driver.busy:
            app.main.ask(kind, Helper(self._checks, self._complete, app.memory.typed))

    def entered(self, message: Prompt.Entered) -> None:
        """What was typed is run; an empty line is a breakpoint here, or the end of typing."""
        app, kind, text = self._app, message.kind, message.text
        if app.driver.busy:
            return
        if not text and kind.name not in _MAY_BE_EMPTY:
            self._close()
            return
        from rnntui.debugger.commands.arguments.toggle import toggle_line

        line = toggle_line(app.session) if kind.name == "break" and not text else kind.line(text)
        if text:
            app.memory.write_down(line)
        app.say(line, typed=True)

    def left(self) -> None:
        """Escape gives a search up; without one it ends the typing."""
        if self._app.driver.busy:
            self._app.driver.cancel()
        else:
            self._close()

    def _close(self) -> None:
        self._app.main.close_prompt()
        self._app.show()

    def _checks(self, line: str) -> Iterator[Check]:
        from rnntui.debugger.commands.checks import checks

        app = self._app
        return iter(()) if app.driver.busy else checks(app.session, line, app.files.there)

    def _complete(self, line: str) -> Completion:
        from rnntui.debugger.commands.completion import completion

        return completion(self._app.session, line, {"theme": self._app.available_themes})

"""Opens the prompt, helps while a line is typed, and runs what was entered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rnntui.tui.prompt.prompt import Helper, Kind, Prompt

if TYPE_CHECKING:
    from rnntui.debugger.commands.command import Check
    from rnntui.debugger.commands.completion import Completion
    from rnntui.debugger.commands.files import Files
    from rnntui.debugger.session.session import Session

# An empty line is valid for these: a breakpoint at the cursor, a default name for the file.
_MAY_BE_EMPTY = ("break", "export")


@dataclass(frozen=True)
class PromptController:
    """The effects of typing.

    open, close: show and hide the line
    session: the current one; files: where commands read and write
    busy, cancel: whether a search is running, and ending it
    typed, remember: the lines typed so far, oldest first, and adding one
    themes: the names that `theme` takes
    run: runs a line that was typed
    """

    open: Callable[[Kind, Helper], None]
    close: Callable[[], None]
    session: Callable[[], Session]
    files: Files
    busy: Callable[[], bool]
    cancel: Callable[[], None]
    typed: Callable[[], Sequence[str]]
    remember: Callable[[str], None]
    themes: Callable[[], Iterable[str]]
    run: Callable[[str], None]

    def ask(self, kind: Kind) -> None:
        """Open the line, unless a search is running."""
        if not self.busy():
            self.open(kind, Helper(self._checks, self._complete, self.typed()))

    def entered(self, message: Prompt.Entered) -> None:
        """Run the line; an empty one closes the prompt, or has its own meaning."""
        kind, text = message.kind, message.text
        if self.busy():
            return
        if not text and kind.name not in _MAY_BE_EMPTY:
            self.close()
            return
        from rnntui.debugger.commands.arguments.toggle import toggle_line

        empty_break = kind.name == "break" and not text
        line = toggle_line(self.session()) if empty_break else kind.line(text)
        if text:
            self.remember(line)
        self.run(line)

    def left(self) -> None:
        """Escape cancels a search; without one it closes the prompt."""
        if self.busy():
            self.cancel()
        else:
            self.close()

    def _checks(self, line: str) -> Iterator[Check]:
        from rnntui.debugger.commands.checks import checks

        return iter(()) if self.busy() else checks(self.session(), line, self.files.there)

    def _complete(self, line: str) -> Completion:
        from rnntui.debugger.commands.completion import completion

        return completion(self.session(), line, {"theme": self.themes()})

"""Console: runs command lines and scripts on a session and keeps their history."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rnntui.debugger.commands.actions import ACTIONS
from rnntui.debugger.commands.arguments.value_text import as_data
from rnntui.debugger.commands.command import CommandLine, Context, Outcome, nothing
from rnntui.debugger.commands.files import Files
from rnntui.debugger.commands.registry import COMMANDS, parse_line
from rnntui.debugger.session.session import Session
from rnntui.errors import InputError, RnntuiError

if TYPE_CHECKING:
    from rnntui.debugger.breakpoints.breakpoints import Progress
    from rnntui.debugger.frame.frame import Frame

# The help text of a pane by name, "" if there is no such pane; supplied by the display.
PaneHelp = Callable[[str, "Frame"], str]

_DEEPEST = 8


@dataclass(frozen=True, eq=False)
class Answer:
    """The answer to one line.

    line: as typed; place: its place in a script ("script.txt, line 3"), or ""
    error: one line of text, or None
    """

    line: str
    outcome: Outcome
    cursor: dict[str, Any]
    error: str | None = None
    place: str = ""

    def as_json(self) -> dict[str, Any]:
        """The object printed by --json: command, cursor, stop, value, error."""
        return {
            "command": self.line,
            "cursor": self.cursor,
            "stop": self.outcome.stop,
            "value": as_data(self.outcome.value),
            "error": self.error,
        }


class Console:
    """Runs commands on a session.

    Args:
        session: the session.
        progress: reports how far a long search is; returns True to cancel it.
        pane_help: gives the text of `help PANE`.
        files: reads and writes files; by default on this machine.
        written: renders a frame as a document, by file ending.
        picture: renders the screen as SVG; None without a screen.

    history: the lines run without an error, as a script that repeats them
    ended: whether `quit` was run
    """

    def __init__(
        self,
        session: Session,
        progress: Progress | None = None,
        pane_help: PaneHelp | None = None,
        *,
        files: Files | None = None,
        written: Callable[[Frame, str], str] | None = None,
        picture: Callable[[], str] | None = None,
    ) -> None:
        self.session = session
        self.history: list[str] = []
        self.ended = False
        self._context = Context(session, progress, files or Files(), written, picture)
        self._opened = session.cursor
        self._pane_help = pane_help

    def run(self, line: str | CommandLine, place: str = "") -> list[Answer]:
        """Run one line; `source` gives an answer for each line of the script.

        Empty lines and comments (#) give no answer.
        """
        return self._run(line, place, 0)

    def _run(self, line: str | CommandLine, place: str, depth: int) -> list[Answer]:
        text = line.strip() if isinstance(line, str) else line.text
        if not text or text.startswith("#"):
            return []
        try:
            if "\0" in text:
                raise InputError("a command can't contain null bytes")
            parsed = parse_line(line) if isinstance(line, str) else line
            command, argument = parsed.command, parsed.argument
            if command.name == "source":
                return self._source(argument, depth)
            if command.name == "history":
                nothing(argument)
                outcome = Outcome("\n".join(self.history))
            elif command.name == "save":
                outcome = self._save(argument)
            elif command.name == "help":
                outcome = self._help(argument)
            else:
                outcome = command.run(self._context, argument)
            self.ended = self.ended or command.name == "quit"
        except RnntuiError as error:
            return [self._answer(text, Outcome(), place, str(error))]
        # A script also runs without a screen.
        if command.is_recorded(argument):
            self.history.append(text)
        return [self._answer(text, outcome, place)]

    def _answer(self, text: str, outcome: Outcome, place: str, error: str | None = None) -> Answer:
        cursor = self.session.cursor
        node = self.session.schedule.stages[cursor.stage].nodes[cursor.node]
        where = {
            "sample": cursor.sample,
            "layer": node.label,
            "t": cursor.t,
            "equation": cursor.equation,
        }
        return Answer(text, outcome, where, error, place)

    def _source(self, name: str, depth: int) -> list[Answer]:
        if not name:
            raise InputError("source: give a script file")
        if depth >= _DEEPEST:
            raise InputError(f"{name}: scripts are nested too deeply")
        answers: list[Answer] = []
        for number, line in enumerate(self._context.files.read_lines(name), start=1):
            answers += self._run(line, f"{name}, line {number}", depth + 1)
            last = answers[-1] if answers else None
            if self.ended or (last and (last.error is not None or not last.outcome.holds)):
                break
        return answers

    def _save(self, argument: str) -> Outcome:
        if not argument:
            raise InputError("save: give a file name")
        if argument.endswith((".md", ".tex", ".svg")):
            raise InputError(
                f"save: saves commands as a script; to save the frame, use export {argument}"
            )
        lines = [*self._way_there(), *self.history]
        text = "".join(f"{line}\n" for line in lines).encode()
        written = self._context.files.write(argument, lambda file: file.write(text))
        count = len(self.history)
        return Outcome(f"{written}: {count} {'command' if count == 1 else 'commands'}")

    def _help(self, argument: str) -> Outcome:
        """Help on a pane, a command (or both, if they share a name), or all commands."""
        pane = self._pane_help(argument, self.session.frame()) if self._pane_help else ""
        if not pane:
            return _help(argument)
        is_command = any(argument == command.name for command in COMMANDS)
        command = f"\n\nThe command:\n{_help(argument).text}" if is_command else ""
        return Outcome(f"{pane}{command}")

    def _way_there(self) -> list[str]:
        """The commands that lead to where the session was opened, if not at the start."""
        start = self._opened
        node = self.session.schedule.stages[start.stage].nodes[start.node]
        place = f"goto {node.label}:{start.equation} t={start.t}"
        return [
            *([f"sample {start.sample}"] if start.sample else []),
            *([place] if (start.t, start.equation, start.node) != (0, 0, 0) else []),
        ]


def _help(argument: str) -> Outcome:
    if argument == "keys":
        return Outcome("\n".join(f"{action.shown:<11}{action.help}" for action in ACTIONS))
    if argument:
        command = parse_line(argument).command
        also = f" ({', '.join(command.aliases)})" if command.aliases else ""
        usage = f"{command.name} {command.usage}".strip()
        return Outcome(f"{usage}{also}\n{command.help}\nexample: {command.example}")
    return Outcome("\n".join(f"{command.name:<18}{command.help}" for command in COMMANDS))

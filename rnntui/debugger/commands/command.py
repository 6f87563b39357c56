"""Commands: the record of one command, its context, its outcome; parsing of counts and numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from rnntui.debugger.commands.files import Files
from rnntui.errors import InputError

if TYPE_CHECKING:
    from rnntui.debugger.breakpoints.breakpoints import Progress
    from rnntui.debugger.cursor import Stop
    from rnntui.debugger.frame.frame import Frame
    from rnntui.debugger.session.session import Session


@dataclass(frozen=True, eq=False)
class Outcome:
    """The outcome of a command.

    text: what to show, possibly several lines; "" for nothing
    value: the printed value: a number, a boolean, an array, or None
    stop: why the cursor is where it is now; None if the command does not move it
    holds: False if an `assert` failed
    """

    text: str = ""
    value: Any = None
    stop: str | None = None
    holds: bool = True


@dataclass(frozen=True)
class Check:
    """The result of checking a line while it is typed; good: False for an error."""

    text: str
    good: bool = True


@dataclass(frozen=True, eq=False)
class Context:
    """What a command works on.

    progress: reports how far a long search is; returns True to cancel it
    files: reads and writes files
    written: renders a frame as a document, by file ending; supplied by the display
    picture: renders the screen as SVG; None without a screen
    """

    session: Session
    progress: Progress | None = None
    files: Files = field(default_factory=Files)
    written: Callable[[Frame, str], str] | None = None
    picture: Callable[[], str] | None = None


@dataclass(frozen=True)
class Words:
    """Completions of an argument.

    of: gives the words; first: whether they are only valid at the beginning of the argument
    """

    of: Callable[[Session], Iterable[str]]
    first: bool = False


@dataclass(frozen=True)
class Command:
    """One command, with all that the console, completion, help and screen need.

    name, aliases: as typed; usage: its arguments; help: one sentence
    example: a line that works on any model with a recurrent layer
    action: the id of the screen's action for it, "" for none
    words: completions of its argument
    check: checks a line while it is typed; by default its usage is shown
    is_search: whether it may take long, searching timesteps or samples
    is_recorded: whether saved scripts repeat it
    """

    name: str
    aliases: tuple[str, ...]
    usage: str
    help: str
    example: str
    run: Callable[[Context, str], Outcome]
    action: str = ""
    words: tuple[Words, ...] = ()
    check: Callable[[Session, str], Iterator[Check]] | None = None
    is_search: Callable[[Session, str], bool] = lambda _session, _argument: False
    is_recorded: Callable[[str], bool] = lambda _argument: True


@dataclass(frozen=True)
class CommandLine:
    """A line, parsed: its text, the command it names, and the command's argument."""

    text: str
    command: Command
    argument: str


def always(_session: Session, _argument: str) -> bool:
    """For `is_search`: all calls may take long."""
    return True


def never(_argument: str) -> bool:
    """For `is_recorded`: scripts do not repeat it."""
    return False


def stopped(stop: Stop) -> Outcome:
    """The outcome of a move."""
    return Outcome(stop.reason, stop=stop.reason)


def count_of(argument: str) -> int:
    """A count of moves; 1 by default.

    Raises:
        InputError: not a whole number above 0.
    """
    if not argument:
        return 1
    count = whole(argument)
    if not count:
        raise InputError(f"'{argument}': the count must be a whole number, 1 or more")
    return count


def number_of(argument: str, what: str) -> int:
    """A required number.

    Raises:
        InputError: missing, or not a whole number.
    """
    number = whole(argument)
    if number is None:
        raise InputError(f"'{argument}': give {what}" if argument else f"give {what}")
    return number


def whole(text: str) -> int | None:
    """A typed whole number, 0 or more; None for anything else."""
    return int(text) if re.fullmatch(r"[0-9]{1,15}", text) else None


def nothing(argument: str) -> None:
    """Raise InputError if a command without arguments is given one."""
    if argument:
        raise InputError(f"'{argument}': this command takes no arguments")

"""What a command is, and what comes of one."""

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
    """What came of a command.

    text: for a reader, perhaps several lines; "" for nothing
    value: what was printed: a number, a truth, an array, or None
    stop: why the cursor stands where it does now; None where the command does not move it
    holds: False where an `assert` is false
    """

    text: str = ""
    value: Any = None
    stop: str | None = None
    holds: bool = True


@dataclass(frozen=True)
class Check:
    """What can be said of a line; good: False where it is wrong as it stands."""

    text: str
    good: bool = True


@dataclass(frozen=True, eq=False)
class Context:
    """What a command works on.

    progress: told how far a long search is; True gives it up
    files: where files are read and written
    written: a frame as a document, by a file's ending: what is above the debugger knows how
    picture: the screen as SVG, where there is one
    """

    session: Session
    progress: Progress | None = None
    files: Files = field(default_factory=Files)
    written: Callable[[Frame, str], str] | None = None
    picture: Callable[[], str] | None = None


@dataclass(frozen=True)
class Words:
    """What an argument may hold, for completion.

    first: whether these words make sense only at the beginning of the argument
    """

    of: Callable[[Session], Iterable[str]]
    first: bool = False


@dataclass(frozen=True)
class Command:
    """One command, with everything the console, completion, help and screen need to know of it.

    name, aliases: as they are typed; usage: its arguments; help: a sentence
    example: a line that works on any model with a recurrent layer
    action: the id of the screen's action that does the same, "" for none
    words: completions of its argument
    check: says what a line would do while it is typed; by default its usage is shown
    is_search: whether it may take long, looking through time or samples
    is_recorded: whether a saved script repeats it
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
    """For `is_search`: every call may take long."""
    return True


def never(_argument: str) -> bool:
    """For `is_recorded`: no script repeats it."""
    return False


def stopped(stop: Stop) -> Outcome:
    """The outcome of a move."""
    return Outcome(stop.reason, stop=stop.reason)


def count_of(argument: str) -> int:
    """A count of moves: 1 where none is given.

    Raises:
        InputError: it is not a whole number above 0.
    """
    if not argument:
        return 1
    count = whole(argument)
    if not count:
        raise InputError(f"'{argument}': give a count, 1 or more")
    return count


def number_of(argument: str, what: str) -> int:
    """A number that must be given.

    Raises:
        InputError: it is missing, or no whole number.
    """
    number = whole(argument)
    if number is None:
        raise InputError(f"'{argument}': give {what}" if argument else f"give {what}")
    return number


def whole(text: str) -> int | None:
    """A whole number from 0, as it is typed; None for anything else."""
    return int(text) if re.fullmatch(r"[0-9]{1,15}", text) else None


def nothing(argument: str) -> None:
    """Raise InputError where a command that takes nothing is given something."""
    if argument:
        raise InputError(f"'{argument}': this command takes nothing")

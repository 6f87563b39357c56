"""Checks of a command line while it is being typed: its errors, or what it would do."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rnntui.debugger.commands.command import Check
from rnntui.debugger.commands.groups.export_command import EXPORT, what_and_where
from rnntui.debugger.commands.registry import COMMANDS, parse_line
from rnntui.debugger.session.session import Session
from rnntui.errors import ExpressionError, RnntuiError


def checks(
    session: Session, line: str, there: Callable[[str], bool] = lambda _: False
) -> Iterator[Check]:
    """Check a line without running it. Each result replaces the one before, with more detail.

    there: tells whether a file of that name exists
    """
    line = line.strip()
    word = line.partition(" ")[0]
    try:
        if not line or _may_become_a_name(line):
            return
        parsed = parse_line(line)
        command, argument = parsed.command, parsed.argument
        checked = False
        if command.check is not None and argument:
            for check in command.check(session, argument):
                checked = True
                yield check
        if checked:
            return
        if command is EXPORT and argument and there(name := what_and_where(argument)[1]):
            yield Check(f"{name} exists; enter overwrites it")
        else:
            yield Check(f"{f'{command.name} {command.usage}'.strip()}: {command.help}")
    except ExpressionError as error:
        yield Check(f"column {error.column}: {error.reason}", good=False)
    except RnntuiError as error:
        yield Check(str(error).removeprefix(f"{word}: "), good=False)


def _may_become_a_name(line: str) -> bool:
    return " " not in line and sum(command.name.startswith(line) for command in COMMANDS) > 1

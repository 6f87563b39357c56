"""What would come of a line that is still being typed: what is wrong with it, or where it stops."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rnntui.debugger.commands.arguments.break_sites import condition_sites, sites_of
from rnntui.debugger.commands.arguments.preview import previews
from rnntui.debugger.commands.arguments.value_text import spelled
from rnntui.debugger.commands.command import Check, Command
from rnntui.debugger.commands.console import find_command
from rnntui.debugger.commands.groups.export_command import what_and_where
from rnntui.debugger.commands.registry import COMMANDS
from rnntui.debugger.expressions.evaluate import check_names, value_at
from rnntui.debugger.expressions.parse import parse_expression
from rnntui.debugger.session.session import Session
from rnntui.errors import ExpressionError, InputError, RnntuiError

__all__ = ["Check", "checks"]


def checks(
    session: Session, line: str, there: Callable[[str], bool] = lambda _: False
) -> Iterator[Check]:
    """Check a line without running it, ever more exactly: each answer takes the last one's place.

    there: whether a file of a name would be replaced
    """
    line = line.strip()
    word = line.partition(" ")[0]
    try:
        if not line or _beginning(line):
            return
        command, argument = find_command(line)
        yield from _checked(session, command, argument, there)
    except ExpressionError as error:
        yield Check(f"column {error.column}: {error.reason}", good=False)
    except RnntuiError as error:
        yield Check(str(error).removeprefix(f"{word}: "), good=False)


def _beginning(line: str) -> bool:
    """Whether it may yet become a command's name."""
    return " " not in line and sum(one.name.startswith(line) for one in COMMANDS) > 1


def _checked(
    session: Session, command: Command, argument: str, there: Callable[[str], bool]
) -> Iterator[Check]:
    usage = f"{command.name} {command.usage}".strip()
    match command.name:
        case "break" | "tbreak" if argument:
            yield from previews(session, sites_of(session, argument))
        case "watchpoint" if argument:
            yield from previews(session, condition_sites(session, f"changed({argument})"))
        case "until" if argument:
            yield from previews(session, condition_sites(session, argument))
        case "watch" | "print" | "assert" if argument:
            yield _value(session, argument)
        case "find" if argument.partition(" ")[2]:
            kind, _, text = argument.partition(" ")
            if kind not in ("max", "min", "first"):
                raise InputError("give max, min or first before the expression")
            check_names(parse_expression(text), session.scope())
            yield Check("enter looks through all samples")
        case "export" if argument and there(what_and_where(argument)[1]):
            yield Check(f"{what_and_where(argument)[1]} is there already: enter replaces it")
        case _:
            yield Check(f"{usage}: {command.help}")


def _value(session: Session, text: str) -> Check:
    expression = parse_expression(text)
    check_names(expression, session.scope())
    if "keras" in text:
        return Check("asks Keras")
    value = value_at(expression, session.scope(), session.cursor.t)
    return Check(f"= {spelled(value)} at t={session.cursor.t}")

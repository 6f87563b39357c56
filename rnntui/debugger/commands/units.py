"""The command that chooses which unit of an equation is written out."""

from __future__ import annotations

from rnntui.debugger.commands.command import (
    Command,
    Context,
    Outcome,
    count_of,
    number_of,
    stopped,
)


def _unit(context: Context, argument: str) -> Outcome:
    session = context.session
    word, _, count = argument.partition(" ")
    if word in ("next", "previous"):
        move = session.next_unit if word == "next" else session.previous_unit
        return stopped(move(count_of(count.strip())))
    number = number_of(argument, "a unit's number, next or previous")
    return stopped(session.next_unit(number - session.frame().unit))


UNITS = (
    Command(
        "unit", (), "NUMBER | next [COUNT] | previous [COUNT]",
        "Which unit of the equation is written out.", "unit 1", _unit, "next_unit",
    ),
)  # fmt: skip

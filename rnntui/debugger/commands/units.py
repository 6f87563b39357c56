"""The commands that choose which unit of an equation is written out, and which output is predicted."""

from __future__ import annotations

from rnntui.debugger.commands.command import (
    Command,
    Context,
    Outcome,
    count_of,
    number_of,
    stopped,
    whole,
)
from rnntui.errors import InputError


def _unit(context: Context, argument: str) -> Outcome:
    session = context.session
    word, _, count = argument.partition(" ")
    if word in ("next", "previous"):
        move = session.next_unit if word == "next" else session.previous_unit
        return stopped(move(count_of(count.strip())))
    number = number_of(argument, "a unit's number, next or previous")
    return stopped(session.next_unit(number - session.frame().unit))


def _output(context: Context, argument: str) -> Outcome:
    session = context.session
    names = session.graph.network.output_names
    if argument in ("", "next"):
        return stopped(session.choose_output((session.output + 1) % len(names)))
    if argument in names:
        return stopped(session.choose_output(names.index(argument)))
    number = whole(argument)
    if number is not None and number < len(names):
        return stopped(session.choose_output(number))
    raise InputError(f"'{argument}': give next or an output: {', '.join(names)}")


UNITS = (
    Command(
        "unit", (), "NUMBER | next [COUNT] | previous [COUNT]",
        "Which unit of the equation is written out.", "unit 1", _unit, "next_unit",
    ),
    Command(
        "output", (), "[next | NAME | NUMBER]",
        "Which of the model's outputs the prediction shows.", "output next", _output, "next_output",
    ),
)  # fmt: skip

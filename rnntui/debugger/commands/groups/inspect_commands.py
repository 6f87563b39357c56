"""Commands that show values: print, assert, watch, info, where."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import numpy as np

from rnntui.debugger.commands.arguments.locations import layers_of
from rnntui.debugger.commands.arguments.value_text import spelled
from rnntui.debugger.commands.arguments.words import EXPRESSION, WATCH_NUMBERS
from rnntui.debugger.commands.command import (
    Check,
    Command,
    Context,
    Outcome,
    Words,
    nothing,
    number_of,
)
from rnntui.debugger.expressions.evaluate import check_names, value_at
from rnntui.debugger.expressions.parse import parse_expression
from rnntui.debugger.session.session import Session
from rnntui.errors import InputError
from rnntui.layers.layer import SteppedFunction


def _print(context: Context, argument: str) -> Outcome:
    session = context.session
    value = value_at(parse_expression(argument), session.scope(), session.cursor.t)
    return Outcome(f"{argument} = {spelled(value)}", value)


def _assert(context: Context, argument: str) -> Outcome:
    session = context.session
    value = value_at(parse_expression(argument), session.scope(), session.cursor.t)
    if np.size(value) != 1:
        raise InputError(
            f"{argument}: shape {np.shape(value)}, not a single value; use any(…) or all(…)"
        )
    holds = bool(np.reshape(value, ()))
    return Outcome(f"{argument}: {'holds' if holds else 'does NOT hold'}", holds, holds=holds)


def _watch(context: Context, argument: str) -> Outcome:
    session, cursor = context.session, context.session.cursor
    expression = parse_expression(argument)
    check_names(expression, session.scope())
    session.watches = session.watches.added(expression, cursor.stage, cursor.node)
    return Outcome(f"watch {session.watches.given}: {argument}")


def _unwatch(context: Context, argument: str) -> Outcome:
    session = context.session
    number = number_of(argument, "a watch's number; info watches lists them")
    if session.watches.find(number) is None:
        there = ", ".join(str(entry.number) for entry in session.watches.all) or "none"
        raise InputError(f"no watch {number}; existing: {there}")
    session.watches = session.watches.without(number)
    return Outcome(f"deleted watch {number}")


def _info(context: Context, argument: str) -> Outcome:
    meant = [name for name in _INFO if argument and name.startswith(argument)]
    if len(meant) != 1:
        raise InputError(f"info {argument}".strip() + f": give one of {', '.join(_INFO)}")
    lines = _INFO[meant[0]](context.session)
    return Outcome("\n".join(lines))


def _breakpoints(session: Session) -> list[str]:
    lines = []
    for entry in session.breakpoints.all:
        marks = [
            *(["disabled"] if not entry.enabled else []),
            *(["temporary"] if entry.temporary else []),
            *([f"ignores {entry.ignore}"] if entry.ignore else []),
            f"{entry.hits} {'hit' if entry.hits == 1 else 'hits'}",
        ]
        lines.append(f"{entry.number}  {entry.text}  ({', '.join(marks)})")
    return lines or ["no breakpoints"]


def _watches(session: Session) -> list[str]:
    lines = []
    for entry in session.watches.all:
        try:
            scope = session.scope(entry.stage, entry.node)
            value = spelled(value_at(entry.expression, scope, session.cursor.t))
        except InputError as error:
            value = str(error)
        lines.append(f"{entry.number}  {entry.expression.text} = {value}")
    return lines or ["no watches"]


def _layers(session: Session) -> list[str]:
    lines = []
    for label, (stage, index) in layers_of(session).items():
        node = session.schedule.stages[stage].nodes[index]
        here = "▶" if (stage, index) == (session.cursor.stage, session.cursor.node) else " "
        steps = session.positions.timesteps[stage]
        lines.append(f"{here} {label}  {node.function.layer.class_name}, {steps} timesteps")
    return lines


def _state(session: Session) -> list[str]:
    cursor = session.cursor
    node = session.schedule.stages[cursor.stage].nodes[cursor.node]
    function = node.function
    assert isinstance(function, SteppedFunction)
    equation = function.program.equations.lines[cursor.equation]
    values = session.run.frame(node, cursor.t)
    return [
        f"sample {cursor.sample}, {node.label}, t={cursor.t} of {session.timesteps}",
        f"equation {cursor.equation}: {equation.text}",
        *(f"{name} = {spelled(value)}" for name, value in values.items()),
    ]


_INFO: Mapping[str, Callable[[Session], list[str]]] = {
    "breakpoints": _breakpoints,
    "watches": _watches,
    "layers": _layers,
    "state": _state,
}


def _where(context: Context, argument: str) -> Outcome:
    nothing(argument)
    return Outcome("\n".join(_state(context.session)))


def _check(session: Session, argument: str) -> Iterator[Check]:
    expression = parse_expression(argument)
    check_names(expression, session.scope())
    if "keras" in argument:
        yield Check("will start Keras")
        return
    value = value_at(expression, session.scope(), session.cursor.t)
    yield Check(f"= {spelled(value)} at t={session.cursor.t}")


INSPECT_COMMANDS = (
    Command(
        "print", ("p",), "EXPRESSION", "Print the value of an expression at the cursor.",
        "print h_t", _print, "command", EXPRESSION, _check,
    ),
    Command(
        "assert", (), "CONDITION", "Check that a condition holds here; if not, a script ends with exit code 1.",
        "assert all(abs(h_t) <= 1)", _assert, "command", EXPRESSION, _check,
    ),
    Command(
        "watch", ("w",), "EXPRESSION", "Show an expression at each stop.",
        "watch norm(h_t)", _watch, "watch", EXPRESSION, _check,
    ),
    Command("unwatch", (), "NUMBER", "Delete a watch.", "unwatch 1", _unwatch, "watch", (WATCH_NUMBERS,)),
    Command(
        "info", ("i",), "breakpoints | watches | layers | state", "List breakpoints, watches or layers, or show the state at the cursor.",
        "info state", _info, "command", (Words(lambda _: _INFO, first=True),),
    ),
    Command("where", (), "", "Show the cursor and all values there.", "where", _where, "command"),
)  # fmt: skip

"""Commands that move the cursor: step, next, goto, continue, until and their reverses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from rnntui.debugger.commands.arguments.break_sites import condition_sites
from rnntui.debugger.commands.arguments.locations import location_of
from rnntui.debugger.commands.arguments.preview import previews
from rnntui.debugger.commands.arguments.words import EXPRESSION, LOCATIONS, words
from rnntui.debugger.commands.command import (
    Check,
    Command,
    Context,
    Outcome,
    always,
    count_of,
    never,
    nothing,
    stopped,
    whole,
)
from rnntui.debugger.cursor import Stop
from rnntui.debugger.session.session import Session
from rnntui.errors import InputError


def _counted(move: Callable[[Session, int], Stop]) -> Callable[[Context, str], Outcome]:
    return lambda context, argument: stopped(move(context.session, count_of(argument)))


def _goto(context: Context, argument: str) -> Outcome:
    session = context.session
    match argument:
        case "":
            raise InputError("goto: give a timestep, a layer, an equation (lstm:h_t), start or end")
        case "start":
            return _at(session, 0)
        case "end":
            return _at(session, session.positions.starts[-1] - 1)
        case "first":
            return stopped(session.first())
        case "last":
            return stopped(session.last())
    number = whole(argument.removeprefix("-"))
    if number is not None:
        t = -number if argument.startswith("-") else number
        _check_time(t, session.timesteps)
        return stopped(session.goto(t))
    place = location_of(session, argument)
    cursor = session.cursor
    if place.line is not None:
        line = place.line
        cursor = replace(cursor, stage=line.stage, node=line.node, equation=line.equation)
    timesteps = session.positions.timesteps[cursor.stage]
    t = min(cursor.t, timesteps - 1) if place.t is None else place.t
    _check_time(t, timesteps)
    return stopped(session.go(replace(cursor, t=t), f"at {argument}"))


def _check_time(t: int, timesteps: int) -> None:
    if not 0 <= t < timesteps:
        raise InputError(f"no timestep {t}: there are {timesteps}, 0 to {timesteps - 1}")


def _at(session: Session, index: int) -> Outcome:
    cursor = session.positions.cursor(session.cursor.sample, index)
    where = "the last equation of the run" if index else "the first equation of the run"
    return stopped(session.go(cursor, where))


def _until(context: Context, argument: str) -> Outcome:
    sites = condition_sites(context.session, argument)
    return stopped(context.session.until(argument, sites, progress=context.progress))


def _continue(backwards: bool) -> Callable[[Context, str], Outcome]:
    def run(context: Context, argument: str) -> Outcome:
        outcome = Outcome()
        for _ in range(count_of(argument)):
            stop = context.session.continue_(backwards=backwards, progress=context.progress)
            outcome = stopped(stop)
            if not stop.moved:
                break
        return outcome

    return run


def _quit(_: Context, argument: str) -> Outcome:
    nothing(argument)
    return Outcome()


def _check_condition(session: Session, argument: str) -> Iterator[Check]:
    return previews(session, condition_sites(session, argument))


MOTION_COMMANDS = (
    Command(
        "step", ("s",), "[COUNT]", "Go to the next equation: of this layer, the next layer, timestep or stage.",
        "step 2", _counted(Session.step), "step",
    ),
    Command(
        "reverse-step", ("rs",), "[COUNT]", "Go to the previous equation.",
        "reverse-step", _counted(Session.reverse_step), "reverse_step",
    ),
    Command(
        "next", ("n",), "[COUNT]", "Go to the next timestep, at the same equation.",
        "next 3", _counted(Session.next), "next",
    ),
    Command(
        "reverse-next", ("rn",), "[COUNT]", "Go to the previous timestep.",
        "reverse-next", _counted(Session.reverse_next), "reverse_next",
    ),
    Command(
        "finish", ("f",), "[COUNT]", "Go to the last equation of this layer, then of the next.",
        "finish", _counted(Session.finish), "finish",
    ),
    Command(
        "reverse-finish", ("rf",), "[COUNT]", "Go to the first equation of this layer, then of the previous one.",
        "reverse-finish", _counted(Session.reverse_finish), "reverse_finish",
    ),
    Command(
        "down", (), "[COUNT]", "Go to the next layer.", "down",
        _counted(Session.layer_below), "layer_below",
    ),
    Command(
        "up", (), "[COUNT]", "Go to the previous layer.", "up",
        _counted(Session.layer_above), "layer_above",
    ),
    Command(
        "goto", ("g",), "T | LAYER[:EQUATION] [t=T] | start | end",
        "Go to a timestep, a layer, an equation (by number or result), or an end of the run.",
        "goto 5", _goto, "first", (words("start", "end", "first", "last"), LOCATIONS),
    ),
    Command(
        "continue", ("c",), "[COUNT]", "Run to the next breakpoint, or to the end.",
        "continue", _continue(False), "continue", is_search=always,
    ),
    Command(
        "reverse-continue", ("rc",), "[COUNT]", "Run back to the previous breakpoint, or to the start.",
        "reverse-continue", _continue(True), "reverse_continue", is_search=always,
    ),
    Command(
        "until", ("u",), "CONDITION", "Run until a condition holds, ignoring breakpoints.",
        "until abs(h_t[0]) > 0.1", _until, "until", EXPRESSION, _check_condition, always,
    ),
    Command("quit", ("q", "exit"), "", "Quit.", "quit", _quit, "quit", is_recorded=never),
)  # fmt: skip

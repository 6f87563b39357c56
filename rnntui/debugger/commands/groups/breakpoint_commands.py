"""Commands that set, change and delete breakpoints."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from rnntui.debugger.breakpoints.breakpoints import Breakpoint, Progress, Site
from rnntui.debugger.commands.arguments.break_sites import condition_sites, sites_of
from rnntui.debugger.commands.arguments.preview import BLOCK, previews
from rnntui.debugger.commands.arguments.words import (
    BREAKPOINT_NUMBERS,
    EXPRESSION,
    LOCATIONS,
    PRESET_NAMES,
)
from rnntui.debugger.commands.command import Check, Command, Context, Outcome, number_of
from rnntui.debugger.session.session import Session
from rnntui.errors import InputError

# Beyond this many timesteps a preview would take too long.
_PREVIEW = 200_000
# Beyond this many, counting is a search that can be cancelled.
_LONG = 5000


def preview(session: Session, sites: tuple[Site, ...], progress: Progress | None = None) -> str:
    """How often a breakpoint would stop in this sample: "stops at 7 of 200 timesteps, first t=31".

    progress: returns True to cancel; the text is then ""
    """
    conditions = [site for site in sites if site.condition is not None]
    if not conditions:
        (site,) = sites
        steps = session.positions.timesteps[site.line.stage]
        beyond = site.t is not None and site.t >= steps
        return f"never stops in this sample's {steps} timesteps" if beyond else ""
    steps = max(session.positions.timesteps[site.line.stage] for site in conditions)
    asks = any(site.condition is not None and "keras" in site.condition.text for site in conditions)
    if steps > _PREVIEW or asks:
        return ""
    message = ""
    for done, check in enumerate(previews(session, sites)):
        if progress is not None and progress(done * BLOCK, steps):
            return ""
        message = check.text
    return message


def _break(temporary: bool) -> Callable[[Context, str], Outcome]:
    def run(context: Context, argument: str) -> Outcome:
        session = context.session
        sites = sites_of(session, argument)
        text = argument or _here(session)
        message = preview(session, sites, context.progress)
        session.breakpoints = session.breakpoints.added(text, sites, temporary=temporary)
        kind = "temporary breakpoint" if temporary else "breakpoint"
        return Outcome(
            f"{kind} {session.breakpoints.given}: {text}" + (f"; {message}" if message else "")
        )

    return run


def _here(session: Session) -> str:
    cursor = session.cursor
    label = session.schedule.stages[cursor.stage].nodes[cursor.node].label
    return f"{label}:{cursor.equation}"


def _watchpoint(context: Context, argument: str) -> Outcome:
    if not argument:
        raise InputError("give a value: watchpoint argmax(y)")
    return _break(False)(context, f"changed({argument})")


def _delete(context: Context, argument: str) -> Outcome:
    session = context.session
    if not argument:
        count = len(session.breakpoints.all)
        for point in session.breakpoints.all:
            session.breakpoints = session.breakpoints.without(point.number)
        return Outcome(f"deleted {count} {'breakpoint' if count == 1 else 'breakpoints'}")
    point = _numbered(session, argument)
    session.breakpoints = session.breakpoints.without(point.number)
    return Outcome(f"deleted breakpoint {point.number}: {point.text}")


def _switch(enabled: bool) -> Callable[[Context, str], Outcome]:
    def run(context: Context, argument: str) -> Outcome:
        session = context.session
        chosen = [_numbered(session, argument)] if argument else list(session.breakpoints.all)
        for point in chosen:
            session.breakpoints = session.breakpoints.changed(replace(point, enabled=enabled))
        word = "enabled" if enabled else "disabled"
        return Outcome(f"{word} {', '.join(str(point.number) for point in chosen) or 'nothing'}")

    return run


def _ignore(context: Context, argument: str) -> Outcome:
    session = context.session
    first, _, second = argument.partition(" ")
    point = _numbered(session, first)
    count = number_of(second.strip(), "how many hits to ignore: ignore 1 3")
    session.breakpoints = session.breakpoints.changed(replace(point, ignore=count))
    return Outcome(f"breakpoint {point.number} ignores its next {count} hits")


def _numbered(session: Session, text: str) -> Breakpoint:
    number = number_of(text, "a breakpoint's number; info breakpoints lists them")
    found = session.breakpoints.find(number)
    if found is None:
        there = ", ".join(str(point.number) for point in session.breakpoints.all) or "none"
        raise InputError(f"no breakpoint {number}; existing: {there}")
    return found


def _check_sites(session: Session, argument: str) -> Iterator[Check]:
    return previews(session, sites_of(session, argument))


def _check_value(session: Session, argument: str) -> Iterator[Check]:
    return previews(session, condition_sites(session, f"changed({argument})"))


def _is_long(session: Session, _argument: str) -> bool:
    """Whether counting the timesteps where a condition holds takes noticeable time."""
    return max(session.positions.timesteps) > _LONG


BREAKPOINT_COMMANDS = (
    Command(
        "break", ("b",), "[PLACE] [if CONDITION] | CONDITION | PRESET",
        "Stop at a place (lstm:h_t, t=7), where a condition holds, or at a preset: "
        "saturated, nan, dead, masked, forget, mismatch.",
        "break abs(h_t[0]) > 0.2", _break(False), "break",
        (PRESET_NAMES, LOCATIONS, *EXPRESSION), _check_sites, _is_long,
    ),
    Command(
        "tbreak", ("tb",), "as break", "Set a breakpoint that is deleted at its first stop.",
        "tbreak t=4", _break(True), "break",
        (PRESET_NAMES, LOCATIONS, *EXPRESSION), _check_sites, _is_long,
    ),
    Command(
        "watchpoint", ("wp",), "VALUE", "Stop where a value differs from the previous timestep.",
        "watchpoint argmax(h_t)", _watchpoint, "break", EXPRESSION, _check_value, _is_long,
    ),
    Command(
        "delete", ("d",), "[NUMBER]", "Delete a breakpoint, or all of them.", "delete", _delete, "break", (BREAKPOINT_NUMBERS,),
    ),
    Command(
        "disable", (), "[NUMBER]", "Disable a breakpoint, or all of them.",
        "disable", _switch(False), "break", (BREAKPOINT_NUMBERS,),
    ),
    Command(
        "enable", (), "[NUMBER]", "Re-enable a breakpoint, or all of them.",
        "enable", _switch(True), "break", (BREAKPOINT_NUMBERS,),
    ),
    Command(
        "ignore", (), "NUMBER COUNT", "Ignore the next COUNT hits of a breakpoint.",
        "ignore 1 2", _ignore, "break", (BREAKPOINT_NUMBERS,),
    ),
)  # fmt: skip

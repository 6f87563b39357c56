"""The command that chooses what is shown over time: which variable, and how many timesteps a column."""

from __future__ import annotations

from dataclasses import replace

from rnntui.debugger.commands.command import Command, Context, Outcome, count_of, stopped
from rnntui.debugger.session import Session
from rnntui.debugger.timeline import TimelineChoice
from rnntui.debugger.timelines import COLUMNS
from rnntui.errors import InputError

_TOO_LONG = "more can't be computed at once"


def _timeline(context: Context, argument: str) -> Outcome:
    session = context.session
    word, _, count = argument.partition(" ")
    match word:
        case "in" | "out":
            times = count_of(count.strip())
            return _zoomed(session, -times if word == "in" else times)
        case "next" | "previous":
            times = count_of(count.strip())
            return _cycled(session, times if word == "next" else -times)
    return _named(session, argument)


def _zoomed(session: Session, levels: int) -> Outcome:
    choice, cursor = session.timeline, session.cursor
    most = session.timelines.most_zoom(cursor, choice)
    here = min(choice.zoom, most)
    zoom = max(-1, min(here + levels, most))
    session.timeline = replace(choice, zoom=zoom)
    if zoom == here:
        end = "a number for each timestep"
        if levels > 0:
            per, columns = _per(zoom), -(-session.timesteps // _per(zoom))
            all_of_it = f"{per}; the run has {columns} column{'s' * (columns > 1)}"
            end = all_of_it if columns <= COLUMNS // 2 else f"{per}; {_TOO_LONG}"
        return stopped(session.stay(f"timesteps a column: already {end}"))
    return stopped(
        session.stay(f"timesteps a column: {_per(zoom) if zoom >= 0 else '1, as a number'}")
    )


def _cycled(session: Session, places: int) -> Outcome:
    timelines, cursor, choice = session.timelines, session.cursor, session.timeline
    options = timelines.options(cursor)
    index = options.index(timelines.chosen(cursor, choice)) + places
    return _choose(session, *options[index % len(options)])


def _named(session: Session, text: str) -> Outcome:
    options = session.timelines.options(session.cursor)
    layer, _, name = text.rpartition(".")
    for label, one in options:
        if one == name and layer in ("", label):
            return _choose(session, label, one)
    there = ", ".join(dict.fromkeys(one for _, one in options))
    raise InputError(f"'{text}': give in, out, next, previous or a variable: {there}")


def _choose(session: Session, layer: str, name: str) -> Outcome:
    session.timeline = TimelineChoice(session.timeline.zoom, layer, name)
    return stopped(session.stay(f"over time: {name} of {layer}"))


def _per(zoom: int) -> int:
    return 1 << max(0, zoom)


TIMELINES = (
    Command(
        "timeline", (), "in | out | next | previous | VARIABLE",
        "What is shown over time, and how many timesteps a column.",
        "timeline x_t", _timeline, "timeline_next",
    ),
)  # fmt: skip

"""Commands that choose what is shown and how: precision, vectors, unit, output, timeline."""

from __future__ import annotations

from dataclasses import replace

from rnntui.debugger.commands.arguments.words import VARIABLES, words
from rnntui.debugger.commands.command import (
    Command,
    Context,
    Outcome,
    count_of,
    number_of,
    stopped,
    whole,
)
from rnntui.debugger.frame.timeline import TimelineChoice
from rnntui.debugger.number_format import EXACT, PRECISIONS, next_precision, precision_text
from rnntui.debugger.session.session import Session
from rnntui.debugger.values.timeline_builder import COLUMNS
from rnntui.errors import InputError


def _precision(context: Context, argument: str) -> Outcome:
    session = context.session
    if argument in ("", "next"):
        digits = next_precision(session.reading.precision)
    elif argument == "exact":
        digits = EXACT
    else:
        digits = number_of(argument, "2, 4, 8 or exact")
        if digits not in PRECISIONS or digits == EXACT:
            raise InputError(f"precision {argument}: give 2, 4, 8 or exact")
    session.reading = replace(session.reading, precision=digits)
    return Outcome(f"numbers with {precision_text(digits)}")


def _vectors(context: Context, argument: str) -> Outcome:
    session = context.session
    if argument not in ("", "open", "short"):
        raise InputError(f"vectors {argument}: give open or short")
    opened = not session.reading.opened if not argument else argument == "open"
    session.reading = replace(session.reading, opened=opened)
    return Outcome("long vectors are " + ("shown in full" if opened else "summarized"))


NUMBERS = (
    Command(
        "precision", (), "[2 | 4 | 8 | exact]", "Set the number of digits shown.",
        "precision 8", _precision, "precision",
    ),
    Command(
        "vectors", (), "[open | short]", "Show long vectors in full, or summarize them.",
        "vectors open", _vectors, "vectors",
    ),
)  # fmt: skip


def _unit(context: Context, argument: str) -> Outcome:
    session = context.session
    word, _, count = argument.partition(" ")
    if word in ("next", "previous"):
        further = count_of(count.strip())
        return stopped(session.next_unit(further if word == "next" else -further))
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
    raise InputError(f"'{argument}': no such output; give next or one of {', '.join(names)}")


UNIT_AND_OUTPUT = (
    Command(
        "unit", (), "NUMBER | next [COUNT] | previous [COUNT]",
        "Choose the unit of the equation that is worked out.", "unit 1", _unit, "next_unit",
        (words("next", "previous"),),
    ),
    Command(
        "output", (), "[next | NAME | NUMBER]",
        "Choose the model output shown as the prediction.", "output next", _output, "next_output",
    ),
)  # fmt: skip


_TOO_LONG = "more would take too long to compute"


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
        end = "one number per timestep"
        if levels > 0:
            per, columns = _per(zoom), -(-session.timesteps // _per(zoom))
            all_of_it = f"{per}; the run has {columns} column{'s' * (columns > 1)}"
            end = all_of_it if columns <= COLUMNS // 2 else f"{per}; {_TOO_LONG}"
        return stopped(session.stay(f"timesteps per column: already {end}"))
    return stopped(
        session.stay(f"timesteps per column: {_per(zoom) if zoom >= 0 else '1, as a number'}")
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
    raise InputError(f"'{text}': no such variable; give in, out, next, previous or one of {there}")


def _choose(session: Session, layer: str, name: str) -> Outcome:
    session.timeline = TimelineChoice(session.timeline.zoom, layer, name)
    return stopped(session.stay(f"timeline: {name} of {layer}"))


def _per(zoom: int) -> int:
    return 1 << max(0, zoom)


TIMELINE = Command(
    "timeline", (), "in | out | next | previous | VARIABLE",
    "Choose the variable in the timeline, and the timesteps per column.",
    "timeline x_t", _timeline, "timeline_next",
    (words("in", "out", "next", "previous"), VARIABLES),
)  # fmt: skip

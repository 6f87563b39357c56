"""The commands that choose how numbers are shown: precision, vectors."""

from __future__ import annotations

from dataclasses import replace

from rnntui.debugger.commands.command import Command, Context, Outcome, number_of
from rnntui.debugger.precision import EXACT, PRECISIONS, next_precision, precision_text
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
    return Outcome("long vectors are " + ("written out" if opened else "told in short"))


READING = (
    Command(
        "precision", (), "[2 | 4 | 8 | exact]", "With how many digits numbers are shown.",
        "precision 8", _precision, "precision",
    ),
    Command(
        "vectors", (), "[open | short]", "Write long vectors out, or tell of them in short.",
        "vectors open", _vectors, "vectors",
    ),
)  # fmt: skip

"""The sample command: open another sample by number, error or condition."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from rnntui.debugger.commands.arguments.words import EXPRESSION, words
from rnntui.debugger.commands.command import Command, Context, Outcome, count_of, stopped, whole
from rnntui.debugger.expressions.evaluate import value_at
from rnntui.debugger.expressions.parse import Expression, parse_expression
from rnntui.debugger.session.session import Session
from rnntui.errors import InputError


def _sample(context: Context, argument: str) -> Outcome:
    session = context.session
    word, _, rest = argument.partition(" ")
    number = whole(argument)
    if number is not None:
        if number >= session.samples:
            last = session.samples - 1
            raise InputError(f"no sample {number}: there are {session.samples}, 0 to {last}")
        return stopped(session.goto_sample(number))
    if word in ("next", "previous") and (not rest or whole(rest)):
        move = session.next_sample if word == "next" else session.previous_sample
        return stopped(move(count_of(rest)))
    if word == "next" and rest.startswith("where "):
        return _next_where(context, parse_expression(rest.removeprefix("where ")))
    if argument == "worst":
        return _worst(context, parse_expression("mean(abs(output - target))"), "error")
    if argument == "worst mismatch":
        return _worst(context, parse_expression("max(abs(output - keras))"), "mismatch")
    raise InputError(
        f"sample {argument}".strip() + ": give a number, next, previous, worst, worst mismatch, or "
        "next where CONDITION"
    )


@contextmanager
def and_back(session: Session) -> Iterator[None]:
    """Restore the cursor after a search through samples."""
    start = session.cursor
    try:
        yield
    finally:
        if session.cursor.sample != start.sample:
            session.goto_sample(start.sample)
        session.go(start, "searched the samples")


def samples_of(context: Context, first: int = 0) -> Iterator[int]:
    """Open the samples one by one until the search is cancelled."""
    session = context.session
    for index in range(first, session.samples):
        if context.progress is not None and context.progress(index, session.samples):
            return
        session.goto_sample(index)
        yield index


def _next_where(context: Context, condition: Expression) -> Outcome:
    """The first later sample where a condition holds at the last timestep."""
    session = context.session
    found = None
    with and_back(session):
        for index in samples_of(context, session.cursor.sample + 1):
            if bool(np.all(value_at(condition, session.scope(), session.timesteps - 1))):
                found = index
                break
    if found is None:
        return Outcome(
            f"{condition.text}: does not hold in any later sample", stop="no later sample"
        )
    session.goto_sample(found)
    return Outcome(f"sample {found}: {condition.text}", stop=f"opened sample {found}")


def _worst(context: Context, measure: Expression, word: str) -> Outcome:
    session = context.session
    values = []
    with and_back(session):
        for _ in samples_of(context):
            values.append(float(value_at(measure, session.scope(), session.timesteps - 1)))
    if not np.isfinite(values).any():
        raise InputError(f"sample worst: no sample has a finite {word}")
    worst = int(np.nanargmax(np.where(np.isfinite(values), values, np.nan)))
    session.goto_sample(worst)
    text = f"sample {worst}: the largest {word}, {values[worst]:.4g}"
    return Outcome(text, values[worst], stop=text)


SAMPLE = Command(
        "sample", (), "NUMBER | next [COUNT | where CONDITION] | previous [COUNT] | worst [mismatch]",
        "Open a sample: by number, by error, or the next where a condition holds at its last timestep.",
        "sample next", _sample, "next_sample",
    (words("next", "previous", "worst", "where", "mismatch"), *EXPRESSION),
    is_search=lambda _, argument: "where" in argument or "worst" in argument,
)  # fmt: skip

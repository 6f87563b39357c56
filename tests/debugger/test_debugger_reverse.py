"""Moves followed by their reverses end at the same cursor, in a bit-identical frame."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_conditions import NAMES, session_on

from rnntui.debugger.commands.console import Console

REVERSE = {
    "step": "reverse-step",
    "next": "reverse-next",
    "sample next": "sample previous",
    "down": "up",
}
REVERSE |= {back: there for there, back in REVERSE.items()}
moves = st.lists(st.tuples(st.sampled_from(list(REVERSE)), st.integers(1, 9)), max_size=12)


def same(one, other):
    """Assert that two frames show the same to the last bit."""
    assert one.cursor == other.cursor
    assert [layer.label for layer in one.layers] == [layer.label for layer in other.layers]
    for mine, theirs in zip(one.layers, other.layers, strict=True):
        assert list(mine.values) == list(theirs.values)
        for name, value in mine.values.items():
            identical(value, theirs.values[name])
        assert (mine.skipped, mine.row, mine.origins) == (
            theirs.skipped,
            theirs.row,
            theirs.origins,
        )
    for mine, theirs in zip(one.steps, other.steps, strict=True):
        for part, its in zip(mine.results, theirs.results, strict=True):
            identical(part.value, its.value)
    for mine, theirs in zip(one.whole_layers, other.whole_layers, strict=True):
        assert (mine.label, mine.reads, mine.missing) == (
            theirs.label,
            theirs.reads,
            theirs.missing,
        )
        if mine.value is not None:
            identical(mine.value, theirs.value)
    identical(one.timeline.values, other.timeline.values)
    if one.prediction is not None:
        identical(one.prediction.y, other.prediction.y)


def identical(one, other):
    one, other = np.asarray(one), np.asarray(other)
    assert (one.dtype, one.shape) == (other.dtype, other.shape)
    assert one.tobytes() == other.tobytes()


def comes_back(session, line, before):
    """Whether a move was made in full, and from where its reverse can lead."""
    cursor, positions = session.cursor, session.positions
    word, _, count = line.rpartition(" ")
    match word:
        case "step" | "reverse-step":
            return abs(positions.index(cursor) - positions.index(before)) == int(count)
        case "next" | "reverse-next":
            return abs(cursor.t - before.t) == int(count)
        case "sample next" | "sample previous":
            return abs(cursor.sample - before.sample) == int(count)
    layers = [(line.stage, line.node) for lines in positions.lines for line in lines]
    layers = list(dict.fromkeys(layers))
    places = [layers.index((one.stage, one.node)) for one in (before, cursor)]
    whole = abs(places[0] - places[1]) == int(count)
    return (
        whole
        and before.equation == 0
        and before.t == cursor.t
        and len(set(positions.timesteps)) == 1
    )


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=40, deadline=None)
@given(st.data())
def test_moves_and_their_reverses_are_nothing(name, data):
    session = session_on(name)
    start = data.draw(st.integers(0, session.positions.starts[-1] - 1))
    session.go(session.positions.cursor(0, start), "drawn")
    console = Console(session)
    first, made = session.frame(), []
    for word, count in data.draw(moves):
        before = session.cursor
        line = f"{word} {count}"
        (answer,) = console.run(line)
        assert answer.error is None
        assert answer.outcome.stop == answer.outcome.text
        if comes_back(session, line, before):
            made.append(f"{REVERSE[word]} {count}")
            continue
        if session.cursor.sample != before.sample:
            session.goto_sample(before.sample)
        session.go(before, "cut short")
    for line in reversed(made):
        console.run(line)
    same(session.frame(), first)

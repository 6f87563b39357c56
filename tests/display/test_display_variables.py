"""Variables: a number and a bar each, changes with size and direction, long vectors in short."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from small_networks import small_session
from tiny_network import tiny_data, tiny_graph

from rnntui.data.dataset import ColumnInfo
from rnntui.debugger.number_format import EXACT, PRECISIONS, NumberFormat
from rnntui.debugger.session.session import Session
from rnntui.display.clicks import unit_at
from rnntui.display.primitives.numbers import number, short, width_of
from rnntui.display.primitives.text import plain
from rnntui.display.primitives.vector_summary import spark, statistics
from rnntui.display.variables import current_lines, variable_lines

DATA = replace(
    tiny_data(),
    input_columns=ColumnInfo(
        ("latitude", "longitude", "elevation", "speed"),
        ("°", "°", "ft", "kt"),
        np.array([43.6, 1.4, 1200.0, 90.0]),
        np.array([0.02, 0.02, 350.0, 10.0]),
    ),
)


def odd_data():
    data = tiny_data()
    data.inputs["X"][0, 2, 1] = np.nan
    data.inputs["X"][0, 3, :2] = np.inf
    return data


SESSIONS = {
    "one unit": Session.open(tiny_graph(units=1, features=1), tiny_data(features=1)),
    "simple": Session.open(tiny_graph(), DATA),
    "lstm": Session.open(tiny_graph(("LSTM",), units=40), tiny_data()),
    "large": Session.open(tiny_graph(units=512), tiny_data()),
    "nan": Session.open(tiny_graph(("LSTM",), units=12), odd_data(), time=1),
    "images": small_session("images"),
    "tokens": small_session("tokens"),
    "masked": small_session("masked"),
    "bidirectional": small_session("bidirectional"),
}


def at(name, *, steps=0, unit=0, reading=None):
    debugger = SESSIONS[name]
    debugger.reverse_step(1000)
    debugger.goto(1)
    debugger.step(steps)
    debugger.unit = unit
    debugger.next()
    frame = debugger.frame()
    return frame if reading is None else replace(frame, reading=reading)


def text(lines):
    return "\n".join(plain(line) for line in lines)


@given(
    st.sampled_from(list(SESSIONS)),
    st.integers(0, 12),
    st.integers(0, 600),
    st.integers(20, 200),
    st.integers(4, 50),
    st.sampled_from(PRECISIONS),
    st.booleans(),
)
def test_no_line_is_wider_than_its_pane(name, steps, unit, width, height, digits, opened):
    frame = at(name, steps=steps, unit=unit, reading=NumberFormat(digits, opened))
    for line in variable_lines(frame, width, height):
        assert len(plain(line)) <= width, plain(line)


def test_changes_have_a_size_and_a_direction():
    debugger = Session.open(tiny_graph(), DATA)
    before = debugger.frame().layer.values["h_t"]
    debugger.next()
    frame = debugger.frame()
    lines = [plain(line) for line in variable_lines(frame, 60)]
    assert "▲▼ changed since the last stop" in lines[0]
    row = next(line for line in lines if line.startswith("  hₜ "))
    change = float(frame.layer.values["h_t"][0]) - float(before[0])
    arrow = "▲" if change > 0 else "▼"
    assert f"{arrow}{short(change, 3)}" in row
    debugger.step()
    assert not {"▲", "▼"} & set(text(variable_lines(debugger.frame(), 60)))


def test_what_the_data_names_has_names_and_units():
    lines = [plain(line) for line in variable_lines(at("simple"), 60)]
    (first,) = [line for line in lines if "speed" in line]
    assert first.startswith("  [3]")
    assert first.endswith(" kt")
    assert sum("latitude" in line for line in lines) == 2


def test_a_long_vector_is_summarized_and_expanded_if_the_equation_computes_it():
    frame = at("large", steps=1, unit=300)
    lines = variable_lines(frame, 50, 14)
    current = current_lines(lines)
    assert plain(lines[current.start]).startswith("▶ hW")
    value = frame.layer.values["hW"][300]
    (own,) = [
        span for line in lines[current.start : current.stop] for span in line if span.role == "unit"
    ]
    assert own.text.strip() == short(value)
    assert len(current) <= 10
    shown = text(lines)
    assert "512: min " in shown
    assert len(lines) < 40
    opened = text(variable_lines(replace(frame, reading=NumberFormat(opened=True)), 50, 14))
    assert "512: min " not in opened


def test_statistics_are_those_of_the_whole_vector():
    values = np.array([3.0, -4.0, 1.0], np.float32)
    assert statistics(values, 2, 80) == "min -4.00 max +3.00 mean +0.00 norm +5.10"
    assert statistics(values, 8, 30) == "min -4.00 max +3.00 norm +5.10"
    assert statistics(values, 4, 3) == ""


@given(arrays(np.float32, st.integers(1, 300)), st.integers(1, 60))
def test_a_sparkline_has_its_width_whatever_the_numbers(values, width):
    pieces = spark(values, width)
    assert sum(len(span.text) for span in pieces) == min(width, len(values))


def test_no_spike_is_lost_in_a_sparkline():
    values = np.zeros(512, np.float32)
    values[77] = -9.0
    assert "▁" in "".join(span.text for span in spark(values, 20))


@pytest.mark.parametrize("digits", PRECISIONS)
@given(value=st.floats(-1e6, 1e6, width=32))
def test_a_number_in_any_precision_has_its_width(digits, value):
    assert len(number(value, 0, digits)) == width_of(digits)


@given(st.floats(width=32, allow_nan=False, allow_infinity=False))
def test_exact_is_the_number_itself(value):
    assert np.float32(short(value, EXACT)) == np.float32(value)


def test_a_click_on_a_number_or_its_bar_is_its_unit():
    frame = at("simple", steps=1)
    lines = variable_lines(frame, 45)
    row = next(i for i, line in enumerate(lines) if plain(line).startswith("  z "))
    assert [unit_at(frame, lines, row, column) for column in (10, 18, 30, 40)] == [0, 0, 1, 1]
    assert unit_at(frame, lines, row + 1, 30) == 3

"""The current equation worked out: sums by size, curves, gates; at every width, of odd numbers too."""

from __future__ import annotations

import math
import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_networks import small_session
from tiny_network import tiny_data, tiny_graph

from rnntui.debugger.explain.activation_curve import curve_of
from rnntui.debugger.explain.largest_terms import largest_terms, products
from rnntui.debugger.number_format import PRECISIONS, NumberFormat
from rnntui.debugger.session.session import Session
from rnntui.display.primitives.bars import bar, swing
from rnntui.display.primitives.lazy_lines import LazyLines
from rnntui.display.primitives.text import plain
from rnntui.display.worked.parts import Page
from rnntui.display.worked.product import product_parts
from rnntui.display.worked.worked import worked_lines
from rnntui.equations.activations import ACTIVATIONS, JOINT, activation, softsign

floats = st.floats(-1e3, 1e3, width=32)


def odd_data():
    data = tiny_data()
    data.inputs["X"][0, 2, 1] = np.nan
    data.inputs["X"][1, 2, :2] = np.inf
    return data


SESSIONS = {
    "one unit": Session.open(tiny_graph(units=1, features=1), tiny_data(features=1)),
    "simple": Session.open(tiny_graph(), tiny_data()),
    "lstm": Session.open(tiny_graph(("LSTM",), units=40), tiny_data()),
    "gru": Session.open(tiny_graph(("GRU",)), tiny_data()),
    "large": Session.open(tiny_graph(units=512), tiny_data()),
    "nan": Session.open(tiny_graph(("LSTM",)), odd_data(), time=2),
    "infinite": Session.open(tiny_graph(("GRU",)), odd_data(), sample=1, time=2),
    "images": small_session("images"),
    "channels first": small_session("channels first"),
    "tokens": small_session("tokens"),
    "stacked": small_session("stacked"),
}


def at(name, unit=0, steps=0):
    """A session at an equation of t=2."""
    debugger = SESSIONS[name]
    debugger.reverse_step(1000)
    debugger.goto(2)
    debugger.step(steps)
    debugger.unit = unit
    return debugger.frame()


def text(lines):
    return "\n".join(plain(line) for line in lines)


@given(
    st.sampled_from(list(SESSIONS)),
    st.integers(0, 40),
    st.integers(0, 600),
    st.integers(20, 200),
    st.integers(4, 50),
    st.sampled_from(PRECISIONS),
)
def test_no_line_is_wider_than_its_pane(name, steps, unit, width, height, digits):
    debugger = SESSIONS[name]
    debugger.reverse_step(1000)
    debugger.step(steps)
    debugger.unit = unit
    frame = replace(debugger.frame(), reading=NumberFormat(precision=digits))
    for line in worked_lines(frame, width, height):
        assert len(plain(line)) <= width, plain(line)


@given(st.lists(st.tuples(floats, floats), min_size=1, max_size=40), st.integers(0, 50))
def test_the_terms_and_the_rest_are_the_whole_sum(pairs, most):
    x, w = np.array(pairs, np.float32).T
    terms = products(x, w)
    found = largest_terms(terms, most)
    assert len(found.indices) + found.more == len(pairs)
    assert list(map(abs, found.values)) == sorted(map(abs, terms.tolist()), reverse=True)[:most]
    others = [t for i, t in enumerate(terms.tolist()) if i not in found.indices]
    assert found.rest == math.fsum(others)


@pytest.mark.parametrize("unit", [0, 17, 159])
def test_what_is_written_out_adds_up_to_the_value(unit):
    frame = replace(at("lstm", unit, steps=1), reading=NumberFormat(precision=17))
    shown = text(worked_lines(frame, 160, 12))
    value = float(re.search(r"hU\[\d+\] = (\S+),", shown)[1])
    terms = [float(found) for found in re.findall(r"× +\S+ = +([-+]\S+)", shown)]
    rest = float(re.search(r"together +(\S+)", shown)[1])
    assert len(terms) == 10
    assert math.fsum([*terms, rest]) == pytest.approx(value, abs=1e-6)
    result = frame.steps[0].results[0].value
    assert np.float32(value) == result[unit]


@given(st.integers(0, 530), st.integers(1, 60), st.integers(20, 160))
def test_a_matrix_scrolls_between_its_heading_and_its_result(top, height, width):
    frame = at("large", unit=300, steps=1)
    working = worked_lines(frame, width, height)
    whole = [plain(line) for line in working]
    top = min(top, max(0, len(whole) - height))
    shown = [plain(line) for line in working.window(top, height)]
    assert len(shown) == min(height, len(whole))
    grid = next(i for i, line in enumerate(whole) if line.startswith("hₜ₋₁"))
    numbers = [int(found) for found in re.findall(r"^\[(\d+)\] +\S+ ▏", "\n".join(shown), re.M)]
    assert numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else True
    rows = working.rows(top, height)
    assert numbers == list(rows[0] if rows else range(512 if len(whole) == height else 0))
    if top > grid and height > 3:
        assert shown[0].startswith("hₜ₋₁")
        assert any(line.startswith("= hW") for line in shown)


def test_only_the_rows_in_view_are_made():
    frame = at("large", unit=300, steps=1)
    (grid,) = product_parts(frame.steps[0], 300, Page(frame.layer.functions, 120, 20))
    asked = []
    counted = replace(grid, make=lambda rows: asked.append(rows) or grid.make(rows))
    working = LazyLines([counted], 120)
    assert len(working) == 514
    working.window(200, 20)
    assert asked == [range(200, 218)]


def test_where_there_is_room_the_terms_of_all_sums_add_up():
    frame = replace(at("simple", steps=1), reading=NumberFormat(precision=17))
    shown = text(worked_lines(frame, 200, 60)).split("contribution to every unit.\n")[1]
    rows = [re.findall(r"[-+]\d\S*", line) for line in shown.splitlines()]
    terms = [[float(found) for found in row] for row in rows if row]
    (*added, result), count = terms[: len(terms[0]) + 1], len(terms[0])
    assert len(added) == count
    for column, value in zip(zip(*added, strict=True), result, strict=True):
        assert math.fsum(column) == pytest.approx(value, abs=1e-6)


@pytest.mark.parametrize("name", ["simple", "lstm", "gru"])
def test_at_the_foot_of_a_high_page_the_unit_goes_through_all_equations(name):
    seen = set()
    for steps in range(len(at(name).layer.equations)):
        frame = at(name, unit=2, steps=steps)
        foot = text(worked_lines(frame, 120, 60)).split("through all equations of ")[1]
        lines = foot.splitlines()[1:]
        assert [line.startswith("▶") for line in lines].index(True) == steps
        seen.add(foot.replace("▶", " "))
        value = frame.layer.values[frame.layer.output]
        assert f"{value[frame.unit % value.size]:+.4f}" in foot
    assert len(seen) == 1


def test_nan_comes_first_and_takes_the_rest_with_it():
    found = largest_terms(np.array([1.0, np.nan, -3.0, np.inf]), 2)
    assert found.indices == (1, 3)
    assert found.rest == -2.0
    assert math.isnan(largest_terms(np.array([np.inf, 2.0, -np.inf]), 0).rest)


def test_the_columns_of_gates_are_named():
    shown = text(worked_lines(at("lstm", 46), 60, 16))
    assert "▸f[6]" in shown
    assert "xW[46] = " in shown
    assert ", f[6], the sum of 4 terms, by size:" in shown
    assert "▸h[0]" in text(worked_lines(at("gru", 8), 60, 16))


def test_an_activation_is_a_curve_with_its_flat_parts():
    frame = at("large", steps=3)
    shown = text(worked_lines(frame, 60, 16))
    assert "flat below -2.6 and above 2.6" in shown
    count = int(np.sum(np.abs(frame.steps[0].results[0].value) > 0.99))
    assert f"{count} of 512 saturated" in shown
    assert "◆" in shown
    assert "┼" in shown


@pytest.mark.parametrize("name", sorted(set(ACTIVATIONS) - JOINT))
def test_every_activation_has_a_curve(name):
    z = np.linspace(-6, 6, 7, dtype=np.float32)
    function = activation(name, {})
    curve = curve_of(function, z, function(z))
    assert curve.reach == 8
    assert len(curve.z) == len(curve.y)


@pytest.mark.parametrize(
    ("name", "below", "above", "saturated"),
    [
        ("tanh", -2.6, 2.6, 4),
        ("sigmoid", -4.6, 4.6, 2),
        ("hard_sigmoid", -2.9, 2.9, 4),
        ("relu", 0.0, None, 4),
        ("relu6", 0.0, 6.0, 5),
        ("elu", -4.6, None, 1),
        ("linear", None, None, 0),
    ],
)
def test_the_flat_parts_are_where_saturated_stops(name, below, above, saturated):
    z = np.array([-6, -4, -1, 0, 1, 4, 6], np.float32)
    function = activation(name, {})
    curve = curve_of(function, z, function(z))
    for found, expected in ((curve.flat_below, below), (curve.flat_above, above)):
        assert found == (None if expected is None else pytest.approx(expected, abs=0.06))
    assert curve.saturated.sum() == saturated


def test_a_curve_that_is_never_flat_enough_says_so():
    z = np.zeros(1, np.float32)
    curve = curve_of(softsign, z, z)
    assert curve.flat_below is None
    assert curve.flat_above is None


@given(st.floats(width=32), st.floats(0, 1e30), st.integers(1, 60))
def test_bars_have_their_width(value, scale, width):
    assert len(bar(value, scale, width).text) == width
    assert sum(len(span.text) for span in swing(value, scale, width)) == width


def test_the_direction_of_a_bar_is_seen_without_colour():
    assert "".join(span.text for span in swing(-1.0, 1.0, 9)) == "████│    "
    assert "".join(span.text for span in swing(0.5, 1.0, 9)) == "    │██  "
    assert bar(1e-9, 1.0, 5).text.strip()


def test_on_a_low_page_headings_are_not_said_twice_and_the_result_is_in_view():
    debugger = Session.open(tiny_graph(("LSTM",), units=12), tiny_data())
    debugger.step(6)
    texts = {
        height: [plain(line) for line in worked_lines(debugger.frame(), 50, height)]
        for height in (30, 16, 9)
    }
    headings = {height: sum("▸" in text for text in told) for height, told in texts.items()}
    rules = {height: sum("───" in text for text in told) for height, told in texts.items()}
    assert headings == {30: 3, 16: 1, 9: 1}
    assert rules == {30: 3, 16: 3, 9: 0}
    assert len(texts[16]) == 16
    for told in texts.values():
        assert sum(text.startswith("= cₜ ") for text in told) == 1

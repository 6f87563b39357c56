"""What a frame shows of breakpoints and watches, beside a computation of all of it."""

from __future__ import annotations

import numpy as np
import pytest
from tiny_network import tiny_data, tiny_graph

from rnntui.debugger.commands.console import Console
from rnntui.debugger.expressions.evaluate import rows_over, value_at
from rnntui.debugger.expressions.parse import parse_expression
from rnntui.debugger.session import markers as marking
from rnntui.debugger.session.session import Session

T = 1300


@pytest.fixture(scope="module")
def graph_and_data():
    return tiny_graph(("LSTM",), timesteps=T), tiny_data(samples=2, timesteps=T)


@pytest.fixture
def console(graph_and_data):
    return Console(Session.open(*graph_and_data))


def told(console, *lines):
    for line in lines:
        (answer,) = console.run(line)
        assert answer.error is None, answer.error


def test_the_ruler_is_that_of_the_whole_run_wherever_one_stands(console):
    told(console, "break abs(h_t[0]) > 0.5", "break lstm:2 t=700")
    session = console.session
    held = rows_over(parse_expression("abs(h_t[0]) > 0.5"), session.scope(), 0, T)
    held = held.copy()
    held[700] = True
    for t in (0, 255, 256, 511, 512, 700, 1023, 1024, 1299):
        session.goto(t)
        frame = session.frame()
        start = frame.timeline.start
        expected = held[start : start + len(frame.timeline.values)]
        assert np.array_equal(frame.stops.times, expected)


def test_what_stops_everywhere_or_is_disabled_is_not_on_the_ruler(console):
    told(console, "break", "break abs(h_t[0]) > 0.5", "disable 2")
    assert console.session.frame().stops.times is None


@pytest.mark.parametrize("text", ["h_t", "norm(h_t)", "z_i[1] * 2", "t", "history(h_t)[3]", "T"])
def test_a_watch_is_what_print_says_and_its_series_what_was(console, text):
    told(console, f"watch {text}")
    session = console.session
    expression = parse_expression(text)
    whole = rows_over(expression, session.scope(), 0, T).reshape(T, -1)
    for t in (0, 1, 511, 512, 600, 1299):
        session.goto(t)
        (watch,) = session.frame().stops.watches
        assert np.array_equal(watch.value, value_at(expression, session.scope(), t))
        series = whole[watch.start : watch.start + len(watch.series), 0]
        assert np.array_equal(watch.series, series.astype(float))
        assert watch.start <= t < watch.start + len(watch.series)


def test_another_sample_has_values_of_its_own(console):
    told(console, "watch h_t[0]", "break h_t[0] > 0")
    session = console.session
    first = session.frame().stops
    told(console, "sample 1")
    second = session.frame().stops
    assert first.watches[0].value != second.watches[0].value
    assert not np.array_equal(first.times, second.times)
    told(console, "sample 0")
    assert session.frame().stops.watches[0].value == first.watches[0].value


def test_a_step_computes_nothing_that_is_known(console, monkeypatch):
    told(console, "watch norm(z_i)", "break any(z_f > 2)")
    session = console.session
    session.frame()

    def never(*_):
        raise AssertionError("computed again")

    monkeypatch.setattr(marking, "rows_over", never)
    monkeypatch.setattr(marking, "holds_over", never)
    for _ in range(100):
        session.next()
        assert len(session.frame().stops.watches) == 1


def test_an_error_stands_in_the_place_of_a_value(console):
    told(console, "watch h_t[7]", "watch keras[0]")
    wrong, waiting = console.session.frame().stops.watches
    assert wrong.value is None
    assert "index out of range" in wrong.error
    assert waiting.value is None
    assert "Keras" in waiting.error


def test_the_strongest_sign_of_an_equation_is_shown(console):
    told(console, "break lstm:1 if t > 3")
    session = console.session
    assert session.frame().stops.gutter == {(0, 1): "if"}
    told(console, "break lstm:1")
    assert session.frame().stops.gutter == {(0, 1): "on"}
    told(console, "disable")
    assert session.frame().stops.gutter == {(0, 1): "off"}
    told(console, "delete")
    assert session.frame().stops.gutter == {}


@pytest.mark.parametrize("zoom", [0, 2])
def test_a_watch_is_a_lane_of_the_timeline(zoom):
    graph, data = tiny_graph(timesteps=300), tiny_data(timesteps=300)
    console = Console(Session.open(graph, data))
    told(console, "watch norm(h_t)", "watch h_t", "unit 2", "goto 140", *["timeline out"] * zoom)
    norm, units = console.session.frame().stops.watches
    timeline = console.session.frame().timeline
    h = console.session.run.history(console.session.schedule.stages[0].nodes[0], 0, 300)
    for lane, values in (norm.lane, np.linalg.norm(h, axis=1)), (units.lane, h[:, 2]):
        for column in range(timeline.columns):
            start = timeline.start + column * timeline.per
            part = values[start : start + timeline.per]
            assert lane.low[column, 0] == pytest.approx(part.min(), rel=1e-6)
            assert lane.high[column, 0] == pytest.approx(part.max(), rel=1e-6)
        assert lane.scale == pytest.approx(np.abs(values).max(), rel=1e-6)

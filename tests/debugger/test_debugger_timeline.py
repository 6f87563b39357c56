"""A timeline equals what one would find by looking at every timestep."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_networks import GRAPHS, data_for, masked_data, masked_graph, small_session
from tiny_network import tiny_data, tiny_graph

from rnntui.debugger.commands.console import Console
from rnntui.debugger.frame.timeline import TimelineChoice
from rnntui.debugger.session.session import Session

T = 700


def long_session(cell="LSTM"):
    return Session.open(tiny_graph((cell,), timesteps=T), tiny_data(timesteps=T))


SESSION = long_session()
# Every variable at every timestep, as frames give it.
VALUES = [SESSION.run.frame(SESSION.schedule.stages[0].nodes[0], t) for t in range(T)]
NAMES = ("h_t", "c_t", "i", "f", "z_o", "x_t", "h_prev", "xW")


def brute(name, timeline):
    """The least and the largest of each column, timestep by timestep."""
    for column in range(timeline.columns):
        start = timeline.start + column * timeline.per
        rows = np.stack([VALUES[t][name] for t in range(start, min(start + timeline.per, T))])
        yield rows.min(axis=0), rows.max(axis=0)


@settings(deadline=None, max_examples=25)
@given(st.sampled_from(NAMES), st.integers(-1, 6), st.integers(0, T - 1))
@pytest.mark.exhaustive
def test_every_column_keeps_its_least_and_its_largest(name, zoom, t):
    SESSION.goto(t)
    SESSION.timeline = TimelineChoice(zoom, "lstm", name)
    timeline = SESSION.frame().timeline
    assert timeline.output == name
    assert timeline.zoom == min(zoom, 5)
    for lane in (timeline.shown, *timeline.lanes):
        found = zip(lane.low, lane.high, strict=True)
        for (low, high), (least, most) in zip(found, brute(lane.name, timeline), strict=True):
            np.testing.assert_array_equal(low, least)
            np.testing.assert_array_equal(high, most)


@given(st.integers(-1, 9), st.integers(0, T - 1))
@pytest.mark.exhaustive
def test_the_cursors_column_is_always_there(zoom, t):
    SESSION.goto(t)
    SESSION.timeline = TimelineChoice(zoom)
    timeline = SESSION.frame().timeline
    assert 0 <= t // timeline.per - timeline.first < timeline.columns


def test_the_prediction_and_its_extent():
    session = long_session("GRU")
    Console(session).run("timeline out 3")
    session.goto(123)
    timeline, y = session.frame().timeline, session.frame().prediction.y
    column = 123 // timeline.per - timeline.first
    assert timeline.per == 8
    assert (timeline.predicted.low[column] <= y).all()
    assert (timeline.predicted.high[column] >= y).all()
    least, most = timeline.extent
    assert (least <= most).all()


def test_no_spike_is_lost():
    data = tiny_data(timesteps=5000)
    data.inputs["X"][0] = 0
    data.inputs["X"][0, 3210, 2] = -7
    session = Session.open(tiny_graph(timesteps=5000), data)
    console = Console(session)
    console.run("timeline x_t")
    console.run("timeline out 20")
    timeline = session.frame().timeline
    assert timeline.columns * timeline.per >= 5000
    assert timeline.shown.low[3210 // timeline.per, 2] == -7
    assert timeline.scale == 7
    assert np.count_nonzero(timeline.shown.low) == 1


def test_saturation_is_counted_of_the_variable_and_the_gates():
    SESSION.timeline = TimelineChoice()
    SESSION.goto(40)
    timeline = SESSION.frame().timeline
    for t in range(timeline.start, timeline.start + timeline.columns):
        gates = np.concatenate([VALUES[t][name] for name in ("i", "f", "o")])
        wanted = np.count_nonzero((gates <= 0.01) | (gates >= 0.99))
        wanted += np.count_nonzero(np.abs(VALUES[t]["g"]) >= 0.99)
        assert timeline.saturated[t - timeline.start] == wanted


def test_masked_columns_and_breakpoints():
    session = Session.open(masked_graph(), masked_data())
    assert session.frame().timeline.masked.tolist() == [False, False, True, False, False, True]
    session = long_session()
    console = Console(session)
    for line in ("break t=500", "break any(x_t > 2.5)", "goto 300"):
        console.run(line)
    x = session.run.states[session.graph.recurrent[0].place].x
    wanted = (x > 2.5).any(axis=1)
    wanted[500] = True
    for zoom in range(5):
        session.timeline = TimelineChoice(zoom)
        frame = session.frame()
        per, timeline = frame.timeline.per, frame.timeline
        for column in range(timeline.columns):
            start = timeline.start + column * per
            assert frame.stops.times[column] == wanted[start : start + per].any()


def test_what_can_be_shown_is_what_the_layer_has():
    session = long_session()
    console = Console(session)
    seen = []
    for _ in range(20):
        console.run("timeline next")
        seen.append(session.frame().timeline.output)
    first = seen.index("h_t")
    assert {"x_t", "c_t", "i", "f", "g", "o", "h_prev", "xW", "z_f"} <= set(seen)
    assert seen[: len(seen) - first - 1] == seen[first + 1 :]
    console.run("timeline previous 20")
    assert session.frame().timeline.output == "h_t"
    (answer,) = console.run("timeline q_t")
    assert "no such variable; give in, out, next, previous or one of h_t, x_t" in answer.error
    console.run("goto dense")
    console.run("timeline dense.y")
    assert (session.frame().timeline.layer, session.frame().timeline.output) == ("dense", "y")
    console.run("up")
    assert session.frame().timeline.output == "h_t"


def test_zoom_ends_with_a_reason():
    session = long_session()
    console = Console(session)

    def say(line):
        (answer,) = console.run(line)
        return answer.outcome.text

    assert say("timeline in") == "timesteps per column: 1, as a number"
    assert say("timeline in") == "timesteps per column: already one number per timestep"
    assert say("timeline out 5") == "timesteps per column: 16"
    assert say("timeline out 5") == "timesteps per column: 32"
    assert say("timeline out") == "timesteps per column: already 32; the run has 22 columns"


@pytest.mark.exhaustive
def test_what_is_recomputed_is_left_out_of_a_wide_zoom():
    session = Session.open(tiny_graph(("LSTM",), timesteps=40_000), tiny_data(timesteps=40_000))
    console = Console(session)
    console.run("timeline out 20")
    timeline = session.frame().timeline
    assert timeline.columns * timeline.per >= 40_000
    assert timeline.left_out == ("i", "f", "g", "o", "y_t")
    assert [lane.name for lane in timeline.lanes] == ["c_t", "x_t"]
    console.run("timeline f")
    assert session.frame().timeline.per == 64
    (answer,) = console.run("timeline out")
    assert answer.outcome.text.endswith("already 64; more would take too long to compute")


@pytest.mark.parametrize("name", GRAPHS)
def test_every_variable_of_every_network_can_be_shown(name):
    session = small_session(name)
    console = Console(session)
    for _ in range(len(session.schedule.stages)):
        for _ in session.timelines.options(session.cursor):
            console.run("timeline next")
            timeline = session.frame().timeline
            assert timeline.columns == session.timesteps
        console.run("down")
    assert data_for(session.graph).samples == 4


def test_a_step_reads_no_more_than_a_block(monkeypatch):
    session = long_session()
    session.goto(300)
    session.frame()
    read = []
    run = session.run
    original = run.variables
    monkeypatch.setattr(
        run,
        "variables",
        lambda node, start, stop: read.append(stop - start) or original(node, start, stop),
    )
    for _ in range(64):
        session.next()
        session.frame()
    assert max(read) <= 32
    assert sum(read) <= 64 + 32


def test_a_column_of_some_masked_timesteps_is_not_one_of_masked_timesteps():
    graph, data = masked_graph(), masked_data()
    session = Session.open(graph, data)
    timelines, cursor = session.timelines, session.cursor
    node = timelines.node(cursor)
    masked, wholly = timelines._masked(node, 1, 0, 6)
    assert list(masked) == list(wholly) == [False, False, True, False, False, True]
    masked, wholly = timelines._masked(node, 3, 0, 2)
    assert (list(masked), list(wholly)) == ([True, True], [False, False])

"""`continue` and `reverse-continue` stop exactly where a scan of all positions says."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from random_conditions import NAMES, conditions, counts_of, scan, session_on
from tiny_network import tiny_data, tiny_graph

from rnntui.debugger.breakpoints.breakpoints import Breakpoints
from rnntui.debugger.breakpoints.presets import PRESETS, preset_sites
from rnntui.debugger.commands.arguments.break_sites import sites_of
from rnntui.debugger.commands.arguments.locations import layers_of
from rnntui.debugger.expressions.evaluate import holds_over, value_at
from rnntui.debugger.expressions.parse import parse_expression
from rnntui.debugger.session.session import Session

READY = tuple(name for name in PRESETS if name != "mismatch")


@st.composite
def asked(draw, session: Session):
    """What may be typed after `break`, of any layer, equation and timestep."""
    labels = layers_of(session)
    label = draw(st.sampled_from(tuple(labels)))
    stage, node = labels[label]
    names = session.scope(stage, node).own_names()
    lines = [line for line in session.positions.lines[stage] if line.node == node]
    place = f"{label}:{draw(st.integers(0, len(lines) - 1))}"
    t = draw(st.integers(0, session.positions.timesteps[stage]))
    layer = re.sub(r"\W", "_", label)
    qualified = [f"{layer}.{name}" for name in names]
    return draw(
        st.one_of(
            st.sampled_from((place, f"{place} t={t}", f"t={t}", label)),
            st.sampled_from(READY),
            conditions(qualified),
            conditions(names).map(lambda text: f"{place} if {text}"),
            conditions(names).map(lambda text: f"{label} t={t} if {text}"),
        )
    )


@st.composite
def sessions(draw, name: str):
    """A session somewhere in its run, with one to four breakpoints of all kinds."""
    session = session_on(name)
    session.go(session.positions.cursor(0, draw(places(session))), "drawn")
    for _ in range(draw(st.integers(1, 4))):
        text = draw(asked(session))
        if text in READY and not preset_sites(text, session.schedule):
            text = "t=1"
        temporary = draw(st.booleans())
        sites = sites_of(session, text)
        session.breakpoints = session.breakpoints.added(text, sites, temporary=temporary)
        new = replace(
            session.breakpoints.all[-1],
            enabled=draw(st.sampled_from((True, True, True, False))),
            ignore=draw(st.sampled_from((0, 0, 0, 1, 2, 9))),
        )
        session.breakpoints = session.breakpoints.changed(new)
    return session


def places(session: Session):
    last = session.positions.starts[-1] - 1
    return st.one_of(st.sampled_from((0, last)), st.integers(0, last))


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=25, deadline=None)
@given(st.data())
@pytest.mark.exhaustive
def test_continue_stops_where_a_scan_of_all_positions_says(name, data):
    session = data.draw(sessions(name))
    for backwards in data.draw(st.lists(st.booleans(), min_size=1, max_size=4)):
        start = session.cursor
        expected = scan(session, backwards=backwards)
        stop = session.continue_(backwards=backwards)
        last = 0 if backwards else session.positions.starts[-1] - 1
        index = last if expected.index is None else expected.index
        told = [(one.number, one.text) for one in session.breakpoints.all]
        assert session.positions.index(session.cursor) == index, (start, backwards, told)
        assert counts_of(session.breakpoints.all) == expected.counts
        assert "breakpoint" in stop.reason
        assert stop.moved == (stop.cursor != start)
        for number in expected.stopped:
            assert f"breakpoint {number}: " in stop.reason
        assert (expected.index is None) == ("no breakpoint hit" in stop.reason)


@pytest.mark.parametrize("name", ["simple", "stack", "from the end", "masked", "encoder"])
@settings(max_examples=25, deadline=None)
@given(st.data())
def test_until_stops_where_it_first_holds_whatever_the_breakpoints(name, data):
    session = data.draw(sessions(name))
    label = data.draw(st.sampled_from(tuple(layers_of(session))))
    layer = re.sub(r"\W", "_", label)
    names = session.scope(*layers_of(session)[label]).own_names()
    text = data.draw(conditions([f"{layer}.{name}" for name in names]))
    before, kept = session.cursor, session.breakpoints
    sites = sites_of(session, text)
    session.breakpoints = Breakpoints().added(text, sites)
    expected = scan(session, backwards=False)
    session.breakpoints = kept
    stop = session.until(text, sites)
    assert session.breakpoints is kept
    if expected.index is None:
        assert (stop.moved, session.cursor) == (False, before)
        assert stop.reason == f"{text}: does not hold later in this run"
    else:
        assert session.positions.index(session.cursor) == expected.index


def test_a_condition_sees_the_names_of_the_layer_where_it_was_typed():
    session = session_on("stack")
    sites = sites_of(session, "h_t[1] > gru_1.h_t[1]")
    (site,) = sites
    here, other = session.scope(0, 0), session.scope(0, 1)
    condition = parse_expression("lstm.h_t[1] > gru_1.h_t[1]")
    expected = [t for t in range(6) if holds_over(condition, here, t, t + 1)[0]]
    assert expected == [t for t in range(6) if holds_over(condition, other, t, t + 1)[0]]
    assert 0 < len(expected) < 6
    session.breakpoints = session.breakpoints.added("mine", sites)
    seen = []
    while "breakpoint 1" in session.continue_().reason:
        seen.append(session.cursor.t)
    assert seen == expected
    assert site.line.node == 1


def test_a_long_run_is_searched_in_blocks_like_a_short_one():
    graph = tiny_graph(timesteps=700)
    session = Session.open(graph, tiny_data(timesteps=700, samples=1))
    for text in ("abs(h_t[0]) > 0.9 and changed(argmax(h_t))", "z[1] * at(z, t - 1)[1] < -2"):
        session.breakpoints = Breakpoints().added(text, sites_of(session, text))
        session.go(session.positions.cursor(0, 0), "anew")
        found = []
        while "breakpoint 1" in session.continue_().reason:
            found.append(session.cursor.t)
        condition = parse_expression(text)
        scope = session.scope(0, 0)
        assert found == [t for t in range(700) if value_at(condition, scope, t)]
        assert len(found) > 10
        back = []
        session.go(session.positions.cursor(0, session.positions.starts[-1] - 1), "the end")
        while "breakpoint 1" in session.continue_(backwards=True).reason:
            back.append(session.cursor.t)
        assert back == found[::-1]


def test_a_search_that_is_given_up_stays():
    session = session_on("simple")
    session.breakpoints = session.breakpoints.added("never", sites_of(session, "t > 99"))
    stop = session.continue_(progress=lambda done, of: True)
    assert (stop.moved, stop.reason) == (False, "cancelled")
    assert not session.until("t > 99", sites_of(session, "t > 99"), progress=lambda *_: True).moved


def test_no_breakpoint_is_searched_beyond_a_stop_that_is_near():
    graph = tiny_graph(timesteps=5000)
    session = Session.open(graph, tiny_data(timesteps=5000, samples=1))
    for text in ("any(z > 1e9)", "t == 70", "any(h_t > 2)"):
        session.breakpoints = session.breakpoints.added(text, sites_of(session, text))
    looked = []
    stop = session.continue_(progress=lambda done, _: looked.append(done) is not None)
    assert stop.reason == "breakpoint 2: t == 70, t=70"
    assert max(looked) <= 1024
    session.go(session.positions.cursor(0, session.positions.starts[-1] - 1), "the end")
    session.breakpoints = session.breakpoints.added("t == 4990", sites_of(session, "t == 4990"))
    looked.clear()
    stop = session.continue_(
        backwards=True, progress=lambda done, _: looked.append(done) is not None
    )
    assert session.cursor.t == 4990
    assert max(looked) <= 1024

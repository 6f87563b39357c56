from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny_network import tiny_data, tiny_graph

from rnntui.debugger.cursor import Cursor
from rnntui.debugger.session.session import Session
from rnntui.errors import DataError, OutOfRangeError
from rnntui.trace import runs
from rnntui.trace.run import Run

GRAPHS = {
    "simple": tiny_graph(),
    "stack": tiny_graph(("LSTM", "GRU")),
    "stages": tiny_graph(("SimpleRNN", "LSTM"), backwards=True),
}
INVERSE = {
    Session.next: Session.reverse_next,
    Session.reverse_next: Session.next,
    Session.step: Session.reverse_step,
    Session.reverse_step: Session.step,
    Session.next_sample: Session.previous_sample,
    Session.previous_sample: Session.next_sample,
}
graphs = st.sampled_from(list(GRAPHS))
moves = st.lists(st.sampled_from(list(INVERSE)), max_size=30)


def session(name: str = "simple", **place: int) -> Session:
    return Session.open(GRAPHS[name], tiny_data(), **place)


@given(graphs, moves)
def test_next_then_reverse_next_is_the_identity(name, before):
    debugger = session(name)
    for move in before:
        move(debugger)
    start = debugger.cursor
    if debugger.next().moved:
        debugger.reverse_next()
    assert debugger.cursor == start


@given(graphs, moves)
def test_any_moves_are_undone_by_their_reverses(name, made):
    debugger = session(name)
    start = debugger.cursor
    done = [move for move in made if move(debugger).moved]
    for move in reversed(done):
        assert INVERSE[move](debugger).moved
    assert debugger.cursor == start


@given(graphs, st.integers(1, 200), st.integers(0, 30))
def test_a_count_is_that_many_single_moves(name, count, ahead):
    one, many = session(name), session(name)
    one.step(ahead or 1)
    many.step(ahead or 1)
    many.step(count)
    for _ in range(count):
        one.step()
    assert one.cursor == many.cursor


@pytest.mark.parametrize(("name", "stages"), [("simple", 1), ("stack", 1), ("stages", 2)])
def test_step_goes_through_every_equation_of_every_timestep_once(name, stages):
    debugger = session(name)
    seen = [debugger.cursor]
    while debugger.step().moved:
        seen.append(debugger.cursor)
    assert len(set(seen)) == len(seen)
    assert len({cursor.stage for cursor in seen}) == stages
    assert seen == sorted(seen, key=lambda at: (at.stage, at.t, at.node, at.equation))
    lines = [debugger.schedule.lines(stage) for stage in range(stages)]
    assert len(seen) == sum(6 * len(of_stage) for of_stage in lines)


@given(graphs, moves)
def test_a_frame_shows_what_the_run_computes_bit_for_bit(name, made):
    debugger = session(name)
    for move in made:
        move(debugger)
    frame = debugger.frame()
    cursor = debugger.cursor
    nodes = debugger.schedule.stages[cursor.stage].nodes
    for node, layer in zip(nodes, frame.layers, strict=True):
        for variable, value in debugger.run.frame(node, cursor.t).items():
            np.testing.assert_array_equal(layer.values[variable], value)
    for target, result in zip(frame.equation.targets, frame.steps[-1].results, strict=True):
        np.testing.assert_array_equal(result.value, frame.layer.values[target])


def test_a_move_that_has_nowhere_to_go_says_why():
    debugger = session()
    assert debugger.reverse_next().reason == "already at t=0, the first timestep"
    assert debugger.reverse_step().reason == "already at the first equation of the run"
    assert debugger.last().moved
    assert debugger.last().reason == "already at t=5, the last timestep"
    assert debugger.previous_sample().reason == "already at sample 0, the first"
    assert debugger.goto(6).reason == "no timestep 6: there are 6, 0 to 5"
    assert debugger.goto_sample(9).reason == "no sample 9: there are 3, 0 to 2"
    assert debugger.cursor == Cursor(0, 0, 0, 5, 0)


def test_a_count_that_runs_into_the_end_says_how_far_it_came():
    debugger = session(time=3)
    stop = debugger.next(9)
    assert stop.cursor.t == 5
    assert stop.reason == "stopped at t=5, the last timestep (2 of 9 timesteps)"


def test_what_changed_since_the_last_stop_is_marked_going_forward_and_back():
    debugger = session()
    assert not any(mask.any() for mask in debugger.frame().layer.changed.values())
    debugger.next(2)
    forward = debugger.frame().layer.changed
    assert forward["x_t"].all()
    debugger.reverse_next(2)
    for name, mask in debugger.frame().layer.changed.items():
        np.testing.assert_array_equal(mask, forward[name])
    debugger.step()
    assert not any(mask.any() for mask in debugger.frame().layer.changed.values())


def test_samples_keep_the_place_and_wear_their_names():
    debugger = session(sample=1, time=4)
    assert debugger.frame().sample_name == "TRACK1 10:01"
    debugger.next_sample()
    assert debugger.cursor == Cursor(2, 0, 0, 4, 0)
    np.testing.assert_array_equal(
        debugger.frame().layer.values["x_t"], debugger.dataset.inputs["input"][2, 4]
    )


def test_layers_are_entered_at_their_first_equation():
    debugger = session("stack")
    debugger.step(2)
    assert debugger.layer_below().cursor == Cursor(0, 0, 1, 0, 0)
    assert debugger.layer_below().cursor == Cursor(0, 0, 2, 0, 0)
    assert debugger.layer_below().reason == "already in dense, the last layer"
    assert debugger.layer_above(2).cursor == Cursor(0, 0, 0, 0, 0)


def test_units_are_those_of_the_equation():
    debugger = session()
    assert not debugger.next_unit(-1).moved
    debugger.next_unit(3)
    assert debugger.frame().unit == 3
    debugger.layer_below()
    assert debugger.frame().unit == 2


def test_the_last_prediction_is_the_models_output():
    debugger = session()
    debugger.last()
    frame = debugger.frame()
    np.testing.assert_array_equal(frame.prediction.y, debugger.run.outputs["dense"])
    np.testing.assert_array_equal(frame.timeline.prediction[-1], frame.prediction.y)


def test_a_place_that_is_not_there_is_refused():
    with pytest.raises(OutOfRangeError, match="no sample 3; there are 3, 0 to 2"):
        session(sample=3)
    with pytest.raises(OutOfRangeError, match="no timestep 6; there are 6, 0 to 5"):
        session(time=6)
    with pytest.raises(DataError, match="features"):
        Session.open(GRAPHS["simple"], tiny_data(features=5))


@pytest.mark.parametrize("sample", [0, 2])
def test_opening_runs_the_wanted_sample_once_and_nothing_else(monkeypatch, sample):
    ran = []

    def counted(graph, inputs, **keywords):
        ran.append(inputs["input"])
        return Run(graph, inputs, **keywords)

    monkeypatch.setattr(runs, "Run", counted)
    debugger = session(sample=sample, time=3)
    debugger.frame()
    debugger.next()
    debugger.frame()
    assert len(ran) == 1
    np.testing.assert_array_equal(ran[0], tiny_data().inputs["X"][sample])

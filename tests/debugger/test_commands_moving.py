from __future__ import annotations

import pytest
from consoles import typed, typed_on


@pytest.fixture
def stack():
    return typed(("LSTM", "GRU"))


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ("step", ("lstm", 0, 1)),
        ("s 3", ("lstm", 0, 3)),
        ("next", ("lstm", 1, 0)),
        ("n 4", ("lstm", 4, 0)),
        ("n 99", ("lstm", 5, 0)),
        ("finish", ("lstm", 0, 8)),
        ("f 2", ("gru_1", 0, 7)),
        ("f 999999999999", ("dense", 5, 0)),
        ("down", ("gru_1", 0, 0)),
        ("down 2", ("dense", 0, 0)),
        ("goto 3", ("lstm", 3, 0)),
        ("g gru_1", ("gru_1", 0, 0)),
        ("goto gru_1:2", ("gru_1", 0, 2)),
        ("goto gru_1:h_t t=4", ("gru_1", 4, 7)),
        ("goto :c_t", ("lstm", 0, 6)),
        ("goto t=2", ("lstm", 2, 0)),
        ("goto end", ("dense", 5, 0)),
        ("goto last", ("lstm", 5, 0)),
        ("continue", ("dense", 5, 0)),
        ("until t == 4", ("lstm", 4, 0)),
        ("until sum(h_t) == sum(h_t) and t > 1", ("lstm", 2, 8)),
        ("u gru_1.z[0] > -9", ("gru_1", 0, 4)),
    ],
)
def test_moves_go_where_they_say(stack, line, place):
    answer = stack(line)
    assert stack.place == place
    assert answer.outcome.stop == answer.outcome.text
    assert answer.outcome.value is None


@pytest.mark.parametrize(
    ("there", "back"),
    [("step 7", "reverse-step 7"), ("s 2", "rs 2"), ("next 3", "reverse-next 3"), ("n", "rn")],
)
def test_the_reverse_goes_back(stack, there, back):
    stack("goto gru_1 t=1")
    start = stack.session.cursor
    stack(there)
    assert stack.session.cursor != start
    stack(back)
    assert stack.session.cursor == start


def test_backwards_by_layer_and_to_the_start(stack):
    stack("goto gru_1:3 t=2")
    stack("reverse-finish")
    assert stack.place == ("gru_1", 2, 0)
    stack("rf")
    assert stack.place == ("lstm", 2, 0)
    stack("down")
    stack("up")
    assert stack.place == ("lstm", 2, 0)
    stack("goto first")
    assert stack.place == ("lstm", 0, 0)
    stack("goto end")
    stack("reverse-continue")
    assert stack.place == ("lstm", 0, 0)
    stack("goto dense")
    stack("goto start")
    assert stack.place == ("lstm", 0, 0)


def test_a_count_of_stops():
    console = typed()
    console("break :h_t")
    console("continue 3")
    assert console.place == ("simplernn", 2, 3)
    console("rc 2")
    assert console.place == ("simplernn", 0, 3)
    assert "no breakpoint hit" in console.text("c 99")
    assert console.place == ("dense", 5, 0)


def test_a_condition_that_does_not_come_moves_nothing():
    console = typed()
    answer = console("until t > 9")
    assert answer.outcome.stop == "t > 9: does not hold later in this run"
    assert console.place == ("simplernn", 0, 0)


def test_where_there_is_nothing_to_go_to_it_says_so():
    console = typed()
    assert console.text("rn") == "already at t=0, the first timestep"
    assert console.text("up") == "already in simplernn, the first layer"
    console("goto end")
    assert console.text("s") == "already at the last equation of the run"
    assert console.text("f") == "already at the last equation of the run"


def test_directions_are_layers():
    console = typed_on("bidirectional")
    console("goto bidirectional/backward_lstm:h_t")
    assert console.place == ("bidirectional/backward_lstm", 0, 8)
    assert console.error("goto backward_lstm") == (
        "'backward_lstm' is ambiguous: bidirectional/backward_lstm or bidirectional_1/backward_lstm"
    )
    console = typed_on("masked bidirectional")
    console("goto backward_lstm")
    assert console.place == ("bidirectional/backward_lstm", 0, 0)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("goto", "goto: give a timestep, a layer, an equation (lstm:h_t), start or end"),
        ("goto -1", "no timestep -1: there are 6, 0 to 5"),
        ("goto 6", "no timestep 6: there are 6, 0 to 5"),
        ("goto --5", "no layer '--5' with equations; layers: lstm, gru_1, dense"),
        ("goto " + "9" * 5000, "no layer '999"),
        ("goto gru t=1", "no layer 'gru' with equations; did you mean 'gru_1'?"),
        ("goto lstm t=6", "no timestep 6: there are 6, 0 to 5"),
        ("goto lstm:9", "lstm has no equation 9; its equations are 0 to 8"),
        ("goto lstm:q", "lstm does not compute 'q'; its variables: xW, "),
        ("step 0", "'0': the count must be a whole number, 1 or more"),
        ("step -1", "'-1': the count must be a whole number, 1 or more"),
        ("next ٣", "'٣': the count must be a whole number, 1 or more"),
        ("up 1.5", "'1.5': the count must be a whole number, 1 or more"),
        ("finish soon", "'soon': the count must be a whole number, 1 or more"),
        ("c for ever", "'for ever': the count must be a whole number, 1 or more"),
        ("until", "missing expression"),
        ("until h_t > 0", "use any(…) or all(…)"),
        ("until h_q > 0", "column 1: no 'h_q' here; did you mean 'h_t'?"),
        ("quit now", "'now': this command takes no arguments"),
    ],
)
def test_errors_name_the_thing_and_the_way_out(stack, line, told):
    assert told in stack.error(line)

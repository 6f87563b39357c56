"""The tree of layers beside the network that it is of; every layer with equations is reached."""

from __future__ import annotations

import numpy as np
import pytest
from small_networks import GRAPHS, Builder, data_for, small_session

from rnntui.debugger.commands.arguments.locations import layers_of
from rnntui.debugger.commands.console import Console
from rnntui.debugger.model.layer_tree import layer_tree, line_to
from rnntui.debugger.model.weight_summary import BINS, summed
from rnntui.debugger.session.session import Session


def nested_session(names=("outer/inner/gru", "outer/inner/gru_1", "outer/dense", "last")):
    """Two GRUs and a Dense in models in the model, and a Dense behind them."""
    made = Builder()
    made.add("input", "InputLayer", {"batch_shape": (None, 5, 2)})
    first, second, inner, last = names
    made.add(first, "GRU", {"units": 2, "return_sequences": True}, (2, 6), (2, 6), (2, 6))
    made.add(second, "GRU", {"units": 2}, (2, 6), (2, 6), (2, 6))
    made.add(inner, "Dense", {"units": 3}, (2, 3), (3,))
    made.add(last, "Dense", {"units": 1, "activation": "tanh"}, (3, 1), (1,))
    graph = made.graph()
    return Session.open(graph, data_for(graph))


@pytest.mark.parametrize("name", GRAPHS)
def test_every_layer_is_there_with_all_of_its_weights(name):
    session = small_session(name)
    rows = layer_tree(session)
    network = session.graph.network
    assert [row.label for row in rows if not row.direction] == list(network.layers)
    outermost = [row for row in rows if not row.depth]
    assert sum(row.parameters for row in outermost) == network.parameters
    for row in rows:
        assert bool(row.goes_to) != bool(row.why)
        counted = 0 if row.histogram is None else sum(row.histogram.counts)
        assert counted == row.parameters
        assert len(row.histogram.counts if row.histogram else (0,) * BINS) == BINS


@pytest.mark.parametrize("name", GRAPHS)
def test_enter_goes_to_every_layer_that_steps_and_to_no_other(name):
    session = small_session(name)
    console = Console(session)
    reached = []
    for row in layer_tree(session):
        if not row.goes_to:
            assert row.label not in layers_of(session)
            continue
        (answer,) = console.run(line_to(session, row.goes_to))
        assert answer.error is None
        cursor = session.cursor
        node = session.schedule.stages[cursor.stage].nodes[cursor.node]
        assert (node.label, cursor.equation) == (row.goes_to, 0)
        if row.is_layer(node.label):
            reached.append(node.label)
    assert sorted(reached) == sorted(layers_of(session))


def test_the_two_runs_of_a_bidirectional_layer_stand_below_it():
    rows = layer_tree(small_session("bidirectional"))
    found = [(row.depth, row.name, row.direction, row.goes_to) for row in rows[1:4]]
    runs = ("bidirectional/forward_lstm", "bidirectional/backward_lstm")
    assert found == [
        (0, "bidirectional", "", runs[0]),
        (1, "forward_lstm", "forward", runs[0]),
        (1, "backward_lstm", "backward", runs[1]),
    ]
    assert rows[1].parameters == rows[2].parameters + rows[3].parameters
    assert rows[2].functions == (("activation", "tanh"), ("recurrent_activation", "sigmoid"))
    assert [one.name for one in rows[2].weights] == ["kernel", "recurrent_kernel", "bias"]


def test_models_in_the_model_hold_their_layers():
    session = nested_session()
    rows = layer_tree(session)
    assert [(row.depth, row.name, row.class_name) for row in rows] == [
        (0, "input", "InputLayer"),
        (0, "outer", "model"),
        (1, "inner", "model"),
        (2, "gru", "GRU"),
        (2, "gru_1", "GRU"),
        (1, "dense", "Dense"),
        (0, "last", "Dense"),
    ]
    assert rows[1].parameters == rows[2].parameters + rows[5].parameters
    assert rows[1].goes_to == "outer/inner/gru"
    assert not rows[1].is_layer("outer/inner/gru")


def test_names_that_no_command_can_say_are_reached_all_the_same():
    session = nested_session(("a b", "start", "t=3", "5"))
    console = Console(session)
    for label in (*layers_of(session), *reversed(layers_of(session))):
        line = line_to(session, label)
        assert console.run(line)[0].error is None
        cursor = session.cursor
        assert session.schedule.stages[cursor.stage].nodes[cursor.node].label == label


@pytest.mark.parametrize(
    ("name", "layer", "why"),
    [
        ("images", "flatten", "no equations"),
        ("unknown", "lambda", "Lambda"),
        ("unknown", "dense", "not computed"),
        ("tokens", "input", "an input"),
        ("rows", "dense", "many positions"),
    ],
)
def test_where_enter_cant_go_it_says_why(name, layer, why):
    (row,) = [row for row in layer_tree(small_session(name)) if row.label == layer]
    assert why in row.why


def test_weights_are_counted_about_zero_and_those_that_are_no_numbers_apart():
    values = np.array([-2.0, -0.1, 0.0, 0.1, 2.0, np.nan, np.inf])
    found = summed([values])
    assert (sum(found.counts), found.odd, found.extent) == (5, 2, 2.0)
    assert (found.counts[0], found.counts[BINS // 2], found.counts[-1]) == (1, 3, 1)
    assert (found.low, found.high, found.mean) == (-2.0, 2.0, 0.0)
    assert sum(summed([np.zeros(4)]).counts) == 4
    assert summed([]).counts == (0,) * BINS

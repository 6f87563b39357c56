"""What time does besides passing: it skips, runs from the end, and begins somewhere."""

from __future__ import annotations

import numpy as np
import pytest
from small_networks import GRAPHS, data_for, masked_data, masked_graph, small_session

from rnntui.configs.opaque import OperationConfig
from rnntui.debugger.frame.frame import Origin
from rnntui.debugger.session.architecture import architecture
from rnntui.debugger.session.session import Session
from rnntui.network.layer_classes import decode_config
from rnntui.network.network import Call, Layer, Network, TensorRef


def test_a_masked_timestep_is_skipped_and_its_state_carried():
    debugger = Session.open(masked_graph(), masked_data())
    skipped = []
    for t in range(6):
        debugger.goto(t)
        layer = debugger.frame().layer
        if layer.skipped:
            skipped.append(t)
            for state in "hc":
                before, after = layer.values[f"{state}_prev"], layer.values[f"{state}_t"]
                np.testing.assert_array_equal(before, after)
    assert skipped == [2, 5]
    np.testing.assert_array_equal(np.flatnonzero(debugger.frame().timeline.masked), [2, 5])
    assert debugger.goto(2).reason == "stopped at t=2 (masked)"
    assert not debugger.frame().layers[1].skipped


def test_a_run_from_the_end_says_which_row_it_reads():
    debugger = small_session("bidirectional")
    x = debugger.dataset.inputs["input"][0]
    debugger.layer_below()
    for t in range(6):
        debugger.goto(t)
        frame = debugger.frame()
        assert frame.layer.label == "bidirectional/backward_lstm"
        assert frame.layer.row == 5 - t
        np.testing.assert_array_equal(frame.layer.values["x_t"], x[frame.layer.row])
        assert frame.timeline.from_end
    debugger.layer_above()
    assert debugger.frame().layer.row is None


def test_a_layer_by_itself_may_read_from_the_end():
    debugger = small_session("stateful")
    assert debugger.frame().layer.row == 4


def test_a_state_points_to_where_it_came_from():
    debugger = small_session("encoder")
    assert debugger.frame().layer.origins == ()
    debugger.last()
    last = debugger.frame().layer.values
    debugger.layer_below()
    debugger.first()
    decoder = debugger.frame().layer
    assert decoder.origins == (
        Origin("h_prev", "encoder", "h_t"),
        Origin("c_prev", "encoder", "c_t"),
    )
    np.testing.assert_array_equal(decoder.values["h_prev"], last["h_t"])
    np.testing.assert_array_equal(decoder.values["c_prev"], last["c_t"])
    debugger.next()
    assert debugger.frame().layer.origins == ()


def test_a_state_that_is_joined_of_two_points_to_both():
    debugger = small_session("joined")
    while debugger.layer_below().moved:
        pass
    debugger.first()
    (origin,) = debugger.frame().layer.origins
    assert origin == Origin(
        "h_prev",
        "joined",
        made_of=(
            Origin("h_prev", "both/forward_gru", "h_t"),
            Origin("h_prev", "both/backward_gru", "h_t"),
        ),
    )


def test_a_stateful_layer_goes_on_from_the_batch_before():
    debugger = small_session("stateful")
    assert debugger.frame().layer.origins == ()
    debugger.goto_sample(3)
    assert debugger.frame().layer.origins == (Origin("h_prev", "", sample=1),)
    begun = debugger.frame().layer.values["h_prev"]
    debugger.goto_sample(1)
    debugger.last()
    np.testing.assert_array_equal(debugger.frame().layer.values["h_t"], begun)


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("bidirectional", "Bidirectional(LSTM(3)) → Bidirectional(LSTM(3)) → Dense(2)"),
        ("stacked", "RNN(LSTMCell(2)+GRUCell(3))"),
        ("images", "ConvLSTM2D(3) → BatchNormalization → Flatten → Dense(2)"),
        ("pooled", "Conv1D(3) → GRU(3) → GlobalMaxPooling1D → Dense(2)"),
    ],
)
def test_the_architecture_in_one_line(name, line):
    assert architecture(GRAPHS[name]().network) == line


def test_what_only_makes_a_mask_is_no_part_of_the_architecture():
    taken = (TensorRef("input"),)
    shape = {"batch_shape": (None, 4, 2)}
    layers = (
        Layer("input", "InputLayer", decode_config("InputLayer", shape), (), (Call(()),)),
        Layer("some", "ops.NotEqual", OperationConfig({}), (), (Call(taken),)),
        Layer("twice", "ops.AddAll", OperationConfig({}), (), (Call(taken),)),
        Layer(
            "gru",
            "GRU",
            decode_config("GRU", {"units": 3}),
            (),
            (Call((TensorRef("twice"),), (("mask", TensorRef("some")),)),),
        ),
    )
    network = Network(
        name="masks",
        layers={layer.name: layer for layer in layers},
        order=tuple(TensorRef(layer.name) for layer in layers),
        inputs=taken,
        outputs=(TensorRef("gru"),),
        format="keras",
        keras_version="3.0.0",
    )
    assert architecture(network) == "add_all → GRU(3)"


def test_a_shorter_sample_is_entered_at_its_last_timestep():
    graph = GRAPHS["stacked"]()
    debugger = Session.open(graph, data_for(graph))
    debugger.last()
    debugger.next_sample()
    assert debugger.cursor.t == 4

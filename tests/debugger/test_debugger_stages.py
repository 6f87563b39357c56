"""Every layer is in a stage: stepped, or as a box between those that are."""

from __future__ import annotations

import numpy as np
import pytest
from small_networks import GRAPHS, data_for, small_session

from rnntui.configs.core import InputLayerConfig
from rnntui.debugger.session.session import Session
from rnntui.layers.graph.graph import build_graph
from rnntui.network.network import TensorRef
from rnntui.trace.schedule import schedule

STAGES = {
    "masked": ["masking lstm dense"],
    "bidirectional": [
        "bidirectional/forward_lstm",
        "bidirectional/backward_lstm",
        "bidirectional bidirectional_1/forward_lstm",
        "bidirectional_1/backward_lstm",
        "bidirectional_1 dense",
    ],
    "images": ["conv_lstm2d normalization", "flatten dense"],
    "one image": ["conv_lstm2d normalization flatten dense"],
    "volumes": ["conv_lstm3d re_lu conv3d flatten"],
    "rows": ["each conv_lstm1d dense"],
    "tokens": ["embedding gru dense"],
    "attention": ["gru", "attention gru_1"],
    "encoder": ["encoder", "decoder dense"],
    "pooled": ["conv1d gru", "pooling dense"],
    "unknown": ["simple_rnn lambda dense"],
}


def members(stage) -> str:
    found = []
    for index in range(len(stage.nodes) + 1):
        found += [node.label for before, node in stage.whole_layers if before == index]
        found += [node.label for node in stage.nodes[index : index + 1]]
    return " ".join(found)


@pytest.mark.parametrize("name", list(STAGES))
def test_the_stages_are_the_whole_chain(name):
    assert [members(stage) for stage in schedule(GRAPHS[name]()).stages] == STAGES[name]


@pytest.mark.parametrize("name", list(GRAPHS))
def test_every_layer_is_in_one_stage(name):
    graph = GRAPHS[name]()
    shown = " ".join(members(stage) for stage in schedule(graph).stages).split()
    layers = [
        node.label
        for node in graph.nodes.values()
        if not isinstance(node.function.layer.config, InputLayerConfig)
    ]
    assert sorted(shown) == sorted(layers)


@pytest.mark.parametrize("name", list(GRAPHS))
def test_stepping_goes_through_all_stages_and_back(name):
    debugger = small_session(name)
    seen = [debugger.cursor]
    while debugger.step().moved:
        seen.append(debugger.cursor)
        frame = debugger.frame()
        for target, result in zip(frame.equation.targets, frame.steps[-1].results, strict=True):
            np.testing.assert_array_equal(result.value, frame.layer.values[target])
    assert {cursor.stage for cursor in seen} == set(range(len(debugger.schedule.stages)))
    while debugger.reverse_step().moved:
        seen.pop()
    assert seen == [debugger.cursor]


@pytest.mark.parametrize("name", ["bidirectional", "images", "pooled"])
def test_the_output_stands_beside_every_stage(name):
    debugger = small_session(name)
    output = debugger.run.outputs["dense"]
    debugger.reference.add(0, output, {}, "keras")
    while True:
        prediction = debugger.frame().prediction
        assert prediction.t is None
        np.testing.assert_array_equal(prediction.y, output)
        np.testing.assert_array_equal(prediction.reference, output)
        assert prediction.output.max_abs_error == 0
        assert debugger.frame().timeline.prediction is None
        if not debugger.layer_below().moved:
            break
    frame = debugger.frame()
    assert frame.outside_time
    assert frame.timesteps == 1
    np.testing.assert_array_equal(frame.layer.values["y"], output)
    assert debugger.next().reason == "dense has no timesteps: one value for the whole sequence"
    debugger.layer_above()
    assert debugger.cursor.t == debugger.timesteps - 1


def test_an_output_of_another_clock_shows_its_last_timestep():
    debugger = small_session("encoder")
    assert debugger.frame().prediction.t == 5
    debugger.layer_below()
    debugger.goto(3)
    assert debugger.frame().prediction.t == 3


def test_boxes_say_what_they_take_and_give():
    debugger = small_session("pooled")
    (convolution,) = debugger.frame().whole_layers
    assert convolution.takes == (("input", (8, 2)),)
    assert convolution.gives == ((6, 3),)
    np.testing.assert_array_equal(convolution.value, debugger.frame().layer.values["x_t"])
    debugger.layer_below()
    (pooling,) = debugger.frame().whole_layers
    assert (pooling.label, pooling.before) == ("pooling", 0)
    np.testing.assert_array_equal(pooling.value, debugger.frame().layer.values["x"])


def test_a_box_that_a_run_from_the_end_reads_shows_the_row_that_is_read():
    debugger = small_session("attention")
    debugger.layer_below()
    debugger.goto(1)
    frame = debugger.frame()
    (attention,) = frame.whole_layers
    assert frame.layer.row == 3
    np.testing.assert_array_equal(attention.value, frame.layer.values["x_t"])


def test_an_embedding_says_which_token_it_reads():
    debugger = small_session("tokens")
    debugger.goto(3)
    (embedding,) = debugger.frame().whole_layers
    token = debugger.dataset.inputs["input"][0, 3]
    assert embedding.reads == (token,)
    table = debugger.graph.network.layers["embedding"].weights[0]
    np.testing.assert_array_equal(embedding.value, table[int(token)])
    debugger.goto(1)
    assert debugger.frame().layer.skipped


def test_what_is_not_computed_says_why():
    debugger = small_session("unknown")
    frame = debugger.frame()
    unknown, behind = frame.whole_layers
    assert unknown.missing == "layer 'lambda' is a Lambda, whose code rnntui does not run"
    assert behind.missing == "it follows a layer that is not computed"
    assert frame.prediction is None


def test_what_keras_computes_is_a_box_and_the_chain_goes_on():
    place = TensorRef("lambda")
    network = GRAPHS["unknown"]().network
    graph = build_graph(network, {place: ((2,),)})
    given = np.array([3.0, -1.0], np.float32)
    debugger = Session.open(
        graph, data_for(graph), opaque=lambda sample: {place: (given + sample,)}
    )
    debugger.goto_sample(1)
    while debugger.layer_below().moved:
        pass
    frame = debugger.frame()
    assert (frame.layer.label, frame.outside_time) == ("dense", True)
    (box,) = frame.whole_layers
    assert box.by_keras
    assert box.missing == ""
    np.testing.assert_array_equal(box.value, given + 1)
    np.testing.assert_array_equal(next(iter(frame.layer.values.values())), given + 1)

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from lone import lone
from models import Spec, change_config, dense, layer, recurrent, write_model

from rnntui.errors import ModelFileError
from rnntui.layers.graph.graph import Graph, build_graph
from rnntui.layers.graph.masks import rules_of
from rnntui.layers.recurrent.bound_cell import state_arrays, state_entries
from rnntui.layers.recurrent.recurrent_layer import RecurrentFunction
from rnntui.network.read import read_network
from rnntui.trace.run import Run
from rnntui.trace.states import States


@pytest.fixture
def graph_of(tmp_path: Path):
    def make(*layers: Spec, **how) -> Graph:
        return build_graph(read_network(write_model(tmp_path / "m.keras", layers, **how)))

    return make


def test_shapes_go_through_the_graph(graph_of) -> None:
    graph = graph_of(
        recurrent("LSTM", 3, return_sequences=True),
        layer("Dropout", rate=0.2),
        recurrent("SimpleRNN", 5),
        dense(2),
        shape=(None, 4),
    )
    shapes = [node.function.output_shapes for node in graph.nodes.values()]
    assert shapes == [((None, 4),), ((None, 3),), ((None, 3),), ((5,),), ((2,),)]
    (spec,) = graph.input_specs
    assert (spec.name, spec.shape, spec.dtype) == ("input", (None, 4), "float32")
    assert [node.label for node in graph.recurrent] == ["lstm", "simple_rnn"]


def test_equations_name_their_input_by_where_they_stand(graph_of) -> None:
    graph = graph_of(dense(3), recurrent("SimpleRNN", 5), dense(2), dense(2, activation="tanh"))
    texts = {
        node.label: [line.text for line in node.function.program.equations.lines]
        for node in list(graph.nodes.values())[1:]
    }
    assert texts["dense"] == ["y = x_t @ Who + Bo"]
    assert texts["simple_rnn"][0] == "xW  = x_t @ Wxh"
    assert texts["dense_1"] == ["y = h_t @ Who + Bo"]
    assert texts["dense_2"] == ["z = x @ Who + Bo", "y = activation(z)"]


def test_without_bias(graph_of) -> None:
    graph = graph_of(recurrent("SimpleRNN", 3, use_bias=False), dense(2, use_bias=False))
    rnn, out = list(graph.nodes.values())[1:]
    assert rnn.function.weight_names == {"Wxh": "kernel", "Whh": "recurrent_kernel"}
    assert out.function.weight_names == {"Who": "kernel"}


@pytest.mark.parametrize(
    ("class_name", "config", "names"),
    [
        ("SimpleRNN", {}, "x_t h_prev xW hW z h_t"),
        ("LSTM", {}, "x_t h_prev c_prev xW hU z_i z_f z_c z_o i f g c_t o h_t"),
        ("GRU", {}, "x_t h_prev xW x_z x_r x_h hU h_z h_r h_h z r g h_t"),
        ("GRU", {"reset_after": False}, "x_t h_prev xW x_z x_r x_h hU h_z h_r z r g h_t"),
    ],
)
def test_a_frame_holds_every_name_in_order(graph_of, class_name, config, names) -> None:
    graph = graph_of(recurrent(class_name, 3, **config))
    (node,) = graph.recurrent
    run = Run(graph, {"input": np.ones((20, 4), np.float32)})
    assert list(run.frame(node, 2)) == names.split()


def test_a_pointwise_layer_at_once_or_row_by_row_is_the_same(graph_of) -> None:
    graph = graph_of(dense(7, activation="softmax"))
    (_, node) = graph.nodes.values()
    x = np.random.default_rng(0).standard_normal((20, 4)).astype(np.float32)
    whole = node.function(x)
    for t in range(20):
        assert node.function(x[t]).tobytes() == whole[t].tobytes()


def test_go_backwards_reads_from_the_end(graph_of) -> None:
    x = np.random.default_rng(0).standard_normal((20, 4)).astype(np.float32)
    forth = graph_of(recurrent("SimpleRNN", 3, return_sequences=True))
    back = graph_of(recurrent("SimpleRNN", 3, return_sequences=True, go_backwards=True))
    ours = Run(back, {"input": x}).outputs["simple_rnn"]
    np.testing.assert_array_equal(ours, Run(forth, {"input": x[::-1]}).outputs["simple_rnn"])


def test_states_are_zeros_of_the_layers_dtype(graph_of) -> None:
    graph = graph_of(recurrent("LSTM", 3), dtype="float64")
    (node,) = graph.recurrent
    assert isinstance(node.function, RecurrentFunction)
    states = node.function.initial_states()
    assert [(state.dtype, state.any()) for state in states] == [(np.float64, False)] * 2


@pytest.mark.parametrize(
    ("spec", "shape", "part"),
    [
        (recurrent("SimpleRNN", 3), (4,), "takes sequences"),
        (recurrent("SimpleRNN", 3, weights=()), (20, 4), "3 weight arrays"),
        (layer("Activation", weights=(np.zeros(1),), activation="tanh"), (20, 4), "holds 1"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(graph_of, spec, shape, part) -> None:
    with pytest.raises(ModelFileError, match=part) as caught:
        graph_of(spec, shape=shape)
    assert str(caught.value).startswith("m.keras: layer '")


def test_what_lies_behind_a_layer_that_is_not_computed(graph_of) -> None:
    layers = [
        recurrent("SimpleRNN", 3, return_sequences=True),
        recurrent("LSTM", 3, recurrent_activation="nope", name="odd"),
        dense(2, name="head", weights=()),
    ]
    graph = graph_of(*layers)
    assert [node.label for node in graph.foreign] == ["odd"]
    assert [node.label for node in graph.behind] == ["head"]
    (note,) = graph.notes
    assert "recurrent_activation" in note
    assert "without --custom-objects it is not computed, nor are the layers after it: head" in note
    run = Run(graph, {"input": np.ones((20, 4), np.float32)})
    assert not run.outputs
    assert [run.has(node) for node in graph.nodes.values()] == [True, True, False, False]


def test_an_initial_state_of_another_shape_is_refused(tmp_path: Path) -> None:
    def start_from_itself(config) -> None:
        node = config["config"]["layers"][1]["inbound_nodes"][0]
        node["kwargs"] = {"initial_state": node["args"][0]}

    path = write_model(tmp_path / "m.keras", [recurrent("SimpleRNN", 3), dense(2)])
    network = read_network(change_config(path, start_from_itself))
    with pytest.raises(ModelFileError, match=r"h_prev of the shapes \(3,\).* \(20, 4\)"):
        build_graph(network)


def test_a_stateful_layer_that_is_called_twice_is_not_computed(tmp_path: Path) -> None:
    def call_again(config) -> None:
        nodes = config["config"]["layers"][1]["inbound_nodes"]
        nodes.append(nodes[0])

    for stateful, count in ((False, 0), (True, 2)):
        spec = recurrent("SimpleRNN", 3, return_sequences=True, stateful=stateful)
        path = write_model(tmp_path / "m.keras", [spec, dense(2)])
        graph = build_graph(read_network(change_config(path, call_again)))
        assert len(graph.foreign) == count
        assert all("called 2 times" in node.function.why for node in graph.foreign)


def test_a_mask_of_each_place_of_an_image(tmp_path: Path) -> None:
    said = {"filters": 2, "kernel_size": [3], "padding": "same", "return_sequences": True}
    conv = lone("ConvLSTM1D", ((3, 1, 8), (3, 2, 8), (8,)), **said)
    function = RecurrentFunction(conv, (5, 3, 1), is_masked=True)
    x = np.random.default_rng(0).standard_normal((5, 3, 1)).astype(np.float32)
    found = {}
    for name in ("all", "but the middle"):
        mask = np.ones((5, 3), bool)
        mask[:, 1] = name == "all"
        states = States(function, x, mask, function.initial_states(), 1)
        function.scan(x, states.mask_rows, function.initial_states(), states.keep)
        assert states.mask is not None
        assert states.mask.all()
        found[name] = states.after(0, 5)[function.output_index]
        for t in range(5):
            np.testing.assert_array_equal(states.frame(t)["h_t"], found[name][t])
    assert found["all"].all()
    assert not found["but the middle"][:, 1].any()
    np.testing.assert_array_equal(found["all"][0, ::2], found["but the middle"][0, ::2])


@pytest.mark.parametrize(
    ("version", "backend", "carries", "by_all", "zeroed"),
    [
        ("1.2.2", "", True, True, False),
        ("2.1.0", "tensorflow", True, True, False),
        ("2.1.0", "theano", False, True, False),
        ("2.2.4-tf", "tensorflow", False, True, False),
        ("2.2.5", "tensorflow", False, True, False),
        ("3.3.3", "", False, True, True),
        ("3.4.0", "", False, False, True),
        ("", "", False, False, True),
    ],
)
def test_masks_mean_what_they_meant_to_the_keras_of_the_file(
    version: str, backend: str, carries: bool, by_all: bool, zeroed: bool
) -> None:
    rules = rules_of(version, backend)
    assert (rules.carries_state, rules.joined_by_all, rules.zeroed_directions) == (
        carries,
        by_all,
        zeroed,
    )
    assert rules.beside_states == (version[:1] in ("1", "2"))


def test_how_many_states_a_layer_starts_from() -> None:
    gru, lstm = (
        {"class_name": f"{kind}Cell", "config": {"units": 2, "name": kind}}
        for kind in ("GRU", "LSTM")
    )
    stack = {"class_name": "StackedRNNCells", "config": {"cells": [gru, lstm, lstm]}}
    assert state_arrays(lone("SimpleRNN", units=2).config) == 1
    assert state_arrays(lone("GRU", units=2).config) == 1
    assert state_arrays(lone("LSTM", units=2).config) == 2
    assert state_arrays(lone("ConvLSTM1D", filters=2, kernel_size=1).config) == 2
    assert state_arrays(lone("RNN", cell=lstm).config) == 2
    assert state_arrays(lone("RNN", cell=stack).config) == 5
    assert state_entries(lone("RNN", cell=stack).config) == 3
    assert state_entries(lone("RNN", cell=lstm).config) == 2

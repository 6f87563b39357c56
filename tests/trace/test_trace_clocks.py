"""Layers that need the whole of a sequence end a stage, and a prediction that is not running."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from models import Spec, change_config, dense, layer, recurrent, write_model

from rnntui.errors import DataError
from rnntui.layers.graph.graph import Graph, build_graph
from rnntui.network.read import read_network
from rnntui.trace.export import timesteps, trace_arrays
from rnntui.trace.run import Run, prediction_node
from rnntui.trace.schedule import schedule


@pytest.fixture
def graph_of(tmp_path: Path):
    def make(*layers: Spec, **how) -> Graph:
        return build_graph(read_network(write_model(tmp_path / "m.keras", layers, **how)))

    return make


def stages(graph: Graph) -> list[list[str]]:
    return [[node.label for node in stage.nodes] for stage in schedule(graph).stages]


def x(timesteps: int = 6) -> np.ndarray:
    return np.random.default_rng(0).standard_normal((timesteps, 4)).astype(np.float32)


def test_a_repeated_vector_begins_a_stage(graph_of) -> None:
    decoder = recurrent("SimpleRNN", 2, return_sequences=True)
    graph = graph_of(recurrent("LSTM", 3), layer("RepeatVector", n=5), decoder, shape=(6, 4))
    assert stages(graph) == [["lstm"], ["simple_rnn"]]
    run = Run(graph, {"input": x()})
    assert trace_arrays(run, 0, timesteps(run))["prediction"].shape == (5, 2)


def test_a_layer_of_the_whole_ends_the_prediction(graph_of) -> None:
    sequences = recurrent("GRU", 3, return_sequences=True)
    graph = graph_of(sequences, layer("GlobalMaxPooling1D"), shape=(6, 4))
    assert prediction_node(graph) is None
    run = Run(graph, {"input": x()})
    arrays = trace_arrays(run, 0, timesteps(run))
    assert "prediction" not in arrays
    np.testing.assert_array_equal(
        arrays["global_max_pooling1d/output"], arrays["gru/h_t"].max(axis=0)
    )


def test_flatten_of_a_vector_keeps_the_prediction(graph_of) -> None:
    graph = graph_of(recurrent("GRU", 3), layer("Flatten"), dense(2), shape=(6, 4))
    assert stages(graph) == [["gru", "dense"]]
    assert prediction_node(graph).label == "dense"


def test_an_input_longer_than_the_recurrence_is_given_whole(graph_of) -> None:
    pooling = layer("MaxPooling1D", pool_size=2)
    run = Run(graph_of(pooling, recurrent("GRU", 3), shape=(6, 4)), {"input": x()})
    arrays = trace_arrays(run, 0, timesteps(run))
    assert arrays["input"].shape == (6, 4)
    assert arrays["gru/h_t"].shape == (3, 3)


def test_merged_sequences_step_together_only_on_one_clock(tmp_path: Path) -> None:
    def add_both(config) -> None:
        body = config["config"]
        first, second, add = body["layers"][1:4]
        second["inbound_nodes"] = first["inbound_nodes"]
        (tensor,) = add["inbound_nodes"][0]["args"]
        histories = (["simple_rnn", 0, 0], ["gru", 0, 0])
        add["inbound_nodes"][0]["args"] = [
            [{**tensor, "config": {**tensor["config"], "keras_history": h}} for h in histories]
        ]

    for backwards, expected in (
        (False, [["simple_rnn", "gru", "dense"]]),
        (True, [["simple_rnn"], ["gru"], ["dense"]]),
    ):
        layers = [recurrent("SimpleRNN", 4), recurrent("GRU", 4, go_backwards=backwards)]
        path = write_model(tmp_path / "m.keras", [*layers, layer("Add"), dense(2)], shape=(6, 4))
        graph = build_graph(read_network(change_config(path, add_both)))
        assert stages(graph) == expected
        assert (prediction_node(graph) is None) == backwards


def test_an_embedding_says_what_it_knows(graph_of) -> None:
    table = (np.zeros((5, 3), np.float32),)
    graph = graph_of(layer("Embedding", table, input_dim=5, output_dim=3), shape=(6,))
    assert graph.input_specs[0].vocabulary == 5
    with pytest.raises(DataError, match=r"knows the integers 0..4; it is given 5..5"):
        Run(graph, {"input": np.full(6, 5, np.float32)})

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from models import change_config, dense, layer, recurrent, write_model

from rnntui.layers.graph.graph import Graph, build_graph
from rnntui.network.read import read_network
from rnntui.trace.run import Run, prediction_node
from rnntui.trace.schedule import schedule

LAYERS = {
    "plain": [recurrent("SimpleRNN", 4), dense(3)],
    "stack": [
        dense(3, activation="tanh"),
        recurrent("LSTM", 4, return_sequences=True),
        layer("Dropout", rate=0.5),
        recurrent("GRU", 3, return_sequences=True, reset_after=False),
        dense(2, activation="softmax"),
    ],
    "backwards": [
        recurrent("SimpleRNN", 3, return_sequences=True),
        recurrent("GRU", 2, go_backwards=True),
        dense(1),
    ],
}


@pytest.fixture(scope="module")
def graphs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Graph]:
    folder = tmp_path_factory.mktemp("run")
    return {
        name: build_graph(
            read_network(write_model(folder / f"{name}.keras", layers, shape=(None, 4)))
        )
        for name, layers in LAYERS.items()
    }


def sample(timesteps: int) -> np.ndarray:
    return np.random.default_rng(timesteps).standard_normal((timesteps, 4)).astype(np.float32)


@settings(max_examples=40, deadline=None)
@given(
    name=st.sampled_from(sorted(LAYERS)),
    timesteps=st.integers(1, 40),
    limit=st.integers(1, 400),
    data=st.data(),
)
def test_a_frame_recomputed_equals_the_run_bit_for_bit(
    graphs, name, timesteps, limit, data
) -> None:
    graph = graphs[name]
    stored = Run(graph, {"input": sample(timesteps)})
    thinned = Run(graph, {"input": sample(timesteps)}, memory_limit=limit)
    for node in graph.recurrent:
        t = data.draw(st.integers(0, timesteps - 1))
        ours, theirs = thinned.frame(node, t), stored.frame(node, t)
        assert list(ours) == list(theirs)
        for variable, value in ours.items():
            assert value.tobytes() == theirs[variable].tobytes(), (node.label, variable, t)
        output = ours[node.function.output_name]
        assert output.tobytes() == stored.history(node, t, t + 1)[0].tobytes()
        if t:
            before = stored.frame(node, t - 1)[node.function.output_name]
            assert ours["h_prev"].tobytes() == before.tobytes()
        else:
            assert not ours["h_prev"].any()
    for output, value in thinned.outputs.items():
        assert value.tobytes() == stored.outputs[output].tobytes()


@pytest.mark.parametrize("name", sorted(LAYERS))
def test_the_running_prediction_closes_on_the_output(graphs, name: str) -> None:
    run = Run(graphs[name], {"input": sample(9)})
    node = prediction_node(graphs[name])
    assert node is not None
    assert node.label == "dense" if name != "stack" else "dense_1"
    (output,) = run.outputs.values()
    last = output[-1] if output.ndim == 2 else output
    np.testing.assert_array_equal(run.history(node, 8, 9)[0], last)


def test_a_nan_goes_through_without_a_warning(graphs) -> None:
    x = sample(6)
    x[3] = np.nan
    run = Run(graphs["plain"], {"input": x})
    history = run.history(graphs["plain"].recurrent[0], 0, 6)
    assert np.isfinite(history[:3]).all()
    assert np.isnan(history[3:]).all()


def test_layers_that_need_the_whole_sequence_begin_a_stage(graphs) -> None:
    def stages(name: str) -> list[list[str]]:
        return [[node.label for node in stage.nodes] for stage in schedule(graphs[name]).stages]

    assert stages("plain") == [["simple_rnn", "dense"]]
    assert stages("stack") == [["dense", "lstm", "dropout", "gru", "dense_1"]]
    assert stages("backwards") == [["simple_rnn"], ["gru", "dense"]]


def test_no_recurrence_no_prediction(tmp_path: Path) -> None:
    graph = build_graph(read_network(write_model(tmp_path / "m.keras", [dense(3)])))
    assert prediction_node(graph) is None
    assert schedule(graph).stages == ()


def test_a_layer_over_a_state_follows_that_state(tmp_path: Path) -> None:
    def take_c(config) -> None:
        body = config["config"]
        tensor = body["layers"][2]["inbound_nodes"][0]["args"][0]["config"]
        tensor["keras_history"] = ["lstm", 0, 2]
        body["output_layers"] = [["dense", 0, 0], ["lstm", 0, 2], ["lstm", 0, 0]]

    path = write_model(tmp_path / "m.keras", [recurrent("LSTM", 3, return_state=True), dense(2)])
    graph = build_graph(read_network(change_config(path, take_c)))
    run = Run(graph, {"input": sample(20)})
    over_c, c, h = (prediction_node(graph, output) for output in range(3))
    assert (over_c.label, c, h.label) == ("dense", None, "lstm")
    # A state is no sequence to Keras: only its last value is the model's.
    np.testing.assert_array_equal(run.history(over_c, 19, 20)[0], run.outputs["dense"])
    lstm = graph.recurrent[0]
    np.testing.assert_array_equal(run.frame(lstm, 19)["c_t"], run.outputs["lstm"])
    np.testing.assert_array_equal(run.frame(over_c, 7)["c_t"], run.frame(lstm, 7)["c_t"])


def test_only_stateful_layers_go_on_from_the_batch_before(tmp_path: Path) -> None:
    layers = [
        recurrent("SimpleRNN", 3, return_sequences=True, stateful=True),
        recurrent("LSTM", 2, return_sequences=True),
    ]
    graph = build_graph(read_network(write_model(tmp_path / "m.keras", layers, shape=(5, 4))))
    first, second = graph.recurrent
    before = Run(graph, {"input": sample(5)})
    after = Run(graph, {"input": sample(5)}, carried=before.last_states)
    np.testing.assert_array_equal(
        after.frame(first, 0)["h_prev"], before.history(first, 4, 5)[0], strict=True
    )
    frame = after.frame(second, 0)
    assert not frame["h_prev"].any()
    assert not frame["c_prev"].any()


def test_unrolled_from_the_end_outputs_are_zeroed_by_the_mask_from_the_other_end(
    tmp_path: Path,
) -> None:
    # Keras turns the mask round for the loop, and not for `zero_output_for_mask`.
    x = sample(5)
    x[[0, 1, 3]] = 0
    found = {}
    for unroll, zero in ((False, False), (False, True), (True, False), (True, True)):
        said = {"go_backwards": True, "unroll": unroll, "zero_output_for_mask": zero}
        layers = [
            layer("Masking", mask_value=0.0),
            recurrent("SimpleRNN", 3, return_sequences=True, **said),
        ]
        graph = build_graph(read_network(write_model(tmp_path / "m.keras", layers, shape=(5, 4))))
        run = Run(graph, {"input": x})
        (found[unroll, zero],) = run.outputs.values()
        (node,) = graph.recurrent
        for t in range(5):
            frame = run.frame(node, t)[node.function.output_name]
            np.testing.assert_array_equal(frame, found[unroll, zero][t])
    plain, mask = found[False, False], np.any(x != 0, axis=1)[:, None]
    np.testing.assert_array_equal(found[True, False], plain)
    np.testing.assert_array_equal(found[False, True], np.where(mask[::-1], plain, 0))
    np.testing.assert_array_equal(found[True, True], np.where(mask, plain, 0))

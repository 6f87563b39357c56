from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from models import Spec, dense, layer, recurrent, write_model

from rnntui.errors import OutOfRangeError
from rnntui.layers.graph.graph import build_graph
from rnntui.network.read import read_network
from rnntui.trace.export import timesteps, trace_arrays
from rnntui.trace.run import Run


def run_of(folder: Path, layers: list[Spec]) -> Run:
    graph = build_graph(read_network(write_model(folder / "m.keras", layers)))
    x = np.random.default_rng(0).standard_normal((20, 4)).astype(np.float32)
    return Run(graph, {"input": x})


def test_stepped_layers_time_first_others_whole(tmp_path: Path) -> None:
    layers = [recurrent("LSTM", 3, return_sequences=True), recurrent("GRU", 2), dense(5)]
    run = run_of(tmp_path, layers)
    assert timesteps(run) == 20
    arrays = trace_arrays(run, 0, 20)
    assert {name for name in arrays if "/" not in name} == {"input", "output", "prediction"}
    assert arrays["lstm/c_t"].shape == (20, 3)
    assert arrays["lstm/xW"].shape == (20, 12)
    assert arrays["gru/h_t"].shape == (20, 2)
    assert arrays["dense/output"].shape == arrays["output"].shape == (5,)
    assert arrays["prediction"].shape == (20, 5)
    np.testing.assert_array_equal(arrays["gru/x_t"], arrays["lstm/h_t"])
    np.testing.assert_array_equal(arrays["prediction"][-1], arrays["output"])


def test_a_range_of_time(tmp_path: Path) -> None:
    run = run_of(tmp_path, [recurrent("SimpleRNN", 3), dense(2)])
    whole, some = trace_arrays(run, 0, 20), trace_arrays(run, 4, 9)
    assert whole.keys() == some.keys()
    for name in ("simple_rnn/h_prev", "input", "prediction"):
        np.testing.assert_array_equal(some[name], whole[name][4:9])
    np.testing.assert_array_equal(some["dense/output"], whole["dense/output"])


def test_without_a_recurrence_there_is_no_prediction(tmp_path: Path) -> None:
    run = run_of(tmp_path, [dense(3), layer("Activation", activation="relu")])
    arrays = trace_arrays(run, 0, timesteps(run))
    assert set(arrays) == {"input/output", "dense/output", "activation/output", "input", "output"}
    assert arrays["output"].shape == (20, 3)


def test_one_layer(tmp_path: Path) -> None:
    run = run_of(tmp_path, [recurrent("SimpleRNN", 3), dense(2)])
    assert {n.split("/")[0] for n in trace_arrays(run, 0, 20, "dense") if "/" in n} == {"dense"}
    with pytest.raises(OutOfRangeError, match=r"'gru'.*input, simple_rnn, dense"):
        trace_arrays(run, 0, 20, "gru")

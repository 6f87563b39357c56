"""Models that others saved with Keras 1 and 2, against what the Keras of the time computed.

The files are not the project's: they lie beside the checkout, or RNNTUI_SHARED_MODELS says where.
"""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest
from older_models import entry, write_older_h5

from rnntui.data.random_data import random_dataset
from rnntui.layers.graph.graph import Graph, build_graph
from rnntui.network.read import read_network
from rnntui.trace.run import Run
from rnntui.trace.runs import Runs

MODELS = Path(
    os.environ.get("RNNTUI_SHARED_MODELS", Path(__file__).parents[3] / "shared" / "models")
)
pytestmark = pytest.mark.skipif(
    not MODELS.is_dir(), reason=f"no folder of models that others saved ({MODELS})"
)

# What saved them, and whether with the old hard_sigmoid.
OPENS = {
    "KonduitAI__dl4j-test-resources__bidirectional_lstm_tensorflow_1.h5": ("1.2.2", True),
    "KonduitAI__dl4j-test-resources__convlstm2d_1.h5": ("2.2.4-tf", True),
    "KonduitAI__dl4j-test-resources__masking_two_lstm.h5": ("2.2.0", True),
    "KonduitAI__dl4j-test-resources__rnn_127.h5": ("2.2.4-tf", True),
    "RTNeural__gru_1d.keras": ("3.15.1", False),
    "pypi__ao_compensation_model__2026_03_24_18_43_0.1902_gru_model.keras": ("3.13.2", False),
    "zabir-nabil__dot-res-lstm__dot_res_lstm-10-0.78.hdf5": ("2.2.4", False),
    "KonduitAI__dl4j-test-resources__simple_rnn_tf_keras_2_model.h5": ("2.1.3", False),
    "KonduitAI__dl4j-test-resources__simple_lstm_tf_keras_1_model.h5": ("1.2.2", True),
    "KonduitAI__dl4j-test-resources__lstm_functional_tf_keras_2.h5": ("2.0.8", True),
    "umbertogriffo__Predictive-Maintenance-using-LSTM__regression_model.h5": ("2.0.5", True),
    "olegmak02__Weather-Prediction__cloud.keras": ("2.15.0", False),
    "xiaochus__TrafficFlowPrediction__gru.h5": ("2.1.4", True),
}
RECORDED = [name for name in OPENS if "simple" in name]
CASES = MODELS / "keras2_recorded_cases.json"


def existing(name: str) -> Path:
    path = MODELS / name
    if not path.is_file():
        pytest.skip(f"{path} is not there: models of other people lie beside a checkout, not in it")
    return path


def predict(graph: Graph, samples: np.ndarray) -> np.ndarray:
    name = graph.input_specs[0].name
    runs = (Run(graph, {name: sample}) for sample in samples)
    return np.stack([next(iter(run.outputs.values())) for run in runs])


@pytest.mark.parametrize("name", OPENS)
def test_they_open_and_compute(name: str) -> None:
    network = read_network(existing(name))
    version, hard = OPENS[name]
    assert network.keras_version == version
    assert any("hard_sigmoid" in note for note in network.notes) == hard
    graph = build_graph(network)
    assert not graph.foreign
    dataset = random_dataset(graph.input_specs, 2, 0)
    for sample in range(2):
        for output in Run(graph, dataset.sample(sample)).outputs.values():
            assert np.isfinite(output).all()


@pytest.mark.parametrize("name", RECORDED)
def test_they_compute_what_was_recorded(name: str) -> None:
    graph = build_graph(read_network(existing(name)))
    with h5py.File(existing(name.replace("_model.h5", "_recorded.h5"))) as file:
        (samples,) = (item[()] for item in file["inputs"].values())
        (recorded,) = (item[()] for item in file["predictions"].values())
    np.testing.assert_allclose(predict(graph, samples), recorded, rtol=0, atol=1e-5)


def test_a_gru_of_another_program_computes_what_was_recorded() -> None:
    graph = build_graph(read_network(existing("RTNeural__gru_1d.keras")))
    with np.load(existing("RTNeural__gru_1d_recorded.npz")) as recorded:
        x, y = recorded["x"], recorded["y"]
    found = predict(graph, x.reshape(1, -1, 1).astype(np.float32))
    np.testing.assert_allclose(found.ravel(), y.ravel(), rtol=0, atol=1e-5)


def cases() -> list[Any]:
    found = json.loads(CASES.read_text()) if CASES.is_file() else []
    return [pytest.param(case, id=case["key"]) for case in found]


@pytest.mark.parametrize("case", cases())
def test_single_layers_compute_what_keras_2_recorded(tmp_path: Path, case: dict[str, Any]) -> None:
    x = _array(case["input"])
    weights = {f"a/{index}": _array(item) for index, item in enumerate(case["weights"])}
    layer = _layer_of(case["desc"], case["key"])
    stateful = "stateful=True" in case["desc"]
    layer["config"]["batch_input_shape"] = [1 if stateful else None, *x.shape]
    model = {"class_name": "Sequential", "config": [layer]}
    graph = build_graph(
        read_network(write_older_h5(tmp_path / "m.h5", model, {"a": weights}, version="2.0.0"))
    )
    # Of a stateful layer the output of the second call was recorded.
    (name,) = graph.network.output_names
    runs = Runs(graph, lambda _: {graph.input_specs[0].name: x})
    ours = runs.run(1 if stateful else 0).outputs[name]
    np.testing.assert_allclose(ours, _array(case["expected"]), rtol=0, atol=5e-6)


def _layer_of(said: str, key: str) -> dict[str, Any]:
    """The layer that a case's words describe: "merge_mode='sum', wrap a GRU layer with units=4"."""
    wrap = re.fullmatch(r"merge_mode='(\w+)', wrap an? (\w+) layer with (.*)", said)
    if wrap is None:
        return entry(key.split(".")[1], name="a", **_arguments(said))
    inner = entry(wrap[2], name="inner", **_arguments(wrap[3]))
    return entry("Bidirectional", name="a", merge_mode=wrap[1], layer=inner)


def _arguments(said: str) -> dict[str, Any]:
    config = dict(part.split("=") for part in said.replace("'", "").split(", "))
    return {key: json.loads(_json(value)) for key, value in config.items()}


def _json(value: str) -> str:
    return value.lower() if value in ("True", "False") or value.isdigit() else f'"{value}"'


def _array(item: dict[str, Any]) -> np.ndarray:
    return np.asarray(item["data"], np.float32).reshape(item["shape"])

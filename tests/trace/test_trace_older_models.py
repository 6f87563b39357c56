"""Models that others saved with Keras 1 and 2, against what the Keras of the time computed.

The files are not the project's: they lie beside the checkout, or RNNTUI_SHARED_MODELS says where.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest
from older_models import entry, write_older_h5

from rnntui.layers.graph import Graph, build_graph
from rnntui.network.read import read_network
from rnntui.trace.run import Run

MODELS = Path(
    os.environ.get("RNNTUI_SHARED_MODELS", Path(__file__).parents[3] / "shared" / "models")
)
pytestmark = pytest.mark.skipif(
    not MODELS.is_dir(), reason=f"no folder of models that others saved ({MODELS})"
)

OPENS = {
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
        pytest.skip(f"{path} is not there")
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
    length, features = graph.input_specs[0].shape
    random = np.random.default_rng(0).standard_normal((2, length or 7, features))
    assert np.isfinite(predict(graph, random.astype(np.float32))).all()


@pytest.mark.parametrize("name", RECORDED)
def test_they_compute_what_was_recorded(name: str) -> None:
    graph = build_graph(read_network(existing(name)))
    with h5py.File(existing(name.replace("_model.h5", "_recorded.h5"))) as file:
        (samples,) = (item[()] for item in file["inputs"].values())
        (recorded,) = (item[()] for item in file["predictions"].values())
    np.testing.assert_allclose(predict(graph, samples), recorded, rtol=0, atol=1e-5)


def cases() -> list[Any]:
    """The single layers that rnntui computes, without a state from call to call."""
    found = json.loads(CASES.read_text()) if CASES.is_file() else []
    return [
        pytest.param(case, id=case["key"])
        for case in found
        if "stateful=True" not in case["desc"] and "wrap" not in case["desc"]
    ]


@pytest.mark.parametrize("case", cases())
def test_single_layers_compute_what_keras_2_recorded(tmp_path: Path, case: dict[str, Any]) -> None:
    class_name = next(name for name in ("SimpleRNN", "LSTM", "GRU") if f"{name}." in case["key"])
    config = dict(part.split("=") for part in case["desc"].replace("'", "").split(", "))
    arguments = {key: json.loads(_json(value)) for key, value in config.items()}
    x = _array(case["input"])
    layer = entry(class_name, name="a", batch_input_shape=[None, *x.shape], **arguments)
    weights = {f"a/{index}": _array(item) for index, item in enumerate(case["weights"])}
    model = {"class_name": "Sequential", "config": [layer]}
    path = write_older_h5(tmp_path / "m.h5", model, {"a": weights}, version="2.0.0")
    ours = predict(build_graph(read_network(path)), x[np.newaxis])[0]
    np.testing.assert_allclose(ours, _array(case["expected"]), rtol=0, atol=5e-6)


def _json(value: str) -> str:
    return value.lower() if value in ("True", "False") or value.isdigit() else f'"{value}"'


def _array(item: dict[str, Any]) -> np.ndarray:
    return np.asarray(item["data"], np.float32).reshape(item["shape"])

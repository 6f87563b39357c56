"""Keras rebuilds the operations of files that it can't load: those of tf.keras 2.4 to 2.15."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from older_models import entry, write_older_h5

from rnntui.layers.graph.graph import build_graph
from rnntui.network.read import read_network
from rnntui.trace.verify import Tolerance, verify

pytestmark = pytest.mark.keras

X = ["x", 0, 0]
FULL = {"start": None, "stop": None, "step": None}
OPERATIONS: dict[str, tuple[str, Any]] = {
    "last": ("__operators__.getitem", [*X, {"slice_spec": [FULL, -1]}]),
    "added": ("__operators__.add", [*X, {"y": [1.0, 2.0, 3.0], "name": None}]),
    "scores": ("linalg.matmul", [*X, {"b": X, "transpose_b": True}]),
    "best": ("math.argmax", [*X, {"axis": -1}]),
    "joined": ("concat", [[*X, {"axis": -1}], ["added", 0, 0, {"axis": -1}]]),
    "parts": ("split", [*X, {"num_or_size_splits": [1, -1], "axis": -1}]),
    "double": ("math.multiply", ["_CONSTANT_VALUE", -1, 2.0, {"y": X, "name": None}]),
}


def test_operations_of_tensorflow_are_rebuilt(keras, tmp_path: Path) -> None:
    layers = [entry("InputLayer", batch_input_shape=[None, 5, 3], dtype="float32", name="x")]
    for name, (function, node) in OPERATIONS.items():
        class_name = "SlicingOpLambda" if "getitem" in function else "TFOpLambda"
        config = {"trainable": True, "dtype": "float32", "function": function}
        layers.append(entry(class_name, node, name=name, **config))
    outputs = [[name, 0, 0] for name in OPERATIONS] + [["parts", 0, 1]]
    body = {"name": "m", "layers": layers, "input_layers": [X], "output_layers": outputs}
    config = {"class_name": "Functional", "config": body}
    network = read_network(write_older_h5(tmp_path / "m.h5", config, {}, version="2.15.0"))
    keras.rebuild(network)
    inputs = {"x": np.random.default_rng(0).standard_normal((2, 5, 3)).astype(np.float32)}
    theirs = keras.compute(inputs)
    tolerance = Tolerance(1e-5, 1e-5)
    outcome = verify(build_graph(network), inputs, theirs.outputs, theirs.sequences, tolerance)
    assert outcome.allclose, outcome
    assert len(theirs.outputs) == len(outputs)

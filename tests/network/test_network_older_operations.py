"""Operations of TensorFlow in models of tf.keras 2.4 to 2.15."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from keras_session import KerasFiles
from older_models import entry, write_older_h5, write_older_keras
from older_operation_cases import CASES, FULL, W, X, Y

from rnntui.layers.graph.graph import Graph, build_graph
from rnntui.layers.graph.opaque import OpaqueFunction
from rnntui.network.network import TensorRef
from rnntui.network.read import read_network
from rnntui.trace.run import Run

HERE = Path(__file__).parent


def model(*operations: dict[str, Any], results: int = 1) -> dict[str, Any]:
    inputs = [
        entry("InputLayer", batch_input_shape=[None, *shape], dtype="float32", name=name)
        for name, shape in (("x", (5, 3)), ("y", (3,)))
    ]
    body = {
        "name": "model",
        "layers": [*inputs, *operations],
        "input_layers": [X, Y],
        "output_layers": [[operations[-1]["name"], 0, i] for i in range(results)],
    }
    return {"class_name": "Functional", "config": body}


def operation(
    name: str, function: str, node: Any, class_name: str = "TFOpLambda"
) -> dict[str, Any]:
    return entry(class_name, node, name=name, trainable=True, dtype="float32", function=function)


def graph(path: Path, *operations: dict[str, Any], results: int = 1) -> Graph:
    config = model(*operations, results=results)
    return build_graph(read_network(write_older_h5(path / "m.h5", config, {}, version="2.15.0")))


def why(path: Path, function: str, node: Any) -> str:
    found = graph(path, operation("op", function, node)).nodes[TensorRef("op")].function
    assert isinstance(found, OpaqueFunction)
    return found.why


@pytest.fixture(scope="module")
def theirs(keras_files: KerasFiles) -> dict[str, np.ndarray]:
    with np.load(keras_files(HERE / "make_older_operations.py") / "results.npz") as file:
        return dict(file)


@pytest.mark.keras
@pytest.mark.parametrize("name", CASES)
def test_results_are_those_of_tensorflow(
    name: str, theirs: dict[str, np.ndarray], tmp_path: Path
) -> None:
    case = CASES[name]
    op = operation("op", case.function, case.node, case.class_name)
    expected = [array for key, array in theirs.items() if key.startswith(f"{name}/")]
    config = model(op, results=len(expected))
    paths = [write_older_h5(tmp_path / "m.h5", config, {}, version="2.15.0")]
    paths.append(write_older_keras(tmp_path / "m.keras", config, {}))
    for path in paths:
        found = build_graph(read_network(path))
        for sample in range(2):
            run = Run(found, {"x": theirs["x"][sample], "y": theirs["y"][sample]})
            for ours, array in zip(run.outputs.values(), expected, strict=True):
                assert (ours.shape, ours.dtype) == (array[sample].shape, array.dtype)
                np.testing.assert_allclose(ours, array[sample], 1e-5, 1e-5)


def test_operations_in_a_row(tmp_path: Path) -> None:
    found = graph(
        tmp_path,
        operation(
            "last", "__operators__.getitem", [*X, {"slice_spec": [FULL, -1]}], "SlicingOpLambda"
        ),
        operation("added", "__operators__.add", ["last", 0, 0, {"y": Y, "name": None}]),
        operation("joined", "concat", [["added", 0, 0, {"axis": -1}], [*Y, {"axis": -1}]]),
    )
    x, y = np.arange(15, dtype=np.float32).reshape(5, 3), np.ones(3, np.float32)
    (result,) = Run(found, {"x": x, "y": y}).outputs.values()
    assert result.tolist() == [13, 14, 15, 1, 1, 1]


def test_a_constant_in_a_list(tmp_path: Path) -> None:
    said = {"axis": -1}
    node = [[*Y, said], ["_CONSTANT_VALUE", -1, [[5.0, 6.0]], said]]
    found = graph(tmp_path, operation("op", "concat", node))
    assert isinstance(found.nodes[TensorRef("op")].function, OpaqueFunction)  # (batch, 3), (1, 2)
    found = graph(tmp_path, operation("op", "linalg.matmul", [*X, {"b": W}]))
    assert found.nodes[TensorRef("op")].function.output_shapes == ((5, 2),)


@pytest.mark.parametrize(
    ("function", "node", "reason"),
    [
        (
            "compat.v1.shape",
            [*X, {"name": None, "out_type": "int32"}],
            "compat.v1.shape, which rnn",
        ),
        ("math.bessel_i0", [*X, {}], "operation tf.math.bessel_i0, which rnntui does not compute"),
        ("math.cumsum", [*X, {"axis": 1, "exclusive": True}], "it has the argument exclusive"),
        ("math.cumsum", [*X, {}], "ops.Cumsum, which here rnntui does not compute"),
        ("math.argmax", [*X, {}], "ops.Argmax, which here rnntui does not compute"),
        ("math.reduce_sum", [*X, {}], "ops.Sum, which here rnntui does not compute"),
        ("compat.v1.gather", [*X, {"indices": [0]}], "ops.Take, which here"),
        ("where", [*X, {}], "ops.Where, which here"),
        ("einsum", ["_CONSTANT_VALUE", -1, "bij,bkj->bik", {}], "has no tensor for it"),
    ],
)
def test_operations_that_are_not_computed_are_named(
    tmp_path: Path, function: str, node: Any, reason: str
) -> None:
    assert reason in why(tmp_path, function, node)


def test_operations_of_tensorflow_2_0_to_2_3_are_named(tmp_path: Path) -> None:
    op = entry("TensorFlowOpLayer", [[*X, {}]], name="op", node_def="…", constants={})
    function = graph(tmp_path, op).nodes[TensorRef("op")].function
    assert isinstance(function, OpaqueFunction)
    assert not function.custom
    assert function.why.endswith("is a TensorFlowOpLayer, which Keras has since removed")
    assert function.gone

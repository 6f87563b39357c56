"""Models with keras.ops beside their layers give what Keras gives, read from .keras and .h5."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from operation_cases import CASES

from rnntui.layers.graph import Graph, build_graph
from rnntui.layers.keras_ops.table import TABLE
from rnntui.layers.operations import OperationFunction
from rnntui.network.operation_names import OPERATION_NAMES
from rnntui.network.read import read_network
from rnntui.trace.run import Run

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("operations")
    subprocess.run(
        [sys.executable, str(HERE / "make_operations.py"), str(folder)],
        check=True,
        capture_output=True,
    )
    return folder


def outputs(graph: Graph, arrays: dict[str, np.ndarray], sample: int) -> list[np.ndarray]:
    names = [reference.layer for reference in graph.network.inputs]
    given = {name: arrays[f"in/{i}"][sample] for i, name in enumerate(names)}
    return list(Run(graph, given).outputs.values())


@pytest.mark.keras
@pytest.mark.parametrize("name", CASES)
def test_outputs_are_those_of_keras(made: Path, name: str) -> None:
    with np.load(made / f"{name}.npz") as file:
        arrays = dict(file)
    theirs = [arrays[key] for key in sorted(arrays, key=lambda k: (len(k), k)) if "out" in key]
    for kind in ("keras", "h5"):
        graph = build_graph(read_network(made / f"{name}.{kind}"))
        for sample in range(3):
            ours = outputs(graph, arrays, sample)
            for number, (a, b) in enumerate(zip(ours, theirs, strict=True)):
                what = f"result {number} of {name}"
                assert (a.shape, a.dtype) == (b[sample].shape, b.dtype), what
                exact = 2e-3 if b.dtype == np.float16 else 1e-5
                np.testing.assert_allclose(a, b[sample], exact, exact, err_msg=what)


@pytest.mark.keras
@pytest.mark.parametrize("name", [name for name, case in CASES.items() if case.in_step is not None])
def test_what_keeps_time_is_told(made: Path, name: str) -> None:
    graph = build_graph(read_network(made / f"{name}.keras"))
    last = {graph.node(reference).place for reference in graph.network.outputs}
    functions = [graph.nodes[place].function for place in last]
    keeps = {
        function.keeps_time for function in functions if isinstance(function, OperationFunction)
    }
    assert keeps == {CASES[name].in_step}


def test_every_operation_computed_is_one_of_keras() -> None:
    assert set(TABLE) <= OPERATION_NAMES

"""Models with keras.ops beside their layers give what Keras gives, read from .keras and .h5."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from keras_session import KerasFiles
from operation_cases import CASES

from rnntui.layers.graph.graph import Graph, build_graph
from rnntui.layers.graph.operation_layer import OperationFunction
from rnntui.layers.keras_ops.table import TABLE
from rnntui.network.keras.models.operations import OPERATION_NAMES
from rnntui.network.read import read_network
from rnntui.trace.run import Run

HERE = Path(__file__).parent


def outputs(graph: Graph, arrays: dict[str, np.ndarray], sample: int) -> list[np.ndarray]:
    names = [reference.layer for reference in graph.network.inputs]
    given = {name: arrays[f"in/{i}"][sample] for i, name in enumerate(names)}
    return list(Run(graph, given).outputs.values())


def differences(made: Path, name: str, kind: str) -> Iterator[str]:
    with np.load(made / f"{name}.npz") as file:
        arrays = dict(file)
    theirs = [arrays[key] for key in sorted(arrays, key=lambda k: (len(k), k)) if "out" in key]
    graph = build_graph(read_network(made / f"{name}.{kind}"))
    refused = [node.function.why for node in graph.nodes.values() if hasattr(node.function, "why")]
    if refused:
        yield f"{name}.{kind}: {refused[0]}"
        return
    for sample in range(3):
        for number, (a, b) in enumerate(zip(outputs(graph, arrays, sample), theirs, strict=True)):
            what = f"{name}.{kind}, result {number} of sample {sample}"
            if (a.shape, a.dtype) != (b[sample].shape, b.dtype):
                yield f"{what}: {a.shape} {a.dtype}, not {b[sample].shape} {b.dtype}"
                continue
            exact = 2e-3 if b.dtype == np.float16 else 1e-5
            if not np.allclose(a, b[sample], exact, exact, equal_nan=True):
                yield f"{what}: {a}, not {b[sample]}"
    if CASES[name].in_step is not None:
        last = {graph.node(reference).place for reference in graph.network.outputs}
        functions = [graph.nodes[place].function for place in last]
        keeps = {f.keeps_time for f in functions if isinstance(f, OperationFunction)}
        if keeps != {CASES[name].in_step}:
            yield f"{name}: keeps time {keeps}"


@pytest.mark.keras
def test_outputs_are_those_of_keras(keras_files: KerasFiles) -> None:
    folder = keras_files(HERE / "make_operations.py")
    assert sorted(path.stem for path in folder.glob("*.npz")) == sorted(CASES)
    found = [
        difference
        for name in CASES
        for kind in ("keras", "h5")
        for difference in differences(folder, name, kind)
    ]
    assert not found, "\n".join(found)


def test_every_operation_computed_is_one_of_keras() -> None:
    assert set(TABLE) <= OPERATION_NAMES

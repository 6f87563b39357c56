"""Files saved by Keras 1 and 2 compute the same results as they did there (`make_older_files`)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from rnntui.layers.graph.graph import build_graph
from rnntui.network.read import read_network
from rnntui.trace.run import Run

FILES = sorted((Path(__file__).parent / "older_files").glob("*.h5"))


@pytest.mark.parametrize("path", FILES, ids=[path.stem for path in FILES])
def test_it_computes_what_it_did(path: Path) -> None:
    network = read_network(path)
    assert path.name.startswith(f"{network.keras_version}_")
    graph = build_graph(network)
    with np.load(path.with_suffix(".npz")) as arrays:
        inputs = [arrays[name] for name in sorted(arrays) if name.startswith("in")]
        outputs = [arrays[name] for name in sorted(arrays) if name.startswith("out")]
    names = [spec.name for spec in graph.input_specs]
    for sample in range(len(inputs[0])):
        taken = {name: array[sample] for name, array in zip(names, inputs, strict=True)}
        given = Run(graph, taken).outputs.values()
        for ours, theirs in zip(given, outputs, strict=True):
            np.testing.assert_allclose(ours, theirs[sample], rtol=1e-5, atol=1e-6)


def test_there_are_files_of_all_major_versions() -> None:
    assert {path.name.split("_")[0] for path in FILES} == {"1.0.8", "1.2.2", "2.0.9", "2.2.4"}

"""A Sequential model of Keras 1 that begins with a Merge over other models."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from older_models import chain, entry, write_older_h5

from rnntui.errors import ModelFileError
from rnntui.layers.graph.graph import build_graph
from rnntui.network.network import TensorRef
from rnntui.network.read import read_network

KERNEL = np.eye(3, dtype=np.float32)
BIAS = np.zeros(3, np.float32)


def dense(name: str, **config: Any) -> dict[str, Any]:
    return {"class_name": "Dense", "config": {"name": name, "output_dim": 3, "units": 3, **config}}


def merge(*branches: Any, name: str = "merge_1", mode: str = "sum") -> dict[str, Any]:
    said = {"name": name, "mode": mode, "mode_type": "raw", "concat_axis": -1, "dot_axes": -1}
    return {"class_name": "Merge", "config": {**said, "layers": list(branches)}}


def write(path: Path, config: Any, *names: str, version: str = "1.2.2") -> Path:
    weights = {name: {f"{name}_W:0": KERNEL, f"{name}_b:0": BIAS} for name in names}
    return write_older_h5(path, config, weights, version=version)


@pytest.mark.parametrize("version", ["1.0.8", "2.0.6"])
def test_two_branches(tmp_path: Path, version: str) -> None:
    left = chain(dense("a", batch_input_shape=[None, 3]), dense("b"))
    right = chain(dense("c", input_dim=3))
    path = write(tmp_path / "m.h5", chain(merge(left, right), dense("d")), *"abcd", version=version)
    network = read_network(path)
    build_graph(network)
    assert network.inputs == (TensorRef("a_input"), TensorRef("c_input"))
    assert network.outputs == (TensorRef("d"),)
    assert network.layers["merge_1"].class_name == "Add"
    assert network.layers["merge_1"].calls[0].inputs == (TensorRef("b"), TensorRef("c"))
    assert all(len(network.layers[name].weights) == 2 for name in "abcd")
    assert not network.sequential


def test_a_merge_under_a_merge_and_a_functional_branch(tmp_path: Path) -> None:
    inner = chain(
        merge(dense("a", input_dim=3), chain(dense("b", input_dim=3)), name="inner", mode="mul")
    )
    layers = [
        entry("InputLayer", name="x", batch_input_shape=[None, 3]),
        entry("Dense", [["x", 0, 0]], name="c", output_dim=3),
    ]
    ends = {"input_layers": [["x", 0, 0]], "output_layers": [["c", 0, 0]]}
    functional = {"class_name": "Model", "config": {"name": "m", "layers": layers, **ends}}
    config = chain(merge(inner, functional, mode="concat"), dense("d"))
    network = read_network(write(tmp_path / "m.h5", config, "a", "b", "c"))
    assert network.layers["merge_1"].class_name == "Concatenate"
    assert network.layers["merge_1"].calls[0].inputs == (TensorRef("inner"), TensorRef("c"))
    assert [reference.layer for reference in network.inputs] == ["a_input", "b_input", "x"]


@pytest.mark.parametrize(
    ("branch", "said"),
    [
        (chain(dense("a")), "has no input shape"),
        (chain(), "has no input shape"),
        ({"class_name": "Dense", "config": {"input_dim": 3}}, "has no name"),
        ("odd", "has no input shape"),
    ],
)
def test_a_branch_without_an_input_shape(tmp_path: Path, branch: Any, said: str) -> None:
    path = write(tmp_path / "m.h5", chain(merge(branch, chain(dense("b", input_dim=3)))), "a")
    with pytest.raises(ModelFileError, match=rf"m\.h5: .*{said}"):
        read_network(path)

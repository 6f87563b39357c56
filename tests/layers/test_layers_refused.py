"""What a layer's config asks for and rnntui does not compute is named and left to Keras, never ignored."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from models import layer, recurrent, write_model

from rnntui.layers.graph.graph import build_graph
from rnntui.network.read import read_network


@pytest.mark.parametrize(
    ("class_name", "argument", "arrays"),
    [("BatchNormalization", "renorm", 4), ("LayerNormalization", "rms_scaling", 1)],
)
def test_an_argument_that_changes_the_numbers(
    tmp_path: Path, class_name: str, argument: str, arrays: int
) -> None:
    weights = tuple(np.ones(3, np.float32) for _ in range(arrays))
    asked = layer(class_name, weights, **{argument: True})
    path = write_model(tmp_path / "model.keras", [recurrent("GRU", 3), asked])
    graph = build_graph(read_network(path))
    assert [node.function.layer.class_name for node in graph.foreign] == [class_name]
    assert argument in graph.notes[0]

"""What a layer's config asks for and rnntui does not compute is refused by name, never ignored."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from models import layer, recurrent, write_model

from rnntui.errors import UnknownLayerError
from rnntui.layers.graph import build_graph
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
    with pytest.raises(UnknownLayerError, match=f"model.keras.*{class_name}.*{argument}"):
        build_graph(read_network(path))

"""An old config with any value replaced is opened, or refused in one line."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from older_models import entry, write_older_h5

from rnntui.errors import ModelFileError
from rnntui.layers.graph.graph import build_graph
from rnntui.network import read
from rnntui.network.read import read_network

ODD = (None, True, -1, 2.5, "", "odd", [], [[]], ["odd", 0, 0], {}, {"items": "odd"})
ENDS = {"input_layers": [["x", 0, 0]], "output_layers": [["gru", 0, 0]]}
FUNCTIONAL = {
    "class_name": "Model",
    "config": {
        "name": "m",
        "layers": [
            entry("InputLayer", name="x", batch_input_shape=[None, 5, 2], dtype="float32"),
            entry("GRU", [["x", 0, 0, {"mask": None}]], name="gru", units=3),
        ],
        **ENDS,
    },
}
SEQUENTIAL = {
    "class_name": "Sequential",
    "config": [
        entry("LSTM", name="a", output_dim=3, input_dim=2, input_length=5, activation="tanh"),
        entry("Dropout", name="b", p=0.5),
    ],
}


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in inside:
        yield (*path, key)
        if isinstance(item, dict | list):
            yield from places(item, (*path, key))


def refusal(path: Path) -> str | None:
    try:
        build_graph(read_network(path))
    except ModelFileError as error:
        return str(error)
    return None


@pytest.mark.parametrize(("model", "version"), [(FUNCTIONAL, "2.2.4"), (SEQUENTIAL, None)])
def test_one_value_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, model: dict[str, Any], version: str | None
) -> None:
    # The HDF5 is whole, only the config in it is odd: no need for a child process per file.
    monkeypatch.setattr(read, "check_in_child", lambda *_: None)
    refused = 0
    for *path, last in places(model):
        for odd in ODD:
            changed = copy.deepcopy(model)
            inner: Any = changed
            for key in path:
                inner = inner[key]
            inner[last] = odd
            file = write_older_h5(tmp_path / "m.h5", changed, {}, version=version)
            message = refusal(file)
            assert message is None or ("\n" not in message and "m.h5" in message)
            refused += message is not None
    assert refused

"""A damaged file is refused in one line, wherever the damage is."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from models import dense, recurrent, write_model

from rnntui.errors import ModelFileError
from rnntui.layers.graph.graph import build_graph
from rnntui.network.read import read_network

TRIES = 150


@pytest.fixture(params=["keras", "h5"])
def whole(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / f"whole.{request.param}"
    write_model(path, [recurrent("GRU", 3), dense(2)], shape=(5, 2))
    return path


def refusal(path: Path) -> str | None:
    try:
        build_graph(read_network(path))
    except ModelFileError as error:
        return str(error)
    return None


def opened_or_refused(path: Path) -> bool:
    message = refusal(path)
    if message is not None:
        assert "\n" not in message
        assert path.name in message
    return message is None


def test_the_whole_file_opens(whole: Path) -> None:
    assert opened_or_refused(whole)


@pytest.mark.exhaustive
def test_truncated_anywhere(whole: Path) -> None:
    data = whole.read_bytes()
    for length in np.random.default_rng(0).integers(0, len(data) - 1, TRIES):
        whole.write_bytes(data[:length])
        opened_or_refused(whole)
    whole.write_bytes(data[: len(data) // 2])
    assert not opened_or_refused(whole)


@pytest.mark.exhaustive
def test_bytes_changed_anywhere(whole: Path) -> None:
    data = np.frombuffer(whole.read_bytes(), np.uint8)
    random = np.random.default_rng(0)
    refused = 0
    for changes in random.integers(1, 30, TRIES):
        changed = data.copy()
        changed[random.integers(0, len(data), changes)] = random.integers(0, 256, changes)
        whole.write_bytes(changed.tobytes())
        refused += not opened_or_refused(whole)
    assert refused > TRIES // 10

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from keras_session import KerasFiles
from models import dense, recurrent, write_model
from old_networks import as_of_keras_2

from rnntui.cli import loading
from rnntui.cli.main import run
from rnntui.layers.graph.graph import Graph, build_graph
from rnntui.network.read import read_network


@dataclass(frozen=True)
class Told:
    """What a command said, and its exit code."""

    code: int
    out: str
    err: str

    def refused(self, *parts: str, code: int = 2) -> None:
        """Assert that nothing but one line on stderr came of it, and what that line says."""
        assert (self.code, self.out) == (code, ""), self
        assert self.err.startswith("rnntui: ")
        assert self.err.endswith("\n")
        assert self.err.count("\n") == 1
        assert "Traceback" not in self.err
        for part in parts:
            assert part in self.err


Tell = Callable[..., Told]


@pytest.fixture
def tell(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Tell:
    """Runs the command in this process."""
    monkeypatch.setenv("COLUMNS", "100")
    capfd.readouterr()

    def tell(*arguments: object) -> Told:
        code = run([str(argument) for argument in arguments])
        return Told(code, *capfd.readouterr())

    return tell


@pytest.fixture
def old_models(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every model that is read counts as saved by Keras 2.2.4."""

    def read(path: Path, config: Path | None = None) -> Graph:
        return build_graph(as_of_keras_2(read_network(path, config)))

    monkeypatch.setattr(loading, "load_graph", read)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Files to be read, not written: the notebook's model, a stack, data."""
    folder = tmp_path_factory.mktemp("cli")
    layers = [recurrent("SimpleRNN", 4), dense(3)]
    write_model(folder / "notebook.keras", layers)
    write_model(folder / "notebook.h5", layers, functional=False)
    write_model(
        folder / "stack.keras",
        [
            recurrent("LSTM", 3, return_sequences=True),
            recurrent("GRU", 2, return_sequences=True, go_backwards=True),
            dense(2, activation="tanh"),
        ],
        shape=(None, 2),
    )
    generator = np.random.default_rng(0)
    np.savez(
        folder / "data.npz",
        X=generator.standard_normal((3, 20, 4)),
        Y=generator.standard_normal((3, 3)),
    )
    np.save(folder / "two.npy", generator.standard_normal((2, 6, 2)).astype(np.float32))
    return folder


@pytest.fixture(scope="session")
def several(keras_files: KerasFiles) -> Path:
    """A folder with the models of make_several."""
    return keras_files(Path(__file__).with_name("make_several.py"))

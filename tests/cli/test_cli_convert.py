from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from models import dense, recurrent, write_model

from rnntui.reference.keras.client import KerasProcess

GATED = {"recurrent_activation": "hard_sigmoid"}
LAYERS = [
    recurrent("GRU", 4, return_sequences=True, **GATED),
    recurrent("LSTM", 3, name="inner/lstm", **GATED),
    dense(2, activation="hard_sigmoid"),
]


@pytest.mark.keras
def test_the_new_file_opens_by_itself_and_means_the_same(tell, old_models, tmp_path: Path) -> None:
    old, new = write_model(tmp_path / "old.h5", LAYERS, shape=(6, 4)), tmp_path / "new.keras"
    array = np.random.default_rng(1).standard_normal((5, 6, 4)).astype(np.float32)
    np.save(tmp_path / "x.npy", array)
    told = tell("convert", old, new, "--data", tmp_path / "x.npy", "--random", 3)
    assert (told.code, told.err) == (0, "")
    for part in (
        "old.h5: h5 saved by Keras 2.2.4",
        "gru recurrent_activation: clip(0.2x + 0.5, 0, 1) is now Rescaling and ReLU",
        "layer 'inner/lstm' is now called 'inner_lstm'",
        "verified: over 3 samples of 6 timesteps",
        "x.npy: verified: over 5 samples of 6 timesteps",
        "wrote",
    ):
        assert part in told.out
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new.keras", "old.h5", "x.npy"]

    # Keras alone, in a process that knows nothing of rnntui.
    code = (
        "import sys, keras, numpy as np\n"
        "model = keras.saving.load_model(sys.argv[1])\n"
        "np.save(sys.argv[2], model.predict(np.load(sys.argv[3]), verbose=0))\n"
        "assert 'rnntui' not in sys.modules"
    )
    subprocess.run(
        [sys.executable, "-c", code, new, tmp_path / "y.npy", tmp_path / "x.npy"],
        check=True,
        env={**os.environ, "KERAS_BACKEND": "tensorflow", "CUDA_VISIBLE_DEVICES": "-1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        timeout=120,
    )
    with KerasProcess.start() as keras:
        keras.rebuild(_read_as_of_old(old))
        (meant,) = keras.compute({"input": array}).outputs.values()
    np.testing.assert_allclose(np.load(tmp_path / "y.npy"), meant, atol=1e-6)


def _read_as_of_old(path: Path):
    from rnntui.cli import loading

    return loading.load_graph(path).network


@pytest.mark.keras
def test_what_is_written_is_read_again(tell, folder, old_models, tmp_path, monkeypatch) -> None:
    new = tmp_path / "new.keras"
    new.write_text("something else")
    assert "replaced" in tell("convert", folder / "stack.keras", new).out
    monkeypatch.undo()
    said = json.loads(tell("info", new, "--json").out)
    assert [layer["class"] for layer in said["layers"]] == ["InputLayer", "LSTM", "GRU", "Dense"]
    told = tell("verify", new, "--random", 2, "--json")
    assert json.loads(told.out)["reference"].endswith(", loaded")


@pytest.mark.keras
def test_what_computes_something_else_is_not_written(tell, folder, tmp_path, monkeypatch) -> None:
    compute = KerasProcess.compute

    def off(self, inputs, opaque=()):
        run = compute(self, inputs, opaque)
        shifted = {name: array + np.float32(0.25) for name, array in run.outputs.items()}
        return replace(run, outputs=shifted)

    monkeypatch.setattr(KerasProcess, "compute", off)
    told = tell("convert", folder / "stack.keras", tmp_path / "new.keras")
    told.refused("new.keras: not written", "up to 0.25 off", code=1)
    assert list(tmp_path.iterdir()) == []


def test_where_it_may_not_go(tell, folder, tmp_path: Path) -> None:
    model = folder / "notebook.keras"
    tell("convert", model, tmp_path / "new.h5").refused("must end in .keras")
    tell("convert", model, model).refused("is the model itself")
    tell("convert", model, tmp_path / "no" / "new.keras").refused("no folder")
    tell("convert", tmp_path / "none.h5", tmp_path / "new.keras").refused("no such file")

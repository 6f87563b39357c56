from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path

import numpy as np
import pexpect
import pytest

from rnntui.cli.train.data import noise, training_data
from rnntui.network.read import read_network

pytestmark = pytest.mark.keras


def weights_of(path: Path) -> list[bytes]:
    network = read_network(path)
    return [array.tobytes() for layer in network.layers.values() for array in layer.weights]


def test_the_notebooks_model_on_the_bundled_tracks(tell, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    told = tell("train", "--epochs", 3)
    assert (told.code, told.err) == (0, "")
    lines = told.out.splitlines()
    assert lines[0].startswith("trained for 3 epochs, loss 0.")
    pattern = (
        r"Mean error in (latitude|longitude|elevation)(, held out)?: \d+\.\d{8} \(typically .+\)"
    )
    assert [bool(re.fullmatch(pattern, line)) for line in lines[1:7]] == [True] * 6
    assert lines[7:] == ["wrote tracks_simple_rnn.keras", "open it: rnntui tracks_simple_rnn.keras"]
    assert [path.name for path in tmp_path.iterdir()] == ["tracks_simple_rnn.keras"]
    said = json.loads(tell("info", "tracks_simple_rnn.keras", "--json").out)
    assert [layer["class"] for layer in said["layers"]] == ["InputLayer", "SimpleRNN", "Dense"]
    assert said["params"] == 51

    first = weights_of(Path("tracks_simple_rnn.keras"))
    told = tell("train", "--epochs", 3, "--out", "tracks_simple_rnn.keras")
    assert "in place of an earlier file" in told.out
    assert weights_of(Path("tracks_simple_rnn.keras")) == first


def test_noise_and_every_option(tell, tmp_path: Path) -> None:
    out = tmp_path / "m.keras"
    told = tell(
        *("train", "--random", 10, "--cell", "gru", "--units", 2, "--epochs", 2, "--seed", 5),
        *("--learning-rate", 0.01, "--batch-size", 4, "--validation-split", 0.3, "--out", out),
    )
    assert (told.code, told.err) == (0, "")
    for part in ("Mean error in Lat: ", "Mean error in Elev, held out: ", "--random 10 --seed 5"):
        assert part in told.out
    assert read_network(out).layers["gru"].config.units == 2


def test_ctrl_c_keeps_the_best_model_and_says_so(tmp_path: Path) -> None:
    child = pexpect.spawn(
        sys.executable,
        ["-m", "rnntui", "train", "--epochs", "100000", "--out", "m.keras"],
        cwd=str(tmp_path),
        dimensions=(30, 100),
        encoding="utf-8",
        timeout=60,
        env={**os.environ, "TERM": "xterm"},
    )
    try:
        child.expect("Training")
        child.sendintr()
        child.expect("kept the best model so far, of epoch")
        child.expect("wrote m.keras")
        child.expect(pexpect.EOF)
        child.close()
        assert child.exitstatus == 0
        assert read_network(tmp_path / "m.keras").layers["simple_rnn"].parameters == 36
        assert [path.name for path in tmp_path.iterdir()] == ["m.keras"]
    finally:
        child.close(force=True)


def test_held_out_data_that_does_not_fit(tell, folder, tmp_path: Path) -> None:
    np.savez(tmp_path / "held.npz", X=np.zeros((2, 5, 4)), Y=np.zeros((2, 3)))
    told = tell(
        *("train", "--data", folder / "data.npz", "--held-out", tmp_path / "held.npz"),
        *("--out", tmp_path / "m.keras"),
    )
    told.refused("held.npz", "held-out X", "(5, 4)")
    assert not (tmp_path / "m.keras").exists()


def test_noise_is_what_the_screen_draws_again() -> None:
    chosen = training_data(None, 10, None, 3, split=False)
    assert chosen.options == ("--random", "10", "--seed", "3")
    np.testing.assert_array_equal(chosen.dataset.inputs["X"], noise(10, 3).inputs["X"])
    assert chosen.output_columns.names == ("Lat", "Long", "Elev")

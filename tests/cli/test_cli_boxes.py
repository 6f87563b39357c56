"""Layers that only Keras computes, and somebody's own code, which it runs only when told to."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

pytestmark = pytest.mark.keras

OWN = """
import keras

@keras.saving.register_keras_serializable("mine")
class Twice(keras.layers.Layer):
    def call(self, x):
        return 2 * x
"""
MAKE = """
import sys
from pathlib import Path
import keras
from keras import layers

folder = Path(sys.argv[1])
sys.path.insert(0, str(folder))
from own import Twice

def save(name, *inside):
    keras.Sequential([keras.Input((6, 3)), *inside]).save(folder / f"{name}.keras")

save("own", layers.LSTM(4, return_sequences=True), Twice(), layers.GRU(3), layers.Dense(2))
keras.backend.clear_session()
save("code", layers.LSTM(4, return_sequences=True), layers.Lambda(lambda x: 2 * x), layers.GRU(3))
save("transposed", layers.GRU(4, return_sequences=True), layers.Conv1DTranspose(3, 2),
     layers.EinsumDense("abc,cd->abd", output_shape=(None, 5)), layers.GRU(3), layers.Dense(2))
x = keras.Input((6, 3))
inner_in = keras.Input((6, 4))
inner = keras.Model(inner_in, layers.Conv1DTranspose(3, 2)(layers.GRU(4, return_sequences=True)(inner_in)), name="inner")
once = inner(layers.Dense(4)(x))
keras.Model(x, [layers.GRU(2)(once)]).save(folder / "nested.keras")
"""


@pytest.fixture(scope="module")
def boxes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("boxes")
    (folder / "own.py").write_text(OWN)
    subprocess.run(
        [sys.executable, "-c", MAKE, str(folder)],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return folder


@pytest.mark.parametrize(
    ("name", "layer", "behind"),
    [("own", "twice", "gru, dense"), ("code", "lambda", "gru")],
)
def test_somebody_s_own_code_is_not_run_unless_given(
    tell, boxes: Path, name: str, layer: str, behind: str
) -> None:
    path = boxes / f"{name}.keras"
    told = tell("info", path, "--json")
    assert told.code == 0
    assert f"'{layer}'" in told.out
    assert f"nor are the layers after it: {behind}" in told.out
    alone = tell("verify", path, "--json")
    assert alone.code == 0
    assert '"gru"' not in alone.out
    assert '"lstm"' in alone.out
    given = tell("verify", path, "--custom-objects", boxes / "own.py", "--json")
    assert given.code == 0, given
    assert '"gru"' in given.out


def test_a_trace_stops_before_what_is_not_computed(tell, boxes: Path, tmp_path: Path) -> None:
    out = tmp_path / "t.npz"
    assert tell("trace", boxes / "own.keras", "--out", out).code == 0
    with np.load(out) as arrays:
        assert "lstm/h_t" in arrays
        assert "output" not in arrays
        assert not [name for name in arrays if name.startswith(("twice", "gru", "dense"))]
    told = tell("trace", boxes / "own.keras", "--custom-objects", boxes / "own.py", "--out", out)
    assert told.code == 0
    with np.load(out) as arrays:
        # From Keras, its own h_t doubled.
        np.testing.assert_allclose(arrays["twice/output"], 2 * arrays["lstm/h_t"], atol=1e-6)
        assert {"gru/h_t", "output"} <= set(arrays)


@pytest.mark.parametrize(("name", "count"), [("transposed", 2), ("nested", 1)])
def test_keras_computes_its_own_layers(tell, boxes: Path, name: str, count: int) -> None:
    told = tell("verify", boxes / f"{name}.keras", "--json")
    assert told.code == 0, told
    assert told.out.count("Keras computes it") == count


def test_custom_objects_that_are_no_file_or_do_not_fit(tell, boxes: Path, tmp_path: Path) -> None:
    tell("verify", boxes / "own.keras", "--custom-objects", tmp_path / "no.py").refused("no.py")
    other = tmp_path / "other.py"
    other.write_text("x = 1\n")
    tell("verify", boxes / "own.keras", "--custom-objects", other).refused("own.keras", "Twice")


def test_what_is_not_computed_here_is_not_converted(tell, boxes: Path, tmp_path: Path) -> None:
    new = tmp_path / "new.keras"
    told = tell("convert", boxes / "transposed.keras", new)
    told.refused("transposed.keras", "can't be verified", "Conv1DTranspose")
    assert not new.exists()

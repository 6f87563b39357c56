from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from models import dense, recurrent, write_model

from rnntui.errors import ReferenceMissingError
from rnntui.reference.keras.client import KerasProcess


@pytest.mark.keras
@pytest.mark.parametrize("name", ["stack.keras", "notebook.h5"])
def test_json_has_the_keys_of_the_contract(tell, folder, name: str) -> None:
    told = tell("verify", folder / name, "--random", 4, "--seed", 1, "--json")
    assert (told.code, told.err) == (0, "")
    said = json.loads(told.out)
    keys = ["reference", "samples", "timesteps", "outputs", "layers", "warnings", "allclose"]
    assert list(said) == keys
    assert said["reference"].startswith("keras 3.")
    assert said["reference"].endswith(", loaded")
    assert (said["samples"], said["timesteps"], said["warnings"]) == (4, 20, [])
    assert said["allclose"] is True
    (output,) = said["outputs"]
    assert list(output) == ["name", "max_abs_error", "max_ulp", "allclose"]
    assert output["name"] == "dense"
    assert output["max_abs_error"] < 1e-5
    assert isinstance(output["max_ulp"], int)
    classes = ["LSTM", "GRU"] if name == "stack.keras" else ["SimpleRNN"]
    assert [layer["class"] for layer in said["layers"]] == classes
    for layer in said["layers"]:
        assert list(layer) == ["name", "class", "max_abs_error"]
        assert 0 < layer["max_abs_error"] < 1e-5


@pytest.mark.keras
def test_a_difference_is_exit_code_1(tell, folder) -> None:
    told = tell(
        "verify", folder / "stack.keras", "--data", folder / "two.npy", "--atol=0", "--rtol=0"
    )
    assert (told.code, told.err) == (1, "")
    assert "DIFFERENT: over 2 samples of 6 timesteps" in told.out


@pytest.mark.keras
def test_the_table_for_people_and_nan_in_the_data(tell, folder, tmp_path: Path) -> None:
    array = np.zeros((2, 20, 4))
    array[1, 7, 0] = np.nan
    np.save(tmp_path / "gaps.npy", array)
    told = tell("verify", folder / "notebook.keras", "--data", tmp_path / "gaps.npy")
    assert (told.code, told.err) == (0, "")
    for part in ("simple_rnn, every t", "output dense", "1 NaN", "verified: over 2 samples"):
        assert part in told.out


@pytest.mark.keras
def test_what_keras_refuses_is_rebuilt(tell, tmp_path: Path) -> None:
    # An argument that no Dense has: rnntui does not mind, Keras does.
    path = write_model(tmp_path / "m.keras", [recurrent("SimpleRNN", 2), dense(1, colour="red")])
    told = tell("verify", path, "--random", 1, "--json")
    assert json.loads(told.out)["reference"].endswith(", rebuilt")
    assert (told.code, told.err) == (0, "")


@pytest.mark.keras
def test_what_todays_keras_would_make_of_it(tell, old_models, tmp_path: Path) -> None:
    path = write_model(
        tmp_path / "m.h5", [recurrent("LSTM", 4, recurrent_activation="hard_sigmoid")]
    )
    told = tell("verify", path, "--random", 9, "--json")
    said = json.loads(told.out)
    assert (told.code, said["allclose"]) == (0, True)
    assert said["reference"].endswith(", rebuilt")
    (warning,) = said["warnings"]
    assert re.fullmatch(
        r"saved by Keras 2\.2\.4, whose hard_sigmoid is clip\(0\.2x \+ 0\.5, 0, 1\); "
        r"loaded by Keras 3\.\d+ this model's output moves by up to 0\.0\d+",
        warning,
    )


@pytest.mark.keras
def test_where_todays_keras_cant_load_it_at_all(tell, old_models, tmp_path: Path) -> None:
    layers = [recurrent("LSTM", 4, recurrent_activation="hard_sigmoid"), dense(1, colour="red")]
    told = tell("verify", write_model(tmp_path / "m.keras", layers), "--random", 1, "--json")
    said = json.loads(told.out)
    assert (said["allclose"], said["warnings"]) == (True, [])


def test_without_tensorflow(tell, folder, monkeypatch) -> None:
    def missing(**_: object) -> KerasProcess:
        raise ReferenceMissingError("TensorFlow is not installed: pip install tensorflow")

    monkeypatch.setattr(KerasProcess, "start", missing)
    tell("verify", folder / "notebook.keras").refused("TensorFlow is not installed")


@pytest.mark.keras
def test_this_process_never_imports_it(folder) -> None:
    code = (
        "import sys; from rnntui.cli.main import run\n"
        f"assert run(['verify', {str(folder / 'stack.keras')!r}, '--random', '2']) == 0\n"
        "assert not {'tensorflow', 'keras'} & {name.split('.')[0] for name in sys.modules}"
    )
    subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL, timeout=120)

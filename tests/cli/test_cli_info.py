from __future__ import annotations

import json

import pytest
from models import dense, layer, recurrent, write_model

KEYS = {"name", "class", "units", "params", "input_shape", "output_shape", "steppable"}


@pytest.mark.parametrize(("name", "kind"), [("notebook.keras", "keras"), ("notebook.h5", "h5")])
def test_json_has_the_keys_of_the_contract(tell, folder, name: str, kind: str) -> None:
    told = tell("info", folder / name, "--json")
    assert (told.code, told.err) == (0, "")
    said = json.loads(told.out)
    assert list(said) == ["format", "keras_version", "layers", "params", "warnings"]
    assert (said["format"], said["keras_version"], said["params"]) == (kind, "3.15.1", 51)
    assert said["warnings"] == []
    assert all(set(entry) == KEYS for entry in said["layers"])
    layers = {entry["name"]: entry for entry in said["layers"]}
    assert layers["simple_rnn"] == {
        "name": "simple_rnn",
        "class": "SimpleRNN",
        "units": 4,
        "params": 36,
        "input_shape": [None, 20, 4],
        "output_shape": [None, 4],
        "steppable": True,
    }
    assert layers["dense"]["params"] == 15
    assert layers["dense"]["steppable"] is False
    assert layers["dense"]["units"] == 3


def test_shapes_of_any_length_and_of_states(tell, tmp_path) -> None:
    path = write_model(
        tmp_path / "m.keras",
        [
            recurrent("LSTM", 3, return_sequences=True),
            layer("Dropout", rate=0.5),
            recurrent("GRU", 2, return_state=True),
        ],
        shape=(None, 5),
    )
    layers = {
        entry["class"]: entry for entry in json.loads(tell("info", path, "--json").out)["layers"]
    }
    assert layers["LSTM"]["input_shape"] == [None, None, 5]
    assert layers["LSTM"]["output_shape"] == [None, None, 3]
    assert layers["Dropout"]["units"] is None
    assert layers["GRU"]["output_shape"] == [[None, 2], [None, 2]]


def test_table_says_it_for_people(tell, folder) -> None:
    told = tell("info", folder / "notebook.keras")
    assert (told.code, told.err) == (0, "")
    for part in ("Keras 3.15.1", "simple_rnn", "(None, 20, 4)", "36", "51 parameters"):
        assert part in told.out


def test_names_are_not_taken_for_markup(tell, tmp_path) -> None:
    path = write_model(tmp_path / "[red]m.keras", [dense(1, name="[bold]x")])
    told = tell("info", path)
    assert "[red]m.keras" in told.out
    assert "[bold]x" in told.out


@pytest.mark.parametrize("functional", [True, False])
def test_layers_are_those_that_keras_lists(tell, tmp_path, functional: bool) -> None:
    path = write_model(tmp_path / "m.keras", [dense(2), dense(1)], functional=functional)
    said = json.loads(tell("info", path, "--json").out)
    names = [entry["name"] for entry in said["layers"]]
    assert names == (["input"] if functional else []) + ["dense", "dense_1"]
    assert said["layers"][-2]["input_shape"] == [None, 20, 4]


def test_what_is_inactive_at_inference_is_said_once(tell, tmp_path) -> None:
    layers = [
        recurrent("LSTM", 3, dropout=0.2, recurrent_dropout=0.5, return_sequences=True),
        recurrent("GRU", 2),
    ]
    told = json.loads(tell("info", write_model(tmp_path / "m.keras", layers), "--json").out)
    assert told["warnings"] == [
        "lstm has dropout 0.2 and recurrent_dropout 0.5, which is inactive at inference"
    ]

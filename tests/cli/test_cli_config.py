"""--config: weights alone, with the model's description."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from models import dense, recurrent, write_model


@pytest.fixture
def apart(tmp_path: Path) -> tuple[Path, Path]:
    whole = write_model(tmp_path / "whole.keras", [recurrent("GRU", 3), dense(2)])
    weights, config = tmp_path / "m.weights.h5", tmp_path / "model.json"
    with zipfile.ZipFile(whole) as archive:
        weights.write_bytes(archive.read("model.weights.h5"))
        config.write_bytes(archive.read("config.json"))
    return weights, config


def test_info_and_trace(tell, apart) -> None:
    weights, config = apart
    told = tell("info", weights, "--config", config, "--json")
    assert (told.code, json.loads(told.out)["params"]) == (0, 89)
    told = tell("trace", weights, "--config", config, "--time", 3)
    assert (told.code, told.err) == (0, "")


def test_what_is_wrong_is_said_in_one_line(tell, apart) -> None:
    weights, config = apart
    tell("info", weights).refused("m.weights.h5: weights only", "--config model.json")
    tell("open", weights).refused("m.weights.h5: weights only")
    tell("info", config).refused("WEIGHTS.h5 --config model.json")
    tell("info", config.parent / "whole.keras", "--config", config).refused("omit --config")
    tell("info", weights, "--config", config.parent / "whole.keras").refused("is not JSON")
    config.write_text("{}")
    tell("verify", weights, "--config", config).refused("is JSON, but not a model config")


@pytest.mark.keras
def test_keras_rebuilds_it(tell, apart, tmp_path: Path) -> None:
    weights, config = apart
    told = tell("verify", weights, "--config", config, "--json")
    assert told.code == 0
    assert json.loads(told.out)["reference"].endswith("rebuilt")
    told = tell("convert", weights, tmp_path / "new.keras", "--config", config)
    assert (told.code, told.err) == (0, "")
    assert (tmp_path / "new.keras").exists()

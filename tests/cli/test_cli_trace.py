from __future__ import annotations

import csv
import json
import os
import sys
from pathlib import Path

import numpy as np
import pytest


def loaded(path: Path) -> dict[str, np.ndarray]:
    with np.load(path, allow_pickle=False) as file:
        return dict(file)


def test_npz_has_the_arrays_of_the_contract(tell, folder, tmp_path: Path) -> None:
    out = tmp_path / "x.npz"
    data = folder / "data.npz"
    told = tell("trace", folder / "notebook.keras", "--data", data, "--sample", 1, "--out", out)
    assert (told.code, told.err) == (0, "")
    arrays = loaded(out)
    shapes = {name: array.shape for name, array in arrays.items()}
    assert shapes == {
        "meta": (),
        **{f"simple_rnn/{name}": (20, 4) for name in ("x_t", "h_prev", "xW", "hW", "z", "h_t")},
        "input/output": (20, 4),
        "dense/output": (3,),
        "input": (20, 4),
        "output": (3,),
        "prediction": (20, 3),
    }
    with np.load(data) as file:
        np.testing.assert_array_equal(arrays["input"], file["X"][1].astype(np.float32))
    np.testing.assert_array_equal(arrays["prediction"][-1], arrays["output"])
    np.testing.assert_array_equal(arrays["simple_rnn/h_prev"][1:], arrays["simple_rnn/h_t"][:-1])
    meta = json.loads(str(arrays["meta"]))
    assert (meta["sample"], meta["time"]) == (1, [0, 20])
    assert meta["layers"]["simple_rnn"] == "SimpleRNN"


@pytest.mark.parametrize(
    ("time", "start", "stop"), [("7", 7, 8), ("5:10", 5, 10), (":3", 0, 3), ("18:", 18, 20)]
)
def test_time_cuts_what_is_time_first(tell, folder, tmp_path, time, start, stop) -> None:
    model, data = folder / "notebook.keras", ("--data", folder / "data.npz")
    tell("trace", model, *data, "--out", tmp_path / "all.npz")
    tell("trace", model, *data, "--out", tmp_path / "some.npz", "--time", time)
    whole, some = loaded(tmp_path / "all.npz"), loaded(tmp_path / "some.npz")
    for name in ("simple_rnn/h_t", "prediction", "input"):
        np.testing.assert_array_equal(some[name], whole[name][start:stop])
    np.testing.assert_array_equal(some["output"], whole["output"])


def test_layer_narrows_the_layers(tell, folder, tmp_path: Path) -> None:
    out = tmp_path / "x.npz"
    tell("trace", folder / "stack.keras", "--random", 1, "--layer", "gru", "--out", out)
    layers = {name.split("/")[0] for name in loaded(out) if "/" in name}
    assert layers == {"gru"}


def test_json_and_csv_hold_the_same_numbers(tell, folder, tmp_path: Path) -> None:
    arguments = (folder / "notebook.keras", "--data", folder / "data.npz", "--time", "3:6")
    for suffix in ("npz", "json", "csv"):
        assert tell("trace", *arguments, "--out", tmp_path / f"x.{suffix}").code == 0
    arrays = loaded(tmp_path / "x.npz")
    lists = json.loads((tmp_path / "x.json").read_text())
    assert lists.pop("meta") == json.loads(str(arrays.pop("meta")))
    assert lists.keys() == arrays.keys()
    for name, array in arrays.items():
        np.testing.assert_allclose(lists[name], array, rtol=1e-7)
    with (tmp_path / "x.csv").open(newline="") as file:
        rows = {(row["array"], row["t"], row["unit"]): row["value"] for row in csv.DictReader(file)}
    assert len(rows) == sum(array.size for array in arrays.values())
    assert float(rows["simple_rnn/h_t", "4", "2"]) == pytest.approx(arrays["simple_rnn/h_t"][1, 2])
    assert float(rows["output", "", "0"]) == pytest.approx(arrays["output"][0])
    assert float(rows["input/output", "0", "0"]) == pytest.approx(arrays["input/output"][0, 0])


def test_table_on_stdout(tell, folder) -> None:
    told = tell("trace", folder / "notebook.keras", "--data", folder / "data.npz", "--time", "3")
    assert (told.code, told.err) == (0, "")
    for part in ("simple_rnn (SimpleRNN)", "h_prev", "h_t", "prediction", "the model's output"):
        assert part in told.out


def test_the_same_seed_gives_the_same_samples(tell, folder) -> None:
    def trace(seed: int) -> str:
        return tell("trace", folder / "stack.keras", "--random", 2, "--seed", seed).out

    assert trace(3) == trace(3)
    assert trace(3) != trace(4)


def test_bundled_data_where_it_fits_and_random_where_not(tell, folder) -> None:
    assert "tracks.npz" in tell("trace", folder / "notebook.keras", "--time", 0).out
    assert "random normal" in tell("trace", folder / "stack.keras", "--time", 0).out


@pytest.mark.skipif(sys.platform != "linux", reason="names are bytes on Linux only")
def test_a_name_that_is_not_unicode(tell, folder, tmp_path: Path) -> None:
    model = tmp_path / os.fsdecode(b"m\xff.keras")
    model.write_bytes((folder / "notebook.keras").read_bytes())
    for suffix in ("npz", "json"):
        told = tell("trace", model, "--random", 1, "--out", tmp_path / f"x.{suffix}")
        assert (told.code, told.err) == (0, "")
    assert json.loads((tmp_path / "x.json").read_text())["meta"]["model"].endswith("m?.keras")
    tell("info", model.with_name(os.fsdecode(b"\xfe.keras"))).refused("\\udcfe.keras")

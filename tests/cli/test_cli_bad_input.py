"""Every bad input: exit 2, one line that says what and where, and nothing harmed."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
import pytest
from models import dense, layer, recurrent, write_model


def altered(source: Path, target: Path, member: str, change: Callable[[bytes], bytes]) -> Path:
    """A copy of a zip with one member changed."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if name == member else content)
    return target


def test_no_such_file(tell, folder) -> None:
    for command in ("info", "verify", "trace", "open"):
        tell(command, folder / "absent.keras").refused("absent.keras", "no such file")
    tell(folder / "absent.keras").refused("absent.keras", "no such file")
    tell("info", folder).refused("is a folder")


@pytest.mark.parametrize("content", [b"", b"hello", b"GIF89a" * 100])
def test_not_a_keras_file(tell, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "model.keras"
    path.write_bytes(content)
    tell("info", path).refused("model.keras", "not a Keras model")


@pytest.mark.parametrize("name", ["notebook.keras", "notebook.h5"])
@pytest.mark.parametrize("part", [0.1, 0.5, 0.9, 0.999])
def test_cut_short(tell, folder, tmp_path: Path, name: str, part: float) -> None:
    whole = (folder / name).read_bytes()
    path = tmp_path / name
    path.write_bytes(whole[: int(len(whole) * part)])
    tell("info", path).refused(name, "damaged or truncated")


def test_a_zip_of_something_else(tell, tmp_path: Path) -> None:
    path = tmp_path / "book.keras"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("chapter.txt", "once")
    tell("info", path).refused("book.keras", "no config.json")


def test_config_that_is_no_model(tell, folder, tmp_path: Path) -> None:
    path = tmp_path / "m.keras"
    for text, said in ((b"{", "not JSON"), (b"[1]", "not a Keras model's"), (b"{}", "not a")):
        altered(folder / "notebook.keras", path, "config.json", lambda _, text=text: text)
        tell("info", path).refused("m.keras", said)


def test_hdf5_without_a_model(tell, tmp_path: Path) -> None:
    path = tmp_path / "m.h5"
    with h5py.File(path, "w") as file:
        file["x"] = np.zeros(3)
    tell("info", path).refused("m.h5", "no model")
    with h5py.File(path, "a") as file:
        file.attrs["layer_names"] = [b"dense"]
    tell("info", path).refused("m.h5", "weights only")


@pytest.mark.parametrize("suffix", [".keras", ".h5"])
def test_weights_missing_or_of_the_wrong_shape(tell, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"m{suffix}"
    write_model(path, [recurrent("SimpleRNN", 4), dense(3, weights=())])
    tell("info", path).refused(path.name, "'dense'", "kernel, bias", "none")
    kernel = np.zeros((5, 3), np.float32)
    write_model(path, [recurrent("SimpleRNN", 4), dense(3, (kernel, kernel[0]))])
    tell("info", path).refused(path.name, "'dense'", "kernel", "(5, 3)", "(4, 3)")


def test_weights_that_are_no_numbers_or_a_link(tell, tmp_path: Path) -> None:
    path = write_model(tmp_path / "m.h5", [dense(3)])
    kernel = "model_weights/dense/dense/kernel"
    with h5py.File(path, "a") as file:
        del file[kernel]
        file[kernel] = b"text"
    tell("info", path).refused("m.h5", "kernel", "not numbers")
    with h5py.File(path, "a") as file:
        del file[kernel]
        file[kernel] = h5py.ExternalLink("other.h5", "/x")
    tell("info", path).refused("m.h5", "kernel", "link")


def test_unknown_layer_activation_and_model(tell, folder, tmp_path: Path) -> None:
    path = tmp_path / "m.keras"
    write_model(path, [layer("Conv9D", name="odd")])
    told = tell("info", path)
    assert (told.code, "'odd' is a custom Conv9D" in told.out) == (0, True), told
    write_model(path, [recurrent("SimpleRNN", 4, activation="wavy")])
    told = tell("info", path)
    assert (told.code, "'simple_rnn'" in told.out, "wavy" in told.out) == (0, True, True), told

    def mine(content: bytes) -> bytes:
        config = json.loads(content)
        config["class_name"] = "MyModel"
        return json.dumps(config).encode()

    altered(folder / "notebook.keras", path, "config.json", mine)
    tell("info", path).refused("m.keras", "MyModel")


@pytest.mark.parametrize(
    ("array", "parts"),
    [
        (np.zeros((3, 20)), ["rank 2", "rank 3"]),
        (np.zeros((3, 20, 5)), ["5 features", "expects 4"]),
        (np.zeros((3, 19, 4)), ["19 timesteps", "expects 20"]),
        (np.zeros((0, 20, 4)), ["empty"]),
        (np.full((3, 20, 4), "a"), ["text"]),
        (np.zeros((3, 20, 4), complex), ["complex"]),
        (np.array([{}]), ["Python objects"]),
    ],
)
def test_data_that_does_not_fit(tell, folder, tmp_path: Path, array, parts) -> None:
    path = tmp_path / "bad.npy"
    np.save(path, array, allow_pickle=True)
    for command in ("trace", "verify", "open"):
        tell(command, folder / "notebook.keras", "--data", path).refused("bad.npy", *parts)


def test_data_files(tell, folder, tmp_path: Path) -> None:
    def trace(path: Path):
        return tell("trace", folder / "notebook.keras", "--data", path)

    trace(tmp_path / "none.npz").refused("none.npz", "no such file")
    path = tmp_path / "a.csv"
    path.write_text("id,t,lat\n1,0,2.5\n")
    trace(path).refused("a.csv", "no column 'sample'", "id, t, lat")
    path.write_text("")
    trace(path).refused("a.csv", "empty")
    path = tmp_path / "a.npz"
    path.write_bytes((folder / "data.npz").read_bytes()[:200])
    trace(path).refused("a.npz", "damaged")
    path = tmp_path / "a.txt"
    path.write_text("1 2")
    trace(path).refused("a.txt", "unknown kind")


def test_nan_in_the_data_is_allowed_and_said(tell, folder, tmp_path: Path) -> None:
    array = np.zeros((2, 20, 4))
    array[1, 7, 0] = np.nan
    np.save(tmp_path / "gaps.npy", array)
    told = tell("trace", folder / "notebook.keras", "--data", tmp_path / "gaps.npy", "--sample", 1)
    assert told.code == 0
    assert "1 NaN" in told.out
    assert "sample 1, t 7" in told.out


@pytest.mark.parametrize("command", ["trace", "open"])
@pytest.mark.parametrize("sample", [3, -1])
def test_sample_out_of_range(tell, folder, command: str, sample: int) -> None:
    arguments = (folder / "notebook.keras", "--data", folder / "data.npz", "--sample", sample)
    tell(command, *arguments).refused(f"sample {sample}", "data.npz", "0 to 2")


@pytest.mark.parametrize("command", ["trace", "open"])
@pytest.mark.parametrize("time", [20, -1])
def test_time_out_of_range(tell, folder, command: str, time: int) -> None:
    arguments = (folder / "notebook.keras", "--data", folder / "data.npz", f"--time={time}")
    tell(command, *arguments).refused(f"{time}", "0 to 19")


@pytest.mark.parametrize("time", ["0:21", "5:5", "7:3", "-2:3", "x", "1:y", "1:2:3"])
def test_range_of_time_that_is_none(tell, folder, time: str) -> None:
    tell("trace", folder / "notebook.keras", f"--time={time}").refused(f"--time {time}")


def test_no_such_layer(tell, folder) -> None:
    told = tell("trace", folder / "notebook.keras", "--layer", "lstm")
    told.refused("'lstm'", "simple_rnn, dense")


def test_unwritable_out(tell, folder, tmp_path: Path) -> None:
    def trace(out: Path):
        return tell("trace", folder / "notebook.keras", "--out", out)

    trace(tmp_path / "no" / "x.npz").refused("x.npz", "no folder")
    trace(tmp_path).refused("not a known kind")
    trace(tmp_path / "x.pdf").refused("x.pdf", ".npz, .json, .csv")
    (tmp_path / "d.npz").mkdir()
    trace(tmp_path / "d.npz").refused("d.npz", "is a folder")
    trace(Path("/proc/x.npz")).refused("/proc/x.npz")


@pytest.mark.keras
def test_unwritable_out_of_a_training(tell, tmp_path: Path) -> None:
    tell("train", "--out", tmp_path / "m.h5").refused("m.h5", "must end in .keras")
    tell("train", "--out", tmp_path / "no" / "m.keras").refused("m.keras", "no folder")


def test_what_stood_there_stands_there_still(tell, folder, tmp_path: Path) -> None:
    out = tmp_path / "x.npz"
    out.write_text("before")
    tell("trace", folder / "notebook.keras", "--out", out, "--sample", 999).refused("999")
    assert out.read_text() == "before"
    assert list(tmp_path.iterdir()) == [out]


def test_no_terminal(tell, folder) -> None:
    told = tell(folder / "notebook.keras", "--data", folder / "data.npz")
    told.refused("needs a terminal", "rnntui trace", "notebook.keras")
    tell().refused("needs a terminal", "rnntui trace")


@pytest.mark.parametrize(
    ("arguments", "parts"),
    [
        (["--cell", "lstn"], ["lstn", "simple_rnn, lstm, gru"]),
        (["--units", "0"], ["units 0"]),
        (["--epochs", "-3"], ["epochs -3"]),
        (["--batch-size", "0"], ["batch size 0"]),
        (["--learning-rate", "nan"], ["learning rate"]),
        (["--learning-rate", "0"], ["learning rate"]),
        (["--validation-split", "1"], ["validation split"]),
        (["--seed", "-1"], ["seed -1"]),
        (["--random", "0"], ["0 samples"]),
        (["--data", "x.npz", "--random", "3"], ["--data", "--random"]),
    ],
)
def test_training_that_can_not_be(tell, arguments: list[str], parts: list[str]) -> None:
    tell("train", *arguments).refused(*parts)


def test_training_without_a_target(tell, folder, tmp_path: Path) -> None:
    told = tell("train", "--data", folder / "two.npy", "--out", tmp_path / "m.keras")
    told.refused("two.npy", "no target")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "arguments",
    [
        ["info"],
        ["info", "--wrong"],
        ["info", "a", "b"],
        ["verify", "a", "--random", "many"],
        ["verify", "a", "--atol", "-1"],
        ["trace", "a", "--sample", "first"],
        ["--wrong"],
        ["a", "b"],
    ],
)
def test_bad_usage_names_the_help(tell, arguments: list[str]) -> None:
    tell(*arguments).refused("; see rnntui", "--help")

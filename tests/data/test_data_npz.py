from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from refusals import refusal

from rnntui.data.readers.npy import read_npy
from rnntui.data.readers.npz import read_npz


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "mine.npz"


def test_x_and_y(path: Path) -> None:
    x, y = np.random.default_rng(0).normal(size=(5, 3, 2)), np.arange(10.0).reshape(5, 2)
    np.savez(path, X=x, Y=y)
    data = read_npz(path)
    assert (data.name, data.path, data.samples) == ("mine", path, 5)
    assert list(data.inputs) == ["X"]
    np.testing.assert_array_equal(data.inputs["X"], x)
    np.testing.assert_array_equal(data.targets["Y"], y)
    assert (data.sample_ids, data.input_columns, data.target_columns) == ((), None, None)
    np.testing.assert_array_equal(data.sample(3)["X"], x[3])
    np.testing.assert_array_equal(data.target(3), y[3])


def test_no_target(path: Path) -> None:
    np.savez(path, X=np.zeros((2, 3), dtype=int))
    data = read_npz(path)
    assert data.targets == {}
    assert data.target(0) is None


def test_compressed(path: Path) -> None:
    np.savez_compressed(path, X=np.ones((2, 3, 1)))
    assert read_npz(path).inputs["X"].sum() == 6


def test_an_array_for_each_input_and_each_output(path: Path) -> None:
    arrays: dict[str, Any] = {
        "Y/next": np.zeros((2, 1)),
        "words": np.zeros((2, 3), dtype=int),
        "sample_ids": np.array(["a", "b"]),
        "track": np.zeros((2, 3, 4)),
        "Y/class": np.zeros((2, 5)),
    }
    np.savez(path, **arrays)
    data = read_npz(path)
    assert list(data.inputs) == ["words", "track"]
    assert list(data.targets) == ["next", "class"]
    assert data.sample_ids == ("a", "b")


def test_x_comes_first_in_any_order(path: Path) -> None:
    np.savez(path, other=np.zeros((7, 1)), X=np.zeros((2, 3, 1)))
    assert read_npz(path).samples == 2


def test_the_meaning_of_columns(path: Path) -> None:
    np.savez(
        path,
        X=np.ones((2, 3, 2), dtype=np.float32),
        Y=np.ones((2, 1)),
        feature_names=["lat", "alt"],
        feature_units=["°", "ft"],
        feature_offset=[40, 1000],
        feature_scale=np.float32([2, 100]),
        target_names=[b"lat"],
        about="made up",
    )
    data = read_npz(path)
    assert data.input_columns is not None
    assert data.target_columns is not None
    assert data.input_columns.names == ("lat", "alt")
    assert data.input_columns.units == ("°", "ft")
    assert data.input_columns.offset is not None
    assert data.input_columns.offset.dtype == np.float64
    assert data.input_columns.physical(data.inputs["X"])[1, 2].tolist() == [42, 1100]
    assert (data.target_columns.names, data.target_columns.units) == (("lat",), ("",))
    assert not data.target_columns.standardised


def test_columns_without_names_are_numbered(path: Path) -> None:
    np.savez(path, X=np.ones((2, 3, 2)), feature_units=["m", "s"])
    columns = read_npz(path).input_columns
    assert columns is not None
    assert (columns.names, columns.units) == (("0", "1"), ("m", "s"))


@pytest.mark.parametrize(
    ("metadata", "message"),
    [
        ({"sample_ids": ["a"]}, "sample_ids has shape (1,), but there are 2 samples"),
        ({"feature_names": ["a"]}, "feature_names has shape (1,), but there are 4 columns of X"),
        ({"target_units": "ft"}, "target_units has shape (), but there are 3 columns of Y"),
        ({"feature_scale": np.ones(4)}, "feature_scale without feature_offset"),
        ({"feature_offset": np.ones(4)}, "feature_offset without feature_scale"),
        (
            {"feature_offset": np.ones(3), "feature_scale": np.ones(4)},
            "feature_offset is float64 (3,); give floats (4,) or (2, 4)",
        ),
        (
            {"feature_offset": ["1"] * 4, "feature_scale": np.ones(4)},
            "feature_offset is <U1 (4,); give floats",
        ),
        (
            {"target_offset": np.ones(3), "target_scale": [1, 0, 1]},
            "target_scale has a 0; a column that never varies has scale 1",
        ),
        (
            {"target_offset": [np.nan, np.inf, 0], "target_scale": [1, 1, 1]},
            "target_offset has 2 values that are not finite",
        ),
    ],
)
def test_metadata_that_does_not_fit(path: Path, metadata: dict[str, Any], message: str) -> None:
    np.savez(path, X=np.zeros((2, 3, 4)), Y=np.zeros((2, 3)), **metadata)
    assert refusal(lambda: read_npz(path), path).startswith(message)


def test_no_input(path: Path) -> None:
    np.savez(path, Y=np.zeros((2, 3)), sample_ids=["a", "b"])
    message = refusal(lambda: read_npz(path), path)
    assert message.startswith("no input; it has: Y, sample_ids. Name the array X")


def test_no_array_at_all(path: Path) -> None:
    np.savez(path)
    assert refusal(lambda: read_npz(path), path).startswith("no input; it has: nothing.")


def test_python_objects_are_not_unpickled(path: Path) -> None:
    np.savez(path, X=np.array([{"a": 1}, [2]], dtype=object))
    message = refusal(lambda: read_npz(path), path)
    assert message.startswith("X holds Python objects")
    assert "does not open pickles" in message


def test_a_zip_of_other_things(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("config.json", "{}")
    assert refusal(lambda: read_npz(path), path).startswith("no input; it has: nothing.")


def test_a_single_value(path: Path) -> None:
    np.savez(path, X=3.0)
    assert refusal(lambda: read_npz(path), path).startswith("X is a single value; save an array")


def test_a_damaged_array(path: Path) -> None:
    np.savez(path, X=np.zeros((2, 3, 4)))
    content = bytearray(path.read_bytes())
    content[200] ^= 0xFF
    path.write_bytes(content)
    message = refusal(lambda: read_npz(path), path)
    assert message == "X can't be read: not a npz file, or damaged; save it again"


def test_an_array_that_claims_to_be_larger_than_memory(path: Path) -> None:
    header = b"{'descr': '<f8', 'fortran_order': False, 'shape': (999999999999999,), }"
    header += b" " * (117 - len(header)) + b"\n"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("X.npy", b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header)
    assert refusal(lambda: read_npz(path), path).startswith("X can't be read")


def test_names_that_would_break_the_line(path: Path) -> None:
    np.savez(path, **{"Y/a\nb": np.zeros(2)})  # type: ignore[arg-type]
    assert "Y/a b" in refusal(lambda: read_npz(path), path)


def test_npy(tmp_path: Path) -> None:
    path = tmp_path / "walk.npy"
    np.save(path, np.ones((2, 3, 4)))
    data = read_npy(path)
    assert (data.name, data.path, data.samples) == ("walk", path, 2)
    assert data.inputs["X"].shape == (2, 3, 4)


def test_npy_of_python_objects(tmp_path: Path) -> None:
    path = tmp_path / "walk.npy"
    np.save(path, np.array([None]), allow_pickle=True)
    assert "does not open pickles" in refusal(lambda: read_npy(path), path)


def test_npy_of_a_single_value(tmp_path: Path) -> None:
    path = tmp_path / "walk.npy"
    np.save(path, 3)
    assert refusal(lambda: read_npy(path), path).startswith("X is a single value")


def test_npz_and_npy_by_each_others_name(tmp_path: Path) -> None:
    with (tmp_path / "a.npz").open("wb") as file:
        np.save(file, np.ones(3))
    with (tmp_path / "b.npy").open("wb") as file:
        np.savez(file, X=np.ones(3))
    a, b = tmp_path / "a.npz", tmp_path / "b.npy"
    assert refusal(lambda: read_npz(a), a) == "is in fact a .npy file; rename it to a.npy"
    assert refusal(lambda: read_npy(b), b) == "is in fact a .npz file; rename it to b.npz"

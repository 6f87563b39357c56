"""Several inputs, integers, and images over time: from the file to the network's inputs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from refusals import refusal

from rnntui.data.binding.bind import bind
from rnntui.data.dataset import Dataset, InputSpec
from rnntui.data.read import read_dataset

WORDS = InputSpec("words", (None,), "int32", vocabulary=10)
TRACK = InputSpec("track", (None, 2))
PILOT = InputSpec("pilot", (1,), "int32", vocabulary=300)
STILL = InputSpec("still", (2,))
FILM = InputSpec("film", (None, 4, 6, 3))

ROWS: dict[str, list[Any]] = {
    "sample": ["a", "b", "a", "b", "a"],
    "time": [1, 0, 0, 1, 2],
    "words": [3, 9, 1, 2, 0],
    "track/lat": [1.5, 2.5, 0.5, 3.5, 4.5],
    "pilot": [7, 255, 7, 255, 7],
    "track/lon": [10, 20, 30, 40, 50],
    "still/age": [5.0, 6.0, 5.0, 6.0, 5.0],
    "still/size": [0, 1, 0, 1, 0],
    "target_x": [1, 2, 3, 4, 5],
}


def table(tmp_path: Path, rows: dict[str, list[Any]]) -> Dataset:
    path = tmp_path / "rows.csv"
    pl.DataFrame(rows).write_csv(path)
    return read_dataset(path)


def test_the_columns_of_a_table_by_input(tmp_path: Path) -> None:
    bound = bind(table(tmp_path, ROWS), [TRACK, WORDS, PILOT, STILL])
    assert list(bound.inputs) == ["track", "words", "pilot", "still"]
    one, two = bound.sample(0), bound.sample(1)
    assert one["words"].tolist() == [1, 3, 0]
    assert two["words"].tolist() == [9, 2]
    assert one["track"].tolist() == [[0.5, 30], [1.5, 10], [4.5, 50]]
    assert two["track"].shape == (2, 2)
    assert (one["pilot"].tolist(), two["pilot"].tolist()) == ([7], [255])
    assert one["still"].tolist() == [5, 0]
    assert bound.targets["Y"].tolist() == [[5], [4]]
    assert bound.sample_ids == ("a", "b")
    assert bound.input_columns is not None
    assert bound.input_columns.names == ("track/lat", "track/lon")
    again = bind(bound, [TRACK, WORDS, PILOT, STILL])
    assert again.sample(1)["track"].tolist() == two["track"].tolist()


def test_two_masked_inputs_of_a_table(tmp_path: Path) -> None:
    track = InputSpec("track", (None, 2), padding=-9)
    words = InputSpec("words", (4,), "int32", vocabulary=10, padding=0)
    bound = bind(table(tmp_path, ROWS), [track, words])
    assert bound.inputs["words"].tolist() == [[1, 3, 0, 0], [9, 2, 0, 0]]
    assert bound.inputs["track"][1].tolist() == [[2.5, 20], [3.5, 40], [-9, -9]]


def test_a_scalar_input_of_a_table(tmp_path: Path) -> None:
    bound = bind(table(tmp_path, ROWS), [TRACK, InputSpec("pilot", ())])
    assert bound.inputs["pilot"].tolist() == [7, 255]


def test_an_input_without_a_column(tmp_path: Path) -> None:
    rows = {name: ROWS[name] for name in ("sample", "time", "words", "pilot")}
    data = table(tmp_path, {**rows, "tracking": ROWS["pilot"]})
    assert refusal(lambda: bind(data, [WORDS, TRACK]), tmp_path / "rows.csv") == (
        "no column for the network's input 'track'; it has: words, pilot, tracking. "
        "Name its columns track, or track/…"
    )


def test_an_input_without_time_that_varies(tmp_path: Path) -> None:
    data = table(tmp_path, {**ROWS, "pilot": [7, 1, 7, 2, 7]})
    assert refusal(lambda: bind(data, [WORDS, PILOT]), tmp_path / "rows.csv") == (
        "pilot varies within sample 1; the network takes one value per sample: "
        "repeat it in all rows of the sample"
    )


def test_a_table_for_one_input_has_all_columns_for_it(tmp_path: Path) -> None:
    data = table(tmp_path, ROWS)
    assert bind(data, [InputSpec("track", (None, 6))]).inputs["track"].shape == (2, 3, 6)


@pytest.mark.parametrize("dtype", ["int8", "uint8", "int16", "uint64", "bool", "float32", ">i4"])
@pytest.mark.parametrize("suffix", [".npy", ".npz"])
def test_integers_of_any_dtype(tmp_path: Path, dtype: str, suffix: str) -> None:
    path = tmp_path / f"x{suffix}"
    array = np.array([[0, 1, 1], [1, 0, 1]], dtype)
    if suffix == ".npy":
        np.save(path, array)
    else:
        np.savez(path, X=array)
    for vocabulary in (2, 300, 2**40):
        spec = InputSpec("words", (3,), "int32", vocabulary)
        assert bind(read_dataset(path), [spec]).inputs["words"].tolist() == [[0, 1, 1], [1, 0, 1]]


def test_integers_as_float16_and_a_vocabulary_beyond_it() -> None:
    spec = InputSpec("words", (None,), "int32", vocabulary=100_000)
    data = Dataset("d", {"X": np.array([[0, 2048]], np.float16)})
    assert bind(data, [spec]).inputs["words"].tolist() == [[0, 2048]]


@given(st.integers(1, 300), st.lists(st.integers(-128, 255), min_size=1, max_size=6))
def test_what_is_in_the_vocabulary_and_what_is_not(vocabulary: int, values: list[int]) -> None:
    spec = InputSpec("words", (None,), "int32", vocabulary)
    data = Dataset("d", {"X": np.array([values], np.int16)})
    if all(0 <= value < vocabulary for value in values):
        assert bind(data, [spec]).inputs["words"].tolist() == [values]
    else:
        refusal(lambda: bind(data, [spec]), "d")


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_true_and_false_in_a_table(tmp_path: Path, suffix: str) -> None:
    frame = pl.DataFrame({"sample": [0, 0], "time": [0, 1], "up": [True, False]})
    path = tmp_path / f"x{suffix}"
    frame.write_csv(path) if suffix == ".csv" else frame.write_parquet(path)
    data = read_dataset(path)
    assert (data.inputs["X"].tolist(), data.notes) == ([[[1], [0]]], ())
    assert bind(data, [WORDS]).inputs["words"].tolist() == [[1, 0]]


def test_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.npz"
    np.savez(path, X=np.array([["up", "down"]]))
    assert refusal(lambda: bind(read_dataset(path), [WORDS]), path) == (
        "X holds text; encode each word as an integer from 0 to 9"
    )
    path = tmp_path / "x.csv"
    path.write_text("sample,time,word\n0,0,up\n")
    assert refusal(lambda: read_dataset(path), path) == (
        "no numeric column besides sample and time; it has: sample, time, word. "
        "Encode words as numbers"
    )


@pytest.mark.parametrize("suffix", [".npy", ".npz"])
def test_images_over_time(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"x{suffix}"
    images = np.arange(2 * 5 * 72).reshape(2, 5, 4, 6, 3).astype(np.uint8)
    if suffix == ".npy":
        np.save(path, images)
    else:
        np.savez(path, film=images)
    bound = bind(read_dataset(path), [FILM])
    assert bound.inputs["film"].dtype == np.float32
    np.testing.assert_array_equal(bound.inputs["film"], images)
    note = "film: bytes, 0 to 255, passed to the network as float32, not scaled"
    assert bound.notes == (note,)
    assert bind(bound, [FILM]).notes == (note,)


def test_images_without_a_note_on_their_scale() -> None:
    for images in (np.ones((1, 2, 4, 6, 3), np.uint8), np.full((1, 2, 4, 6, 3), 200.0)):
        assert bind(Dataset("d", {"X": images}), [FILM]).notes == ()


@pytest.mark.parametrize(
    ("shape", "message"),
    [
        (
            (5, 4, 6, 3),
            "X has rank 4, (5, 4, 6, 3); the network expects rank 5, (N, T, 4, 6, 3); "
            "for one sample, save (1, 5, 4, 6, 3)",
        ),
        (
            (2, 5, 3, 4, 6),
            "X is 3 along axis 2, (2, 5, 3, 4, 6); the network expects 4, (N, T, 4, 6, 3); "
            "use np.moveaxis(array, 2, -1)",
        ),
        (
            (2, 5, 4, 6, 1),
            "X is 1 along axis 4, (2, 5, 4, 6, 1); the network expects 3, (N, T, 4, 6, 3)",
        ),
        (
            (2, 5, 72),
            "X has rank 3, (2, 5, 72); the network expects rank 5, (N, T, 4, 6, 3); reshape it",
        ),
    ],
)
def test_images_of_another_shape(shape: tuple[int, ...], message: str) -> None:
    assert refusal(lambda: bind(Dataset("d", {"X": np.zeros(shape)}), [FILM]), "d") == message


def test_channels_first_images() -> None:
    spec = InputSpec("film", (None, 3, 4, 6))
    data = Dataset("d", {"X": np.zeros((2, 5, 4, 6, 3))})
    assert refusal(lambda: bind(data, [spec]), "d").endswith("use np.moveaxis(array, -1, 2)")


def test_an_axis_of_one_that_is_left_out() -> None:
    gray = InputSpec("film", (None, 4, 6, 1))
    data = Dataset("d", {"X": np.zeros((2, 5, 4, 6))})
    assert refusal(lambda: bind(data, [gray]), "d").endswith("save (2, 5, 4, 6, 1)")
    data = Dataset("d", {"X": np.zeros((2, 5))})
    assert refusal(lambda: bind(data, [InputSpec("x", (5, 1))]), "d").endswith("save (2, 5, 1)")

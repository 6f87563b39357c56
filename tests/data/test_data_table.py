from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from refusals import refusal

from rnntui.data.dataset import Dataset
from rnntui.data.readers.tidy_table import read_table

ROWS: dict[str, list[Any]] = {
    "lat": [3.0, 1.5, 2.5, 4.0],
    "t": [1, 0, 0, 1],
    "sample": ["b", "a", "b", "a"],
    "target_next": [30.0, 15.0, 25.0, 40.0],
    "alt": [30, 10, 20, 40],
}


def read(tmp_path: Path, suffix: str, rows: dict[str, list[Any]]) -> Dataset:
    path = tmp_path / f"flights{suffix}"
    frame = pl.DataFrame(rows)
    if suffix == ".csv":
        frame.write_csv(path)
    else:
        frame.write_parquet(path)
    return read_table(path)


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_rows_in_any_order(tmp_path: Path, suffix: str) -> None:
    data = read(tmp_path, suffix, ROWS)
    assert data.sample_ids == ("b", "a")
    assert data.inputs["X"].tolist() == [[[2.5, 20], [3, 30]], [[1.5, 10], [4, 40]]]
    assert data.targets["Y"].tolist() == [[30], [40]]
    assert data.input_columns is not None
    assert data.input_columns.names == ("lat", "alt")
    assert data.target_columns is not None
    assert data.target_columns.names == ("next",)
    assert (data.name, data.path) == ("flights", tmp_path / f"flights{suffix}")
    assert data.notes == ()


def test_integers_stay_integers_and_there_may_be_no_target(tmp_path: Path) -> None:
    data = read(tmp_path, ".csv", {"sample": [7, 7], "time": [0, 1], "word": [3, 5]})
    assert data.inputs["X"].dtype == np.int64
    assert data.inputs["X"].tolist() == [[[3], [5]]]
    assert (data.targets, data.target_columns, data.sample_ids) == ({}, None, ("7",))


def test_an_empty_cell_is_nan(tmp_path: Path) -> None:
    data = read(tmp_path, ".csv", {"sample": [0, 0], "time": [0, 1], "a": [1, None]})
    np.testing.assert_array_equal(data.inputs["X"], [[[1.0], [np.nan]]])


def test_columns_that_are_not_numeric_are_ignored_with_a_note(tmp_path: Path) -> None:
    data = read(tmp_path, ".csv", {**ROWS, "callsign": list("wxyz"), "target_kind": list("abcd")})
    assert data.inputs["X"].shape == (2, 2, 2)
    assert data.notes == ("ignored, not numeric: callsign, target_kind",)


def test_time_may_be_a_date(tmp_path: Path) -> None:
    times = [datetime(2024, 1, 2), datetime(2024, 1, 1)]
    data = read(tmp_path, ".parquet", {"sample": [0, 0], "time": times, "a": [1, 2]})
    assert data.inputs["X"].ravel().tolist() == [2, 1]


def test_t_is_a_feature_where_there_is_time(tmp_path: Path) -> None:
    data = read(tmp_path, ".csv", {"sample": [0, 0], "time": [1, 0], "t": [5, 6]})
    assert data.inputs["X"].ravel().tolist() == [6, 5]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "id,t,lat\n0,0,1\n",
            "no column 'sample'; it has: id, t, lat. Name the columns sample and time",
        ),
        (
            "sample,when,lat\n0,0,1\n",
            "no column 'time'; it has: sample, when, lat. Name the columns sample and time",
        ),
        ("", "is empty; give a header and a row per (sample, time)"),
        ("sample,time,a\n", "is empty: a header without rows; give a row per (sample, time)"),
        ("sample,time,a\nu,0,1\nu,0,2\n", "sample u has two rows at time 0; keep one of them"),
        ("sample,t,a\nu,5,1\nv,5,1\nv,5,2\n", "sample v has two rows at t 5; keep one of them"),
        ("sample,time,a\nu,0,1\n,1,2\n", "data row 1 has no sample; fill it in, or drop the row"),
        ("sample,time,a\nu,,1\nu,1,2\n", "data row 0 has no time; fill it in, or drop the row"),
        (
            "sample,time,name\nu,0,x\n",
            "no numeric column besides sample and time; it has: sample, time, name. "
            "Encode words as numbers",
        ),
        (
            "sample,time,target_a\nu,0,1\n",
            "no numeric column besides sample and time; it has: sample, time, target_a. "
            "Encode words as numbers",
        ),
    ],
)
def test_refusals(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "tracks.csv"
    path.write_text(text)
    assert refusal(lambda: read_table(path), path) == message


def test_rows_that_are_longer_than_the_header(tmp_path: Path) -> None:
    path = tmp_path / "tracks.csv"
    path.write_text("sample,time,a\nu,0,1,2,3\n")
    assert refusal(lambda: read_table(path), path).startswith("can't be read as csv (")


def test_many_columns_are_not_all_listed(tmp_path: Path) -> None:
    path = tmp_path / "wide.csv"
    path.write_text(",".join(f"c{index}" for index in range(50)) + "\n" + ",".join("1" * 50))
    message = refusal(lambda: read_table(path), path)
    assert "c8, c9, … (50 in all)" in message
    assert "c10" not in message


def test_a_file_name_is_not_a_pattern(tmp_path: Path) -> None:
    (tmp_path / "a1.csv").write_text("sample,time,a\nu,0,1\n")
    path = tmp_path / "a[1].csv"
    path.write_text("sample,time,a\nu,0,2\n")
    assert read_table(path).inputs["X"].ravel().tolist() == [2]


@given(st.data())
def test_any_order_of_rows_gives_the_same_sequences(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    samples, steps = data.draw(st.integers(1, 4)), data.draw(st.integers(1, 5))
    rows = [(s, t, s * 100 + t) for s in range(samples) for t in range(steps)]
    shuffled = data.draw(st.permutations(rows))
    path = tmp_path_factory.getbasetemp() / "shuffled.csv"
    path.write_text("sample,time,a\n" + "".join(f"{s},{t},{a}\n" for s, t, a in shuffled))
    table = read_table(path)
    for index, name in enumerate(table.sample_ids):
        expected = [int(name) * 100 + t for t in range(steps)]
        assert table.inputs["X"][index].ravel().tolist() == expected

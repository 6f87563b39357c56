from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from refusals import refusal

from rnntui.data.read import read_dataset


def test_no_such_file(tmp_path: Path) -> None:
    path = tmp_path / "none.npz"
    assert refusal(lambda: read_dataset(path), path) == "no such file"


def test_a_folder(tmp_path: Path) -> None:
    assert refusal(lambda: read_dataset(tmp_path), tmp_path).startswith("is a folder; name")


@pytest.mark.parametrize("name", ["data.txt", "data", "data.h5", "data.pkl"])
def test_an_unknown_suffix(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"1 2 3")
    assert refusal(lambda: read_dataset(path), path) == (
        "unknown kind of data file; supported are .npz, .npy, .csv, .parquet"
    )


def test_a_name_that_no_system_allows(tmp_path: Path) -> None:
    path = tmp_path / ("x" * 300 + ".npz")
    assert "name too long" in refusal(lambda: read_dataset(path), path)


@pytest.mark.parametrize("suffix", [".npz", ".npy", ".csv", ".parquet"])
@pytest.mark.parametrize("content", [b"", b"\0", b"\x80\x04K\x01.", b"PK\x03\x04", b"\x93NUMPY"])
def test_files_of_other_formats(tmp_path: Path, suffix: str, content: bytes) -> None:
    path = tmp_path / f"bad{suffix}"
    path.write_bytes(content)
    assert refusal(lambda: read_dataset(path), path)


@pytest.mark.parametrize("suffix", [".npz", ".npy", ".parquet"])
def test_a_file_truncated_anywhere(tmp_path: Path, suffix: str) -> None:
    whole = tmp_path / f"whole{suffix}"
    values = np.arange(40.0).reshape(2, 5, 4)
    if suffix == ".npz":
        np.savez(whole, X=values)
    elif suffix == ".npy":
        np.save(whole, values)
    else:
        pl.DataFrame({"sample": [0, 1], "time": [0, 0], "a": [1.0, 2.0]}).write_parquet(whole)
    assert read_dataset(whole).samples == 2
    content = whole.read_bytes()
    path = tmp_path / f"cut{suffix}"
    for length in range(0, len(content), max(1, len(content) // 25)):
        path.write_bytes(content[:length])
        refusal(lambda: read_dataset(path), path)


def test_suffixes_in_capitals(tmp_path: Path) -> None:
    path = tmp_path / "DATA.CSV"
    path.write_text("sample,time,a\n0,0,1.5\n")
    assert read_dataset(path).inputs["X"].shape == (1, 1, 1)


def imported_by(statements: str) -> set[str]:
    code = f"import sys\n{statements}\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in done.stdout.split()}


def test_reading_npz_imports_nothing_heavy(tmp_path: Path) -> None:
    path = tmp_path / "x.npz"
    np.savez(path, X=np.zeros((2, 3, 4)))
    modules = imported_by(
        "from pathlib import Path\n"
        "import rnntui.data.bundled, rnntui.data.random_data, rnntui.data.binding.bind\n"
        f"from rnntui.data.read import read_dataset\nread_dataset(Path({str(path)!r}))"
    )
    assert "numpy" in modules
    assert not modules & {"polars", "h5py", "tensorflow", "keras", "jaxtyping", "textual", "rich"}


def test_the_import_check_detects_polars(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("sample,time,a\n0,0,1.5\n")
    reading = f"from rnntui.data.read import read_dataset\nread_dataset(Path({str(path)!r}))"
    assert "polars" in imported_by(f"from pathlib import Path\n{reading}")

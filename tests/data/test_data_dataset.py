from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from rnntui.data import bundled as bundled_files
from rnntui.data.bundled import HELD_OUT_DATA, TRAINING_DATA, bundled
from rnntui.data.dataset import ColumnInfo
from rnntui.errors import DataError

NAMES, UNITS = ("a", "b"), ("m", "")


def test_values_that_are_not_standardised_are_unchanged() -> None:
    columns = ColumnInfo(NAMES, UNITS)
    values = np.ones((3, 2))
    assert columns.physical(values) is values
    assert not columns.standardised


def test_an_offset_for_each_sample() -> None:
    offset = np.array([[10.0, 20.0], [30.0, 40.0], [50.0, 60.0]])
    columns = ColumnInfo(NAMES, UNITS, offset, np.array([1.0, 2.0]))
    values = np.arange(24.0).reshape(3, 4, 2)
    whole = columns.physical(values)
    assert whole.shape == values.shape
    for sample in range(3):
        np.testing.assert_array_equal(columns.physical(values[sample], sample), whole[sample])
        np.testing.assert_array_equal(columns.physical(values[sample, 2], sample), whole[sample, 2])
    np.testing.assert_array_equal(columns.physical(values[:, 0]), whole[:, 0])
    assert whole[1, 0].tolist() == [8 + 30, 9 * 2 + 40]


@given(
    hnp.arrays(float, (4, 2), elements=st.floats(-1e4, 1e4)),
    hnp.arrays(float, 2, elements=st.floats(-1e4, 1e4)),
    hnp.arrays(float, 2, elements=st.floats(1e-3, 1e4)),
)
def test_standardise_and_back(
    raw: np.ndarray[tuple[int, int], np.dtype[np.float64]],
    offset: np.ndarray[tuple[int], np.dtype[np.float64]],
    scale: np.ndarray[tuple[int], np.dtype[np.float64]],
) -> None:
    columns = ColumnInfo(NAMES, UNITS, offset, scale)
    np.testing.assert_allclose(columns.physical((raw - offset) / scale), raw, atol=1e-8)
    np.testing.assert_array_equal(
        columns.physical(raw, sample=1), columns.physical(raw), strict=True
    )


def test_the_bundled_data_is_found() -> None:
    assert bundled(TRAINING_DATA).name == "tracks.npz"
    assert bundled(HELD_OUT_DATA).is_file()


def test_inside_the_package_goes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "rnntui"
    for folder in (tmp_path / "sample_data", package / "sample_data"):
        folder.mkdir(parents=True)
        (folder / TRAINING_DATA).touch()
    monkeypatch.setattr(bundled_files, "PACKAGE", package)
    assert bundled(TRAINING_DATA) == package / "sample_data" / TRAINING_DATA


def test_a_missing_bundled_file() -> None:
    with pytest.raises(DataError, match=r"^other\.npz: not among the files"):
        bundled("other.npz")

"""Reader for `.csv` and `.parquet` tables in tidy form: a row per (sample, time).

    sample,time,latitude,longitude,target_latitude,target_longitude
    first,0,48.1,8.5,48.2,8.6
    first,1,48.2,8.6,48.2,8.6

The features are the numeric columns besides `sample`, `time` (or `t`) and the targets, in the
file's order. A column that begins with `target_` is a target: its value in each sample's last row.
polars is imported here and nowhere else, so that only these files wait for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from rnntui.data.dataset import ColumnInfo, Dataset
from rnntui.data.readers.sample_arrays import stack_in_memory
from rnntui.data.wording import listed, one_line
from rnntui.errors import DataError

if TYPE_CHECKING:
    from jaxtyping import Shaped

TARGET = "target_"


def read_table(path: Path) -> Dataset:
    """Read a tidy table: X (N, T, D), Y (N, K) if there are targets, sample ids as text.

    Rows may be in any order: samples are ordered by first appearance, their rows by time. T is
    the largest number of rows of a sample; shorter samples end in 0. X is int64 if all feature
    columns hold integers (or true and false), else float64. An empty cell becomes NaN.

    Raises:
        DataError: damaged or empty, a column missing, a row without sample or time, two rows of
            a sample at the same time, no feature, more than fits in memory.
        OSError: the file can't be read.
    """
    frame = _frame(path)
    time = "time" if "time" in frame.columns or "t" not in frame.columns else "t"
    for column in ("sample", time):
        _check_key(path, frame, column)
    others = [column for column in frame.columns if column not in ("sample", time)]
    frame = frame.with_columns(pl.col(pl.Boolean).exclude("sample", time).cast(pl.Int64))
    numeric = [column for column in others if frame.schema[column].is_numeric()]
    features = [column for column in numeric if not column.startswith(TARGET)]
    targets = [column for column in numeric if column.startswith(TARGET)]
    if not features:
        raise DataError(
            f"{path}: no numeric column besides sample and {time}; "
            f"it has: {listed(frame.columns)}. Encode words as numbers"
        )

    firsts = frame["sample"].unique(maintain_order=True)
    order = pl.Series(range(len(firsts)), dtype=pl.Int64)
    frame = frame.with_columns(
        pl.col("sample").replace_strict(firsts, order, return_dtype=pl.Int64).alias("sample")
    ).sort("sample", time)
    ids = tuple(one_line(value) for value in firsts.cast(pl.String).to_list())
    _check_times(path, frame, time, ids)

    lengths = frame.group_by("sample", maintain_order=True).len()["len"].to_numpy()
    ends = np.cumsum(lengths)
    sequences = stack_in_memory(str(path), np.split(_array(frame, features), ends[:-1]))
    last_rows = frame[ends - 1]
    return Dataset(
        name=path.stem,
        inputs={"X": sequences.values},
        lengths={} if sequences.lengths is None else {"X": sequences.lengths},
        targets={"Y": _array(last_rows, targets)} if targets else {},
        sample_ids=ids,
        input_columns=_columns(features),
        target_columns=_columns([name.removeprefix(TARGET) for name in targets]),
        path=path,
        notes=_ignored_note([column for column in others if column not in numeric]),
    )


def _frame(path: Path) -> pl.DataFrame:
    """The file as polars reads it; the type of a CSV column is inferred from all of its rows."""
    try:
        if path.suffix.lower() == ".parquet":
            frame = pl.read_parquet(path, glob=False)
        else:
            frame = pl.read_csv(path, infer_schema_length=None, glob=False)
    except pl.exceptions.NoDataError:
        raise DataError(f"{path}: is empty; give a header and a row per (sample, time)") from None
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        why = one_line(str(error).partition("\n")[0])[:120]
        raise DataError(f"{path}: can't be read as {path.suffix.lower()[1:]} ({why})") from None
    return frame


def _check_key(path: Path, frame: pl.DataFrame, column: str) -> None:
    """Raise DataError unless the column exists and has a value in each row."""
    if column not in frame.columns:
        raise DataError(
            f"{path}: no column '{column}'; it has: {listed(frame.columns)}. "
            "Name the columns sample and time"
        )
    if frame.is_empty():
        raise DataError(f"{path}: is empty: a header without rows; give a row per (sample, time)")
    if frame.schema[column].is_nested():
        raise DataError(f"{path}: column '{column}' holds lists; give one value per row")
    missing = frame[column].is_null()
    if frame.schema[column].is_float():
        missing |= frame[column].is_nan()
    row = missing.arg_max()
    if missing.any():
        raise DataError(f"{path}: data row {row} has no {column}; fill it in, or drop the row")


def _check_times(path: Path, frame: pl.DataFrame, time: str, ids: Sequence[str]) -> None:
    """Raise DataError if a sample has two rows at the same time."""
    twice = frame.filter(pl.struct("sample", time).is_duplicated())
    if not twice.is_empty():
        sample, when = twice.row(0, named=True)["sample"], twice.row(0, named=True)[time]
        raise DataError(
            f"{path}: sample {ids[sample]} has two rows at {time} {one_line(when)}; keep one of them"
        )


def _array(frame: pl.DataFrame, columns: Sequence[str]) -> Shaped[np.ndarray, "rows columns"]:
    """The columns side by side, int64 if all are integers without a missing value, else float64."""
    exact = all(frame.schema[name].is_integer() and not frame[name].has_nulls() for name in columns)
    kind = pl.Int64 if exact else pl.Float64
    chosen = frame.select(pl.col(name).cast(kind, strict=False) for name in columns)
    # polars has null for a missing cell; a network has NaN.
    return chosen.to_numpy() if exact else chosen.fill_null(float("nan")).to_numpy()


def _columns(names: Sequence[str]) -> ColumnInfo | None:
    return ColumnInfo(names=tuple(names), units=("",) * len(names)) if names else None


def _ignored_note(columns: Sequence[str]) -> tuple[str, ...]:
    """A note on the columns that are not numeric, if there are any."""
    if not columns:
        return ()
    return (f"ignored, not numeric: {listed(columns)}",)

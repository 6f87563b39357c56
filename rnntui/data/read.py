"""A data file, whatever its kind: the reader is chosen by the file's suffix."""

from __future__ import annotations

from pathlib import Path

from rnntui.data.dataset import Dataset
from rnntui.errors import DataError

SUFFIXES = (".npz", ".npy", ".csv", ".parquet")


def read_dataset(path: Path) -> Dataset:
    """Read a .npz, .npy, .csv or .parquet file.

    Nothing is checked against a network yet: that is `binding.bind`.

    Raises:
        DataError: there is no such file, it is of no known kind, it is damaged, or it does not
            hold sequences. One line, with the file's name first.
    """
    try:
        if path.is_dir():
            raise DataError(f"{path}: is a folder; name a data file ({', '.join(SUFFIXES)})")
        if not path.exists():
            raise DataError(f"{path}: no such file")
        match path.suffix.lower():
            case ".npz":
                from rnntui.data.readers.npz import read_npz

                return read_npz(path)
            case ".npy":
                from rnntui.data.readers.npy import read_npy

                return read_npy(path)
            case ".csv" | ".parquet":
                # polars costs more than the whole start of the app: only who needs it pays.
                from rnntui.data.readers.tidy_table import read_table

                return read_table(path)
            case _:
                raise DataError(
                    f"{path}: not a known kind of data file; known are {', '.join(SUFFIXES)}"
                )
    except OSError as error:
        raise DataError(f"{path}: can't be read ({error.strerror or error})") from None

"""Reads a data file: chooses the reader by the file's suffix."""

from __future__ import annotations

from pathlib import Path

from rnntui.data.dataset import Dataset
from rnntui.errors import DataError

SUFFIXES = (".npz", ".npy", ".csv", ".parquet")


def read_dataset(path: Path) -> Dataset:
    """Read a .npz, .npy, .csv or .parquet file.

    Checks against a network come later, in `binding.bind`.

    Raises:
        DataError: no such file, an unknown suffix, or a file that is damaged or holds no
            sequences. One line that begins with the file's name.
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
                # Importing polars takes longer than starting the app, so only tables pay for it.
                from rnntui.data.readers.tidy_table import read_table

                return read_table(path)
            case _:
                raise DataError(
                    f"{path}: unknown kind of data file; supported are {', '.join(SUFFIXES)}"
                )
    except OSError as error:
        raise DataError(f"{path}: can't be read ({error.strerror or error})") from None

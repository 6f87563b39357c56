"""Reader for `.npy` files: one array, the samples of a network's only input."""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

import numpy as np

from rnntui.data.dataset import Dataset
from rnntui.errors import DataError

if TYPE_CHECKING:
    from jaxtyping import Shaped

# Raised by NumPy and zipfile for a damaged, foreign or password-protected file.
DAMAGED = (
    ValueError,
    EOFError,
    KeyError,
    MemoryError,
    OverflowError,
    RuntimeError,
    BadZipFile,
    zlib.error,
)


def read_npy(path: Path) -> Dataset:
    """Read one array as the input "X": (N, T, D) floats, or (N, T) integers for an Embedding.

    Raises:
        DataError: not a .npy file, damaged, or an array of Python objects (never unpickled).
        OSError: the file can't be read.
    """
    try:
        # Opened here because np.load leaves the file open if the zip is damaged.
        with path.open("rb") as file:
            loaded: Any = np.load(file, allow_pickle=False)
    except DAMAGED as error:
        raise DataError(unreadable(path, "the array", error)) from None
    if not isinstance(loaded, np.ndarray):
        raise DataError(f"{path}: is in fact a .npz file; rename it to {path.stem}.npz")
    return Dataset(name=path.stem, inputs={"X": at_least_samples(path, "X", loaded)}, path=path)


def unreadable(path: Path, what: str, error: BaseException) -> str:
    """A one-line message for an array that NumPy refused to load."""
    if "allow_pickle" in str(error) or "Object arrays" in str(error):
        return (
            f"{path}: {what} holds Python objects or no array, and rnntui does not open pickles; "
            "save an array of numbers, or one array per sequence: "
            "np.savez(FILE, *sequences)"
        )
    kind = path.suffix.lower().lstrip(".")
    return f"{path}: {what} can't be read: not a {kind} file, or damaged; save it again"


def at_least_samples(
    path: Path, name: str, array: Shaped[np.ndarray, "*axes"]
) -> Shaped[np.ndarray, "N ..."]:
    """The array itself, if it has a sample axis.

    Raises:
        DataError: it is a single number.
    """
    if array.ndim == 0:
        raise DataError(
            f"{path}: {name} is a single value; save an array (samples, time, features)"
        )
    return array

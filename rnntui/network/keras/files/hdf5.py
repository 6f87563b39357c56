"""Opening an HDF5 file that may be anybody's: what it points to outside itself is not followed."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from rnntui.errors import ModelFileError

if TYPE_CHECKING:
    import h5py

# A data set that unpacks to more than this many times its stored size is a bomb, not weights.
_LARGEST_RATIO = 1000
_without_data = False


def leave_data_out() -> None:
    """From now on in this process, arrays that lie in the file as they are come without their data.

    To read one of these can't go wrong: it is of no use to a trial (`trial`).
    """
    global _without_data
    _without_data = True


@contextmanager
def open_hdf5(file: Path | bytes, source: str) -> Iterator[h5py.File]:
    """Open a file, or the bytes of one, for reading.

    Raises:
        ModelFileError: it is not HDF5, is damaged or cut short, or can't be read.
    """
    import h5py

    try:
        with h5py.File(io.BytesIO(file) if isinstance(file, bytes) else file, "r") as opened:
            yield opened
    except (OSError, RuntimeError, LookupError, ValueError, TypeError, MemoryError) as error:
        # h5py has no error classes of its own: what the library says is in the text.
        detail = str(error).split("(")[-1].rstrip(")") if "(" in str(error) else str(error)
        raise ModelFileError(
            f"{source}: damaged or cut short, not readable as HDF5 ({detail})"
        ) from None


def read_array(group: h5py.Group, name: str, source: str) -> np.ndarray[Any, Any]:
    """Read one data set below a group, by a path of names.

    Raises:
        ModelFileError: it is missing, is stored outside the file, or is out of all proportion.
    """
    import h5py

    place = f"{source}: '{name}'"
    here: Any = group
    for part in name.split("/"):
        link = here.get(part, getlink=True) if isinstance(here, h5py.Group) else None
        if link is None:
            raise ModelFileError(f"{place} is missing; the file holds no such weights")
        if not isinstance(link, h5py.HardLink):
            raise ModelFileError(f"{place} is a link, which rnntui does not follow")
        here = here[part]
    if not isinstance(here, h5py.Dataset):
        raise ModelFileError(f"{place} is not an array")
    if here.external or here.is_virtual:
        raise ModelFileError(f"{place} keeps its data in another file, which rnntui does not open")
    stored = here.id.get_storage_size()
    if here.nbytes > max(stored, 1) * _LARGEST_RATIO:
        raise ModelFileError(
            f"{place} claims {here.nbytes} bytes and holds {stored}; the file is damaged"
        )
    if here.dtype.kind not in "fiub":
        raise ModelFileError(f"{place} holds {here.dtype}, not numbers")
    if _without_data and here.chunks is None:
        return np.broadcast_to(np.zeros((), here.dtype), here.shape)
    return np.asarray(here[()])

"""Opens untrusted HDF5 files: links and references to other files are not followed."""

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

# Data that decompresses to more than this multiple of its stored size is a bomb, not weights.
_LARGEST_RATIO = 1000
_without_data = False


def leave_data_out() -> None:
    """From now on, make `read_array` in this process return zeros for uncompressed arrays.

    The HDF5 library reads these safely, so the test read of `sandboxed_read` can skip their data.
    """
    global _without_data
    _without_data = True


@contextmanager
def open_hdf5(file: Path | bytes, source: str) -> Iterator[h5py.File]:
    """Open an HDF5 file, or its contents as bytes, for reading.

    Raises:
        ModelFileError: it is not HDF5, is damaged or truncated, or can't be read.
    """
    import h5py

    try:
        with h5py.File(io.BytesIO(file) if isinstance(file, bytes) else file, "r") as opened:
            yield opened
    except (OSError, RuntimeError, LookupError, ValueError, TypeError, MemoryError) as error:
        # h5py has no exception classes of its own; the library's message is in the text.
        detail = str(error).split("(")[-1].rstrip(")") if "(" in str(error) else str(error)
        raise ModelFileError(
            f"{source}: damaged or truncated, not readable as HDF5 ({detail})"
        ) from None


def read_array(group: h5py.Group, name: str, source: str) -> np.ndarray[Any, Any]:
    """Read a data set by its path below a group.

    Raises:
        ModelFileError: it is missing, not numeric, stored outside the file, or implausibly large.
    """
    import h5py

    place = f"{source}: '{name}'"
    node: Any = group
    for part in name.split("/"):
        link = node.get(part, getlink=True) if isinstance(node, h5py.Group) else None
        if link is None:
            raise ModelFileError(f"{place} is missing; the file contains no such weights")
        if not isinstance(link, h5py.HardLink):
            raise ModelFileError(f"{place} is a link, which rnntui does not follow")
        node = node[part]
    if not isinstance(node, h5py.Dataset):
        raise ModelFileError(f"{place} is not an array")
    if node.external or node.is_virtual:
        raise ModelFileError(f"{place} keeps its data in another file, which rnntui does not open")
    stored = node.id.get_storage_size()
    if node.nbytes > max(stored, 1) * _LARGEST_RATIO:
        raise ModelFileError(
            f"{place} claims {node.nbytes} bytes but stores {stored}; the file is damaged"
        )
    if node.dtype.kind not in "fiub":
        raise ModelFileError(f"{place} holds {node.dtype}, not numbers")
    if _without_data and node.chunks is None:
        return np.broadcast_to(np.zeros((), node.dtype), node.shape)
    return np.asarray(node[()])

"""Metadata of an `.npz`: names, units and standardisation of columns, sample ids."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from rnntui.data.dataset import ColumnInfo
from rnntui.data.wording import plural, shape_text
from rnntui.errors import DataError

if TYPE_CHECKING:
    from jaxtyping import Float, Shaped

COLUMN_FIELDS = ("names", "units", "offset", "scale")


def columns_of(
    path: Path,
    arrays: Mapping[str, Shaped[np.ndarray, "*axes"]],
    role: str,
    described: tuple[str, Shaped[np.ndarray, "N ..."]],
    counts: tuple[int, ...],
) -> ColumnInfo | None:
    """The meaning of an array's columns, or None if the file does not give it.

    Args:
        path: the file, for messages.
        arrays: all arrays of the file.
        role: "feature" or "target", the prefix of the metadata's names.
        described: name and values of the array.
        counts: possible numbers of samples, for an offset per sample.

    Raises:
        DataError: wrong shape or dtype, offset without scale, a scale of 0.
    """
    if not any(f"{role}_{part}" in arrays for part in COLUMN_FIELDS):
        return None
    name, array = described
    columns = array.shape[-1] if array.ndim > 1 else 1
    names = texts(path, arrays, f"{role}_names", (columns,), f"columns of {name}")
    units = texts(path, arrays, f"{role}_units", (columns,), f"columns of {name}")
    parts = [part for part in ("offset", "scale") if f"{role}_{part}" in arrays]
    if len(parts) == 1:
        other = "scale" if parts == ["offset"] else "offset"
        raise DataError(f"{path}: {role}_{parts[0]} without {role}_{other}; give both or neither")
    offset = _numbers(
        path, arrays, f"{role}_offset", [(columns,), *((count, columns) for count in counts)]
    )
    scale = _numbers(path, arrays, f"{role}_scale", [(columns,)])
    if scale is not None and not (scale != 0).all():
        raise DataError(f"{path}: {role}_scale has a 0; a column that never varies has scale 1")
    return ColumnInfo(
        names=names or tuple(str(index) for index in range(columns)),
        units=units or ("",) * columns,
        offset=offset,
        scale=scale,
    )


def texts(
    path: Path,
    arrays: Mapping[str, Shaped[np.ndarray, "*axes"]],
    name: str,
    counts: tuple[int, ...],
    what: str,
) -> tuple[str, ...]:
    """A metadata array as texts, () if it is absent.

    Args:
        path: the file, for messages.
        arrays: all arrays of the file.
        name: the metadata array's.
        counts: the sizes it may have, the likeliest first.
        what: what there is one text for, for messages: "samples".

    Raises:
        DataError: wrong shape.
    """
    if name not in arrays:
        return ()
    array = arrays[name]
    if array.shape not in [(count,) for count in counts]:
        raise DataError(
            f"{path}: {name} has shape {shape_text(array.shape)}, "
            f"but there are {counts[0]} {what}; give one text for each"
        )
    return tuple(
        text.decode(errors="replace") if isinstance(text, bytes) else str(text)
        for text in array.tolist()
    )


def _numbers(
    path: Path,
    arrays: Mapping[str, Shaped[np.ndarray, "*axes"]],
    name: str,
    shapes: list[tuple[int, ...]],
) -> Float[np.ndarray, "*axes"] | None:
    """A metadata array as finite float64 in one of the shapes, None if it is absent."""
    if name not in arrays:
        return None
    array = arrays[name]
    wanted = " or ".join(shape_text(shape) for shape in shapes[:2])
    if array.dtype.kind not in "iuf" or array.shape not in shapes:
        raise DataError(
            f"{path}: {name} is {array.dtype} {shape_text(array.shape)}; give floats {wanted}"
        )
    numbers = array.astype(np.float64)
    if not np.isfinite(numbers).all():
        bad = int((~np.isfinite(numbers)).sum())
        raise DataError(f"{path}: {name} has {plural(bad, 'value')} that are not finite; fix them")
    return numbers

"""Reader of .npz: inputs and targets by name, and what their columns mean.

    X                     the input: (N, T, D) floats, or (N, T) integers for an Embedding
    any other name        an input of that name, for networks with several
    Y, or Y/NAME          the target, (N, K) or (N, T, K); one per output where there are several
    sample_ids            (N,) texts
    feature_names, feature_units, feature_offset, feature_scale      the columns of the input
    target_names, target_units, target_offset, target_scale          the columns of the target
    about                 a text for people; not read

This reader is on the way to the first screen: it imports NumPy and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from rnntui.data.dataset import Columns, Dataset
from rnntui.data.npy import DAMAGED, at_least_samples, unreadable
from rnntui.data.wording import listed, plural, shape_text
from rnntui.errors import DataError

if TYPE_CHECKING:
    from jaxtyping import Float, Shaped

COLUMN_FIELDS = ("names", "units", "offset", "scale")
METADATA = frozenset(
    {"sample_ids", "about"}
    | {f"{role}_{part}" for role in ("feature", "target") for part in COLUMN_FIELDS}
)


def read_npz(path: Path) -> Dataset:
    """Read inputs, targets and metadata; the names are in this module's docstring.

    Raises:
        DataError: not a .npz file, damaged, holding Python objects or no input at all, or with
            metadata that does not fit its arrays.
        OSError: the file can't be read.
    """
    arrays = _load(path)
    targets = {
        name.removeprefix("Y/"): at_least_samples(path, name, array)
        for name, array in arrays.items()
        if name == "Y" or name.startswith("Y/")
    }
    inputs = {
        name: at_least_samples(path, name, array)
        for name, array in arrays.items()
        if name not in METADATA and name != "Y" and not name.startswith("Y/")
    }
    if not inputs:
        raise DataError(
            f"{path}: no input; it has: {listed(arrays)}. "
            "Name the array X, or each array as the network's input that it is for"
        )
    if "X" in inputs:
        inputs = {"X": inputs.pop("X"), **inputs}
    first_input = next(iter(inputs.items()))
    first_target = next(iter(targets.items()), None)
    return Dataset(
        name=path.stem,
        inputs=inputs,
        targets=targets,
        sample_ids=_texts(path, arrays, "sample_ids", len(first_input[1]), "samples"),
        input_columns=_columns(path, arrays, "feature", first_input),
        target_columns=None
        if first_target is None
        else _columns(path, arrays, "target", first_target),
        path=path,
    )


def _load(path: Path) -> dict[str, Shaped[np.ndarray, "*axes"]]:
    """Every array of the file by name, fully read."""
    name = "the file"
    arrays: dict[str, Shaped[np.ndarray, "*axes"]] = {}
    try:
        # Opened here: for a damaged zip, np.load would leave the file open.
        with path.open("rb") as file:
            loaded: Any = np.load(file, allow_pickle=False)
            if isinstance(loaded, np.ndarray):
                raise DataError(f"{path}: is a .npy inside; rename it to {path.stem}.npy")
            for name in loaded.files:
                array = loaded[name]
                if isinstance(array, np.ndarray):
                    arrays[name] = array
    except DAMAGED as error:
        raise DataError(unreadable(path, name, error)) from None
    return arrays


def _columns(
    path: Path,
    arrays: Mapping[str, Shaped[np.ndarray, "*axes"]],
    role: str,
    described: tuple[str, Shaped[np.ndarray, "N ..."]],
) -> Columns | None:
    """The meaning of the columns of the described (name, array), or None where it isn't given."""
    if not any(f"{role}_{part}" in arrays for part in COLUMN_FIELDS):
        return None
    name, array = described
    samples, columns = len(array), array.shape[-1] if array.ndim > 1 else 1
    names = _texts(path, arrays, f"{role}_names", columns, f"columns of {name}")
    units = _texts(path, arrays, f"{role}_units", columns, f"columns of {name}")
    given = [part for part in ("offset", "scale") if f"{role}_{part}" in arrays]
    if len(given) == 1:
        other = "scale" if given == ["offset"] else "offset"
        raise DataError(f"{path}: {role}_{given[0]} without {role}_{other}; give both or neither")
    offset = _numbers(path, arrays, f"{role}_offset", [(columns,), (samples, columns)])
    scale = _numbers(path, arrays, f"{role}_scale", [(columns,)])
    if scale is not None and not (scale != 0).all():
        raise DataError(f"{path}: {role}_scale has a 0; a column that never varies has scale 1")
    return Columns(
        names=names or tuple(str(index) for index in range(columns)),
        units=units or ("",) * columns,
        offset=offset,
        scale=scale,
    )


def _texts(
    path: Path,
    arrays: Mapping[str, Shaped[np.ndarray, "*axes"]],
    name: str,
    count: int,
    what: str,
) -> tuple[str, ...]:
    """A metadata array as texts, () where it is absent; one for each of `count` things."""
    if name not in arrays:
        return ()
    array = arrays[name]
    if array.shape != (count,):
        raise DataError(
            f"{path}: {name} has shape {shape_text(array.shape)}, "
            f"but there are {count} {what}; give one text for each"
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
    """A metadata array as finite float64 in one of the shapes, None where it is absent."""
    if name not in arrays:
        return None
    array = arrays[name]
    wanted = " or ".join(shape_text(shape) for shape in shapes)
    if array.dtype.kind not in "iuf" or array.shape not in shapes:
        raise DataError(
            f"{path}: {name} is {array.dtype} {shape_text(array.shape)}; give floats {wanted}"
        )
    numbers = array.astype(np.float64)
    if not np.isfinite(numbers).all():
        bad = int((~np.isfinite(numbers)).sum())
        raise DataError(f"{path}: {name} has {plural(bad, 'value')} that are not finite; mend them")
    return numbers

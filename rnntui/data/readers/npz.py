"""Reader for `.npz` files: inputs and targets by name, and the meaning of their columns.

    X                     the input: (N, T, D) floats, or (N, T) integers for an Embedding
    lengths, lengths/NAME (N,) integers: the number of timesteps of each sample
    any other name        the input of that name, for networks with several
    X_0, X_1, …           instead: one array (T, D) per sample; `input_source` stacks them
    Y, or Y/NAME          the target, (N, K) or (N, T, K); one per output where there are several
    Y_0, Y_1, …           instead: one array (T, K) per sample
    sample_ids            (N,) texts
    feature_names, feature_units, feature_offset, feature_scale      the columns of the input
    target_names, target_units, target_offset, target_scale          the columns of the target
    about                 a text for human readers; ignored

The first screen waits for this reader, so it imports nothing but NumPy.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from rnntui.data.dataset import Dataset
from rnntui.data.readers.npy import DAMAGED, at_least_samples, unreadable
from rnntui.data.readers.npz_lengths import lengths_of
from rnntui.data.readers.npz_metadata import COLUMN_FIELDS, columns_of, texts
from rnntui.data.readers.sample_arrays import Arrays, numbered, stack_samples, without_number
from rnntui.data.wording import listed
from rnntui.errors import DataError

if TYPE_CHECKING:
    from jaxtyping import Int, Shaped

METADATA = frozenset(
    {"sample_ids", "about", "lengths"}
    | {f"{role}_{part}" for role in ("feature", "target") for part in COLUMN_FIELDS}
)


def read_npz(path: Path) -> Dataset:
    """Read inputs, targets and metadata; this module's docstring lists the names.

    Raises:
        DataError: not a .npz file, damaged, without an input, with Python objects, or with
            metadata that does not fit its arrays.
        OSError: the file can't be read.
    """
    arrays = _load(path)
    inputs = {
        name: at_least_samples(path, name, array)
        for name, array in arrays.items()
        if name not in METADATA and not name.startswith(("lengths/", "Y/")) and name != "Y"
    }
    targets, target_lengths = _targets(path, arrays, inputs)
    if not inputs:
        raise DataError(
            f"{path}: no input; it has: {listed(arrays)}. "
            "Name the array X, or name each array after its network input"
        )
    if "X" in inputs:
        inputs = {"X": inputs.pop("X"), **inputs}
    first_input = next(iter(inputs.items()))
    first_target = next(iter(targets.items()), None)
    counts = _counts(inputs)
    lengths, for_targets = lengths_of(path, arrays, inputs, targets)
    return Dataset(
        name=path.stem,
        inputs=inputs,
        targets=targets,
        lengths=lengths,
        target_lengths={**for_targets, **target_lengths},
        sample_ids=texts(path, arrays, "sample_ids", counts, "samples"),
        input_columns=columns_of(path, arrays, "feature", first_input, counts),
        target_columns=None
        if first_target is None
        else columns_of(path, arrays, "target", first_target, counts),
        path=path,
    )


def _targets(
    path: Path, arrays: Arrays, inputs: dict[str, Shaped[np.ndarray, "N ..."]]
) -> tuple[dict[str, Shaped[np.ndarray, "N ..."]], dict[str, Int[np.ndarray, " N"]]]:
    """The targets, and the lengths of one with an array per sample, which leaves `inputs`."""
    targets = {
        name.removeprefix("Y/"): at_least_samples(path, name, array)
        for name, array in arrays.items()
        if name == "Y" or name.startswith("Y/")
    }
    parts = {} if targets else numbered(str(path), inputs, "Y")
    if not parts:
        return targets, {}
    stacked = stack_samples(str(path), parts)
    for name in parts:
        del inputs[name]
    return {"Y": stacked.values}, {} if stacked.lengths is None else {"Y": stacked.lengths}


def _counts(inputs: Arrays) -> tuple[int, ...]:
    """Possible numbers of samples, the likeliest first.

    There may be an array per input or an array per sample; only `bind` can tell which.
    """
    first, array = next(iter(inputs.items()))
    if first == "X":
        return (len(array),)
    stem = without_number(first)
    alike = sum(stem is not None and without_number(name) == stem for name in inputs)
    return (alike, len(array), len(inputs)) if alike > 1 else (len(array), len(inputs))


def _load(path: Path) -> dict[str, Shaped[np.ndarray, "*axes"]]:
    """All arrays of the file by name, fully read."""
    name = "the file"
    arrays: dict[str, Shaped[np.ndarray, "*axes"]] = {}
    try:
        # Opened here because np.load leaves the file open if the zip is damaged.
        with path.open("rb") as file:
            loaded: Any = np.load(file, allow_pickle=False)
            if isinstance(loaded, np.ndarray):
                raise DataError(f"{path}: is in fact a .npy file; rename it to {path.stem}.npy")
            for name in loaded.files:
                array = loaded[name]
                if isinstance(array, np.ndarray):
                    arrays[name] = array
    except DAMAGED as error:
        raise DataError(unreadable(path, name, error)) from None
    return arrays

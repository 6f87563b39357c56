"""Reader of .npz: inputs and targets by name, and what their columns mean.

    X                     the input: (N, T, D) floats, or (N, T) integers for an Embedding
    lengths, lengths/NAME (N,) integers: how many timesteps of each sample are its own
    any other name        an input of that name, for networks with several
    X_0, X_1, …           instead: one array (T, D) for each sample; `sources` puts them together
    Y, or Y/NAME          the target, (N, K) or (N, T, K); one per output where there are several
    Y_0, Y_1, …           instead: one array (T, K) for each sample
    sample_ids            (N,) texts
    feature_names, feature_units, feature_offset, feature_scale      the columns of the input
    target_names, target_units, target_offset, target_scale          the columns of the target
    about                 a text for people; not read

This reader is on the way to the first screen: it imports NumPy and nothing else.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from rnntui.data.dataset import Dataset
from rnntui.data.readers.npy import DAMAGED, at_least_samples, unreadable
from rnntui.data.readers.npz_lengths import lengths_of
from rnntui.data.readers.npz_metadata import COLUMN_FIELDS, columns_of, texts
from rnntui.data.readers.sample_arrays import Arrays, all_together, numbered, without_number
from rnntui.data.wording import listed
from rnntui.errors import DataError

if TYPE_CHECKING:
    from jaxtyping import Int, Shaped

METADATA = frozenset(
    {"sample_ids", "about", "lengths"}
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
    inputs = {
        name: at_least_samples(path, name, array)
        for name, array in arrays.items()
        if name not in METADATA and not name.startswith(("lengths/", "Y/")) and name != "Y"
    }
    targets, target_lengths = _targets(path, arrays, inputs)
    if not inputs:
        raise DataError(
            f"{path}: no input; it has: {listed(arrays)}. "
            "Name the array X, or each array as the network's input that it is for"
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
    """The targets, and the lengths of one that is given sample by sample: that is then no input."""
    targets = {
        name.removeprefix("Y/"): at_least_samples(path, name, array)
        for name, array in arrays.items()
        if name == "Y" or name.startswith("Y/")
    }
    parts = {} if targets else numbered(str(path), inputs, "Y")
    if not parts:
        return targets, {}
    together = all_together(str(path), parts)
    for name in parts:
        del inputs[name]
    return {"Y": together.values}, {} if together.lengths is None else {"Y": together.lengths}


def _counts(inputs: Arrays) -> tuple[int, ...]:
    """How many samples there may be, the likeliest number first.

    Arrays may be one for each of a network's inputs, or one for each sample: `bind` knows.
    """
    first, array = next(iter(inputs.items()))
    if first == "X":
        return (len(array),)
    stem = without_number(first)
    alike = sum(stem is not None and without_number(name) == stem for name in inputs)
    return (alike, len(array), len(inputs)) if alike > 1 else (len(array), len(inputs))


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

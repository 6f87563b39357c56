"""The `lengths` arrays of an `.npz` whose sequences are padded already."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from rnntui.data.readers.sample_arrays import Arrays
from rnntui.data.wording import listed, one_line, plural, shape_text
from rnntui.errors import DataError

if TYPE_CHECKING:
    from jaxtyping import Int, Shaped

Lengths = dict[str, np.ndarray[Any, np.dtype[np.int64]]]


def lengths_of(
    path: Path, arrays: Arrays, inputs: Arrays, targets: Arrays
) -> tuple[Lengths, Lengths]:
    """The lengths by input name, and by target name.

    `lengths` applies to the first input and to all other arrays with as many timesteps;
    `lengths/NAME` applies to one input or target.

    Raises:
        DataError: not one integer per sample, or an integer outside 1 to T.
    """
    found: tuple[Lengths, Lengths] = {}, {}
    if "lengths" in arrays:
        first = next(iter(inputs))
        _check(path, "lengths", arrays["lengths"], first, inputs[first])
        for kind, group, rank in zip(found, (inputs, targets), (2, 3), strict=True):
            for name, array in group.items():
                if array.ndim >= rank and array.shape[:2] == inputs[first].shape[:2]:
                    kind[name] = arrays["lengths"].astype(np.int64)
    for key, lengths in arrays.items():
        name = key.removeprefix("lengths/")
        if name == key:
            continue
        if name not in inputs and name not in targets:
            raise DataError(
                f"{path}: {one_line(key)} names no array of the file; "
                f"it has: {listed([*inputs, *targets])}"
            )
        kind, group = (found[0], inputs) if name in inputs else (found[1], targets)
        _check(path, one_line(key), lengths, name, group[name])
        kind[name] = lengths.astype(np.int64)
    return found


def _check(
    path: Path,
    what: str,
    lengths: Shaped[np.ndarray, "*axes"],
    name: str,
    array: Int[np.ndarray, "N ..."],
) -> None:
    if array.ndim < 2:
        raise DataError(f"{path}: has {what}, but {one_line(name)} has no timesteps; leave it out")
    if lengths.dtype.kind not in "iu" or lengths.shape != array.shape[:1]:
        raise DataError(
            f"{path}: {what} is {lengths.dtype} {shape_text(lengths.shape)}; "
            f"give one integer for each of {plural(len(array), 'sample')}"
        )
    wrong = (lengths < 1) | (lengths > array.shape[1])
    if wrong.any():
        sample = int(wrong.argmax())
        raise DataError(
            f"{path}: {what} has {lengths[sample]} at sample {sample}; "
            f"{one_line(name)} has {plural(array.shape[1], 'timestep')}, so give 1 to {array.shape[1]}"
        )

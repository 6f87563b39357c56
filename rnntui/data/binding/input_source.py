"""Finds the array for a network's input in a data set.

Tried in this order: the input's name; for a network with one input, the name X, or the only array;
one array per sample, NAME_0, NAME_1, … (for a network with one input also X_0, X_1, …, or arrays of
any names); for a network with several inputs, the columns of X called NAME or NAME/….
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from rnntui.data.dataset import ColumnInfo, Dataset, InputSpec
from rnntui.data.input_checks import REAL, is_sequence
from rnntui.data.readers.sample_arrays import (
    Arrays,
    numbered,
    sort_by_number,
    stack_samples,
    without_number,
)
from rnntui.data.sequences.ragged import Sequences
from rnntui.data.wording import listed, one_line
from rnntui.errors import DataError


@dataclass(frozen=True, eq=False)
class Source:
    """The array for an input.

    what: its name in messages, with the file's name
    ids: the samples' names, if the arrays are named after samples
    columns: the meaning of its columns, if they are a selection of X's
    """

    what: str
    sequences: Sequences
    ids: tuple[str, ...] = ()
    columns: ColumnInfo | None = None


def find(dataset: Dataset, spec: InputSpec, specs: Sequence[InputSpec]) -> Source:
    """The array for `spec`, one of the network's inputs.

    Raises:
        DataError: there is none, or the arrays of the samples do not fit together.
    """
    arrays, single = dataset.inputs, len(specs) == 1
    names = [spec.name, *(["X"] if single else [])]
    named = next((name for name in names if name in arrays), None)
    if named is not None:
        return _whole(dataset, named)
    only = next(iter(arrays)) if single and len(arrays) == 1 else None
    if only is not None and arrays[only].ndim != len(spec.shape):
        return _whole(dataset, only)
    for name in names:
        parts = numbered(where(dataset), arrays, name, {other.name for other in specs})
        if parts:
            together = stack_samples(where(dataset), parts, spec)
            return Source(f"{where(dataset)}: {one_line(name)}", together)
    if only is not None:
        return _whole(dataset, only)
    if single and all(array.ndim == len(spec.shape) for array in arrays.values()):
        return _of_any_names(dataset, spec)
    if not single and dataset.input_columns is not None and _is_table(arrays):
        return _columns(dataset, spec, dataset.input_columns)
    way_out = "Name the array X" if single else "Name one array for each of the network's inputs"
    raise DataError(
        f"{where(dataset)}: no array for the network's input '{one_line(spec.name)}'; "
        f"it has: {listed(arrays)}. {way_out}"
    )


def where(dataset: Dataset) -> str:
    """The data set in messages: its file, or its name if it has none."""
    return one_line(dataset.name if dataset.path is None else dataset.path)


def _is_table(arrays: Arrays) -> bool:
    return "X" in arrays and arrays["X"].ndim == 3 and arrays["X"].dtype.kind in REAL


def _whole(dataset: Dataset, name: str) -> Source:
    sequences = Sequences(dataset.inputs[name], dataset.lengths.get(name))
    return Source(f"{where(dataset)}: {one_line(name)}", sequences)


def _of_any_names(dataset: Dataset, spec: InputSpec) -> Source:
    """One array per sample, under the sample's name, or as np.savez names them: arr_0, …"""
    names = sort_by_number(dataset.inputs)
    together = stack_samples(where(dataset), {name: dataset.inputs[name] for name in names}, spec)
    ids = () if without_number(names[0]) == "arr" else tuple(one_line(name) for name in names)
    return Source(f"{where(dataset)}: {one_line(spec.name)}", together, ids)


def _columns(dataset: Dataset, spec: InputSpec, columns: ColumnInfo) -> Source:
    """The columns of X that belong to one of several inputs."""
    chosen = [
        index
        for index, name in enumerate(columns.names)
        if name == spec.name or name.startswith(f"{spec.name}/")
    ]
    name = one_line(spec.name)
    if not chosen:
        raise DataError(
            f"{where(dataset)}: no column for the network's input '{name}'; it has: "
            f"{listed(columns.names)}. Name its columns {name}, or {name}/…"
        )
    sequences = Sequences(dataset.inputs["X"][..., chosen], dataset.lengths.get("X"))
    what = f"{where(dataset)}: {name}"
    if not is_sequence(spec) or spec.shape[0] == 1:
        sequences = _without_time(what, sequences, spec)
    return Source(what, sequences, columns=_some(columns, chosen))


def _without_time(what: str, sequences: Sequences, spec: InputSpec) -> Sequences:
    """Values that are constant within a sample: (N, columns), or (N, 1, columns) if T is 1."""
    values = sequences.values
    filler = np.arange(values.shape[1]) >= sequences.own_lengths[:, None]
    same = (values == values[:, :1]) | (np.isnan(values) & np.isnan(values[:, :1]))
    varying = ~(same | filler[..., None]).all(axis=(1, 2))
    if varying.any():
        raise DataError(
            f"{what} varies within sample {int(varying.argmax())}; "
            "the network takes one value per sample: repeat it in all rows of the sample"
        )
    if is_sequence(spec):
        return Sequences(values[:, :1])
    return Sequences(values[:, 0] if spec.shape else values[:, 0, 0])


def _some(columns: ColumnInfo, chosen: Sequence[int]) -> ColumnInfo:
    indices = list(chosen)
    return replace(
        columns,
        names=tuple(columns.names[index] for index in indices),
        units=tuple(columns.units[index] for index in indices),
        offset=None if columns.offset is None else columns.offset[..., indices],
        scale=None if columns.scale is None else columns.scale[indices],
    )

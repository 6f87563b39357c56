"""Where in a data set the array for a network's input is.

In this order: under the input's own name; for a network with one input under the name X, or as the
only array; one array for each sample, NAME_0, NAME_1, … (for a network with one input X_0, X_1, …,
or arrays of any names); for a network with several inputs, as columns of X called NAME or NAME/….
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from rnntui.data.dataset import ColumnInfo, Dataset, InputSpec
from rnntui.data.input_checks import REAL, is_sequence
from rnntui.data.readers.sample_arrays import (
    Arrays,
    all_together,
    in_order,
    numbered,
    without_number,
)
from rnntui.data.sequences.ragged import Sequences
from rnntui.data.wording import listed, one_line
from rnntui.errors import DataError


@dataclass(frozen=True, eq=False)
class Source:
    """The array for an input.

    what: what messages call it, with the file's name
    ids: the samples' names, where the arrays' names are such
    columns: the meaning of its columns, where they are some of X's
    """

    what: str
    sequences: Sequences
    ids: tuple[str, ...] = ()
    columns: ColumnInfo | None = None


def find(dataset: Dataset, spec: InputSpec, specs: Sequence[InputSpec]) -> Source:
    """The array for `spec`, one of the network's inputs.

    Raises:
        DataError: there is none, or arrays for each sample that don't go together.
    """
    arrays, sole = dataset.inputs, len(specs) == 1
    names = [spec.name, *(["X"] if sole else [])]
    named = next((name for name in names if name in arrays), None)
    if named is not None:
        return _whole(dataset, named)
    only = next(iter(arrays)) if sole and len(arrays) == 1 else None
    if only is not None and arrays[only].ndim != len(spec.shape):
        return _whole(dataset, only)
    for name in names:
        parts = numbered(where(dataset), arrays, name, {other.name for other in specs})
        if parts:
            together = all_together(where(dataset), parts, spec)
            return Source(f"{where(dataset)}: {one_line(name)}", together)
    if only is not None:
        return _whole(dataset, only)
    if sole and all(array.ndim == len(spec.shape) for array in arrays.values()):
        return _of_any_names(dataset, spec)
    if not sole and dataset.input_columns is not None and _is_table(arrays):
        return _columns(dataset, spec, dataset.input_columns)
    way_out = "Name the array X" if sole else "Name one array for each of the network's inputs"
    raise DataError(
        f"{where(dataset)}: no array for the network's input '{one_line(spec.name)}'; "
        f"it has: {listed(arrays)}. {way_out}"
    )


def where(dataset: Dataset) -> str:
    """What a message calls the data set: its file, else its name."""
    return one_line(dataset.name if dataset.path is None else dataset.path)


def _is_table(arrays: Arrays) -> bool:
    return "X" in arrays and arrays["X"].ndim == 3 and arrays["X"].dtype.kind in REAL


def _whole(dataset: Dataset, name: str) -> Source:
    sequences = Sequences(dataset.inputs[name], dataset.lengths.get(name))
    return Source(f"{where(dataset)}: {one_line(name)}", sequences)


def _of_any_names(dataset: Dataset, spec: InputSpec) -> Source:
    """One array for each sample, under the sample's name, or as np.savez calls them: arr_0, …"""
    names = in_order(dataset.inputs)
    together = all_together(where(dataset), {name: dataset.inputs[name] for name in names}, spec)
    ids = () if without_number(names[0]) == "arr" else tuple(one_line(name) for name in names)
    return Source(f"{where(dataset)}: {one_line(spec.name)}", together, ids)


def _columns(dataset: Dataset, spec: InputSpec, columns: ColumnInfo) -> Source:
    """The columns of X for one of several inputs."""
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
    """(N, columns), or (N, 1, columns) for an input of one timestep: a sample's constant values."""
    values = sequences.values
    filler = np.arange(values.shape[1]) >= sequences.own_lengths[:, None]
    same = (values == values[:, :1]) | (np.isnan(values) & np.isnan(values[:, :1]))
    varying = ~(same | filler[..., None]).all(axis=(1, 2))
    if varying.any():
        raise DataError(
            f"{what} varies within sample {int(varying.argmax())}; "
            "the network takes one value a sample for it: give the same in all its rows"
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

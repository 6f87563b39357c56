"""Binds data to a network: finds the array of each input, checks and casts it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from rnntui.data.binding.data_warnings import not_finite, not_scaled
from rnntui.data.binding.input_source import Source, find, where
from rnntui.data.dataset import Dataset, InputSpec
from rnntui.data.input_checks import (
    check_numbers,
    check_shape,
    check_tokens,
    is_sequence,
    takes_integers,
)
from rnntui.data.sequences.pad_sequences import pad_to_length
from rnntui.data.sequences.padding import Padding
from rnntui.data.sequences.ragged import Sequences
from rnntui.data.wording import one_line, plural
from rnntui.errors import DataError

if TYPE_CHECKING:
    from jaxtyping import Num, Shaped

    Found = Mapping[str, Sequences]


def bind(dataset: Dataset, specs: Sequence[InputSpec], padding: Padding | None = None) -> Dataset:
    """The data set in the form a network takes: keyed by its input names, in its dtypes.

    `input_source` decides which array goes to which input; other arrays are dropped. Targets keep
    their names, and (N,) becomes (N, 1). NaN and infinity are allowed, and noted.

    Sequences of unequal length are padded if the network masks them or `padding` has a value;
    otherwise each keeps its length (`Dataset.lengths`).

    Args:
        dataset: from a reader, `random_dataset` or `bind` itself.
        specs: the network's inputs, at least one, in its order.
        padding: how to pad or truncate sequences of other lengths; by default they are refused
            where the network's T is fixed and it does not mask them.

    Raises:
        DataError: an input is missing or empty; has the wrong rank, length, feature count or
            dtype; holds values outside an Embedding's vocabulary; or sample counts differ.
    """
    sources = {spec.name: find(dataset, spec, specs) for spec in specs}
    checked = {spec.name: _checked(sources[spec.name], spec) for spec in specs}
    _check_samples(dataset, checked)
    # If an input of unequal lengths has no mask to mark where they end, none is padded.
    unmasked = any(spec.padding is None for spec in specs if checked[spec.name].unequal)
    fitted, notes = dict(checked), list[str]()
    for spec in specs:
        if is_sequence(spec):
            fitted[spec.name], padding_notes = pad_to_length(
                sources[spec.name].what,
                checked[spec.name],
                spec,
                padding or Padding(),
                masked=not unmasked,
            )
            notes.extend(padding_notes)
    targets = _targets(dataset, checked, fitted, padding or Padding())
    inputs = {name: sequences.values for name, sequences in fitted.items()}
    first = sources[specs[0].name]
    return replace(
        dataset,
        inputs=inputs,
        targets={name: target.values for name, target in targets.items()},
        lengths=_lengths(fitted),
        target_lengths=_lengths(targets),
        sample_ids=dataset.sample_ids or first.ids,
        input_columns=first.columns or dataset.input_columns,
        notes=(
            *dataset.notes,
            *notes,
            *not_scaled({name: source.sequences.values for name, source in sources.items()}, specs),
            *not_finite(inputs),
            *not_finite(
                {name: target.values for name, target in targets.items()}, rank_of_sequence=3
            ),
        ),
    )


def _checked(source: Source, spec: InputSpec) -> Sequences:
    """The array in the spec's dtype, checked in all but the number of timesteps."""
    what, array, lengths = source.what, source.sequences.values, source.sequences.lengths
    check_numbers(what, array, spec)
    # A table gives its single column of tokens as a feature: (N, T, 1).
    if takes_integers(spec) and array.ndim == len(spec.shape) + 2 and array.shape[-1] == 1:
        array = array[..., 0]
    check_shape(what, array, spec, but_time=True)
    if not is_sequence(spec):
        lengths = None
    if lengths is not None:
        # Whatever the file has after a sequence's end is not data: replace it by 0.
        array = Sequences(array, lengths).padded(int(lengths.max()))
        lengths = lengths if (lengths != array.shape[1]).any() else None
    if takes_integers(spec):
        check_tokens(what, array, spec)
    with np.errstate(over="ignore"):
        return Sequences(array.astype(spec.dtype, copy=False), lengths)


def _check_samples(dataset: Dataset, inputs: Found) -> None:
    first, samples = next((name, len(found.values)) for name, found in inputs.items())
    for name, found in inputs.items():
        if len(found.values) != samples:
            raise DataError(
                f"{where(dataset)}: {one_line(name)} has {plural(len(found.values), 'sample')}, "
                f"{one_line(first)} has {samples}; every input needs the same samples"
            )
    columns = (dataset.input_columns, dataset.target_columns)
    offsets = [c.offset for c in columns if c is not None and c.offset is not None]
    counts = [len(offset) for offset in offsets if offset.ndim == 2]
    for what, count in [
        ("sample_ids", len(dataset.sample_ids) or samples),
        *(("an offset", count) for count in counts),
    ]:
        if count != samples:
            raise DataError(
                f"{where(dataset)}: {what} for {plural(count, 'sample')}, "
                f"but there are {samples}; give one for each"
            )


def _targets(
    dataset: Dataset, checked: Found, fitted: Found, padding: Padding
) -> dict[str, Sequences]:
    """The targets, checked to hold real numbers for each sample, at least (N, 1).

    A target with a value for each timestep is padded or truncated with the input of its lengths.
    """
    samples = len(next(iter(checked.values())).values)
    targets = {}
    for name, array in dataset.targets.items():
        target = Sequences(
            _target(f"{where(dataset)}: the target {one_line(name)}", array, samples),
            dataset.target_lengths.get(name),
        )
        for key, before in checked.items():
            after = fitted[key]
            if before is after or target.values.ndim < 3:
                continue
            if np.array_equal(before.own_lengths, target.own_lengths):
                target = Sequences(target.padded(after.values.shape[1], side=padding.side))
        targets[name] = target
    return targets


def _target(
    what: str, array: Shaped[np.ndarray, "*axes"], samples: int
) -> Num[np.ndarray, "N ..."]:
    check_numbers(what, array)
    if len(array) != samples:
        raise DataError(
            f"{what} has {plural(len(array), 'sample')}, the input has {samples}; "
            "each sample needs a target"
        )
    return array[:, np.newaxis] if array.ndim == 1 else array


def _lengths(found: Found) -> dict[str, np.ndarray[tuple[int], np.dtype[np.int64]]]:
    return {
        name: sequences.lengths
        for name, sequences in found.items()
        if sequences.lengths is not None
    }

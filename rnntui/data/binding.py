"""Data meets network: each input that a network has, found in the data, checked and cast."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from rnntui.data.dataset import Dataset, InputSpec
from rnntui.data.notes import at, first_place, not_finite
from rnntui.data.wording import listed, one_line, plural, shape_text
from rnntui.errors import DataError

if TYPE_CHECKING:
    from jaxtyping import Num, Shaped

REAL = "biuf"


def bind(dataset: Dataset, specs: Sequence[InputSpec]) -> Dataset:
    """The data set as a network wants it: keyed by its input names, in its dtypes.

    The only array of a data set, or the one named X, goes to the only input of a network;
    otherwise names decide, and arrays that no input asks for are dropped. Targets stay under
    their names, (N,) made (N, 1). NaN and infinity are allowed, and noted.

    Args:
        dataset: as a reader or `random_dataset` gave it.
        specs: the network's inputs, at least one, in its order.

    Raises:
        DataError: an input is missing or empty; or of the wrong rank, length, feature count or
            dtype; or has values that an Embedding does not know; or sample counts differ.
    """
    where = _where(dataset)
    inputs: dict[str, Shaped[np.ndarray, "N T ..."]] = {}
    for spec in specs:
        name = _source(dataset, spec, sole=len(specs) == 1)
        inputs[spec.name] = _fitted(f"{where}: {one_line(name)}", dataset.inputs[name], spec)
    first = specs[0].name
    samples = len(inputs[first])
    for name, array in inputs.items():
        if len(array) != samples:
            raise DataError(
                f"{where}: {name} has {plural(len(array), 'sample')}, {first} has {samples}; "
                "every input needs the same samples"
            )
    targets = {
        name: _target(where, name, array, samples) for name, array in dataset.targets.items()
    }
    return replace(
        dataset,
        inputs=inputs,
        targets=targets,
        notes=(*dataset.notes, *not_finite(inputs), *not_finite(targets, rank_of_sequence=3)),
    )


def _where(dataset: Dataset) -> str:
    return one_line(dataset.name if dataset.path is None else dataset.path)


def _source(dataset: Dataset, spec: InputSpec, *, sole: bool) -> str:
    """The name, in the data, of the array for this input."""
    if spec.name in dataset.inputs:
        return spec.name
    if sole and "X" in dataset.inputs:
        return "X"
    if sole and len(dataset.inputs) == 1:
        return next(iter(dataset.inputs))
    way_out = "Name the array X" if sole else "Name one array for each of the network's inputs"
    raise DataError(
        f"{_where(dataset)}: no array for the network's input '{one_line(spec.name)}'; "
        f"it has: {listed(dataset.inputs)}. {way_out}"
    )


def _fitted(
    what: str, array: Shaped[np.ndarray, "N ..."], spec: InputSpec
) -> Num[np.ndarray, "N T ..."]:
    """The array in the spec's dtype, checked against its shape and vocabulary."""
    integers = spec.vocabulary is not None or np.dtype(spec.dtype).kind in "iu"
    _check_numbers(what, array)
    rank = len(spec.shape) + 1
    # A table has its one column of tokens as a feature: (N, T, 1).
    if integers and array.ndim == rank + 1 and array.shape[-1] == 1:
        array = array[..., 0]
    _check_shape(what, array, spec, sequences=integers or rank > 2)
    if integers:
        array = _tokens(what, array, spec)
    with np.errstate(over="ignore"):
        return array.astype(spec.dtype, copy=False)


def _check_numbers(what: str, array: Shaped[np.ndarray, "*axes"]) -> None:
    """Raise DataError unless the array holds real numbers, and some."""
    if array.dtype.kind not in REAL:
        kind = {"O": "Python objects", "U": "text", "S": "text"}.get(array.dtype.kind)
        raise DataError(f"{what} holds {kind or array.dtype}; a network takes real numbers")
    if array.size == 0:
        raise DataError(
            f"{what} is empty, {shape_text(array.shape)}; give at least one sample and one timestep"
        )


def _check_shape(
    what: str, array: Num[np.ndarray, "N ..."], spec: InputSpec, *, sequences: bool
) -> None:
    """Raise DataError unless the shape, after the batch axis, is the one the network asks for."""
    found, wanted = shape_text(array.shape), _wanted(spec, sequences=sequences)
    rank = len(spec.shape) + 1
    if array.ndim != rank:
        one_sample = array.ndim == rank - 1 and all(
            want in (None, have) for want, have in zip(spec.shape, array.shape, strict=True)
        )
        way_out = (
            f"; for one sample, save {shape_text((1, *array.shape))}"
            if one_sample
            else "; reshape it"
        )
        raise DataError(
            f"{what} has rank {array.ndim}, {found}; "
            f"the network asks for rank {rank}, {wanted}{way_out}"
        )
    for axis, (want, have) in enumerate(zip(spec.shape, array.shape[1:], strict=True)):
        if want is None or want == have:
            continue
        noun = "feature" if axis == len(spec.shape) - 1 else "value"
        if axis == 0 and sequences:
            noun = "timestep"
        raise DataError(
            f"{what} has {plural(have, noun)}, {found}; the network asks for {want}, {wanted}"
        )


def _wanted(spec: InputSpec, *, sequences: bool) -> str:
    """The shape that an input takes, in the field's letters: "(N, 20, 4)", "(N, T, 4)"."""
    sizes = ["N", *("any" if size is None else str(size) for size in spec.shape)]
    if sequences and spec.shape and spec.shape[0] is None:
        sizes[1] = "T"
    return f"({', '.join(sizes)})"


def _tokens(
    what: str, array: Num[np.ndarray, "N ..."], spec: InputSpec
) -> Num[np.ndarray, "N ..."]:
    """The array, if its values are integers within the vocabulary; integral floats are fine."""
    if array.dtype.kind == "f":
        broken = ~np.isfinite(array) | (array != np.floor(array))
        if broken.any():
            place = first_place(broken)
            raise DataError(
                f"{what} has {array[place]} at {at(place)}; the network's input takes integers"
            )
    if spec.vocabulary is not None:
        low, high, whose = 0, spec.vocabulary - 1, "the network's vocabulary is"
    else:
        limits = np.iinfo(spec.dtype)
        low, high, whose = int(limits.min), int(limits.max), f"{spec.dtype} is"
    outside = (array < low) | (array > high)
    if outside.any():
        place = first_place(outside)
        raise DataError(f"{what} has {int(array[place])} at {at(place)}; {whose} {low} to {high}")
    return array


def _target(
    where: str, name: str, array: Shaped[np.ndarray, "*axes"], samples: int
) -> Num[np.ndarray, "N ..."]:
    """A target with real numbers for each sample, at least (N, 1)."""
    what = f"{where}: the target {one_line(name)}"
    _check_numbers(what, array)
    if len(array) != samples:
        raise DataError(
            f"{what} has {plural(len(array), 'sample')}, the input has {samples}; "
            "every sample needs its own target"
        )
    return array[:, np.newaxis] if array.ndim == 1 else array

"""Checks of an array against a network's input: real numbers, shape, vocabulary."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rnntui.data.dataset import InputSpec
from rnntui.data.wording import at, first_place, plural, shape_text
from rnntui.errors import DataError

if TYPE_CHECKING:
    from jaxtyping import Num, Shaped

REAL = "biuf"


def takes_integers(spec: InputSpec) -> bool:
    """Whether an input takes integers: tokens of a vocabulary, or an integer dtype."""
    return spec.vocabulary is not None or np.dtype(spec.dtype).kind in "iu"


def range_of_integers(spec: InputSpec) -> tuple[int, int]:
    """The smallest and the largest integer that an input takes."""
    if spec.vocabulary is not None:
        return 0, spec.vocabulary - 1
    limits = np.iinfo(spec.dtype)
    return int(limits.min), int(limits.max)


def is_sequence(spec: InputSpec) -> bool:
    """Whether an input's first axis, after the samples, is time."""
    return len(spec.shape) > 1 or (len(spec.shape) == 1 and takes_integers(spec))


def check_numbers(
    what: str, array: Shaped[np.ndarray, "*axes"], spec: InputSpec | None = None
) -> None:
    """Check that an array holds real numbers and is not empty.

    Args:
        what: the array's name in messages.
        array: of any shape and dtype.
        spec: the input it is for, if known.

    Raises:
        DataError: it is empty, or holds text, Python objects or complex numbers.
    """
    if array.dtype.kind not in REAL:
        kind = {"O": "Python objects", "U": "text", "S": "text"}.get(array.dtype.kind)
        takes = "a network takes real numbers"
        if spec is not None and spec.vocabulary is not None:
            takes = f"encode each word as an integer from 0 to {spec.vocabulary - 1}"
        raise DataError(f"{what} holds {kind or array.dtype}; {takes}")
    if array.size == 0:
        raise DataError(
            f"{what} is empty, {shape_text(array.shape)}; give at least one sample and one timestep"
        )


def check_shape(
    what: str, array: Num[np.ndarray, "N ..."], spec: InputSpec, *, but_time: bool = False
) -> None:
    """Check the shape of an array, after the batch axis, against that of an input.

    Args:
        what: the array's name in messages.
        array: sample first.
        spec: the input it is for.
        but_time: accept any number of timesteps.

    Raises:
        DataError: wrong rank or size.
    """
    found, expected = shape_text(array.shape), wanted(spec)
    rank = len(spec.shape) + 1
    if array.ndim != rank:
        raise DataError(
            f"{what} has rank {array.ndim}, {found}; "
            f"the network expects rank {rank}, {expected}; {_rank_hint(array.shape, spec)}"
        )
    for axis, (want, have) in enumerate(zip(spec.shape, array.shape[1:], strict=True), start=1):
        timed = axis == 1 and is_sequence(spec)
        if want in (None, have) or (timed and but_time):
            continue
        size = f"has {plural(have, 'timestep' if timed else 'feature')}"
        if rank > 3 and not timed:
            size = f"is {have} along axis {axis}"
        raise DataError(
            f"{what} {size}, {found}; the network expects {want}, {expected}"
            f"{_axis_order_hint(array.shape, spec)}"
        )


def wanted(spec: InputSpec) -> str:
    """The shape that an input takes, for messages: "(N, 20, 4)", "(N, T, 4)"."""
    sizes = ["N", *("any" if size is None else str(size) for size in spec.shape)]
    if is_sequence(spec) and spec.shape[0] is None:
        sizes[1] = "T"
    return f"({', '.join(sizes)}{',' if len(sizes) == 1 else ''})"


def check_tokens(what: str, array: Num[np.ndarray, "N ..."], spec: InputSpec) -> None:
    """Check that all values are integers of the vocabulary; floats with integral values pass.

    Raises:
        DataError: a value that is not an integer or out of range, with its position.
    """
    if array.dtype.kind == "f":
        broken = ~np.isfinite(array) | (array != np.floor(array))
        if broken.any():
            place = first_place(broken)
            raise DataError(
                f"{what} has {array[place]} at {at(place)}; the network's input takes integers"
            )
    low, high = range_of_integers(spec)
    whose = f"{spec.dtype} is" if spec.vocabulary is None else "the network's vocabulary is"
    with np.errstate(over="ignore"):
        outside = (array < low) | (array > high)
    if outside.any():
        place = first_place(outside)
        raise DataError(f"{what} has {int(array[place])} at {at(place)}; {whose} {low} to {high}")


def _fits(sizes: tuple[int, ...], spec: InputSpec) -> bool:
    """Whether one sample of these sizes fits the input."""
    return len(sizes) == len(spec.shape) and all(
        want in (None, have) for want, have in zip(spec.shape, sizes, strict=True)
    )


def _rank_hint(shape: tuple[int, ...], spec: InputSpec) -> str:
    if _fits(shape, spec):
        return f"for one sample, save {shape_text((1, *shape))}"
    if _fits((*shape[1:], 1), spec):
        return f"save {shape_text((*shape, 1))}"
    return "reshape it"


def _axis_order_hint(shape: tuple[int, ...], spec: InputSpec) -> str:
    """A hint if images have their channels first and the network expects them last, or vice versa."""
    if len(shape) < 4:
        return ""
    _, time, *image = shape
    for moved, source, target in (
        ((time, *image[1:], image[0]), 2, -1),
        ((time, image[-1], *image[:-1]), -1, 2),
    ):
        if _fits(moved, spec):
            return f"; use np.moveaxis(array, {source}, {target})"
    return ""

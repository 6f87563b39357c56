"""Notes on suspicious values in the data: NaN, infinity, images that are not scaled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from rnntui.data.dataset import InputSpec
from rnntui.data.wording import at, first_place, one_line

if TYPE_CHECKING:
    from jaxtyping import Num


def not_finite(
    arrays: Mapping[str, Num[np.ndarray, "N ..."]], *, rank_of_sequence: int = 2
) -> Iterator[str]:
    """A line for each array with NaN and for each with infinity: how many, and where the first is.

    Args:
        arrays: by their names in messages.
        rank_of_sequence: the rank from which an array's second axis is time: 2 for inputs
            (N, T), 3 for targets (N, T, K), since most are (N, K).
    """
    for name, array in arrays.items():
        if array.dtype.kind != "f":
            continue
        for what, found in (("NaN", np.isnan(array)), ("infinity", np.isinf(array))):
            count = int(found.sum())
            if count:
                place = at(first_place(found), sequence=array.ndim >= rank_of_sequence)
                yield f"{count} {what} in {one_line(name)}, first at {place}"


def not_scaled(
    arrays: Mapping[str, Num[np.ndarray, "N ..."]], specs: Sequence[InputSpec]
) -> Iterator[str]:
    """A line for each input that takes floats and gets bytes, as images do."""
    for spec in specs:
        array = arrays[spec.name]
        takes_floats = spec.vocabulary is None and np.dtype(spec.dtype).kind == "f"
        if array.dtype == np.uint8 and array.ndim > 3 and takes_floats and array.max() > 1:
            yield (
                f"{one_line(spec.name)}: bytes, {array.min()} to {array.max()}, "
                f"passed to the network as {spec.dtype}, not scaled"
            )

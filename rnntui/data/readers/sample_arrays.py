"""Files with one array per sample: which arrays these are, their order, and their stack."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from rnntui.data.dataset import InputSpec
from rnntui.data.input_checks import check_numbers
from rnntui.data.sequences.ragged import Sequences, stack_ragged
from rnntui.data.wording import one_line, plural, shape_text
from rnntui.errors import DataError

if TYPE_CHECKING:
    from jaxtyping import Shaped

Arrays = Mapping[str, np.ndarray[Any, Any]]

_NUMBERED = re.compile(r"(.*)_([0-9]+)", re.DOTALL)


def numbered(where: str, arrays: Arrays, name: str, others: Collection[str] = ()) -> Arrays:
    """The arrays NAME_0, NAME_1, … in order of number; empty if there is no NAME_0.

    Args:
        where: the file, for the message.
        arrays: all arrays of the file.
        name: their name without the number.
        others: names to skip, those of other inputs.

    Raises:
        DataError: a number is missing.
    """
    parts = {
        int(match[2]): part
        for part in arrays
        if part not in others and (match := _NUMBERED.fullmatch(part)) and match[1] == name
    }
    if 0 not in parts:
        return {}
    missing = next((number for number in range(len(parts)) if number not in parts), None)
    if missing is not None:
        raise DataError(
            f"{where}: {one_line(name)}_{max(parts)} without {one_line(name)}_{missing}; "
            "give one array per sample, numbered from 0"
        )
    return {parts[number]: arrays[parts[number]] for number in sorted(parts)}


def without_number(name: str) -> str | None:
    """X for X_3; None for a name without a number."""
    match = _NUMBERED.fullmatch(name)
    return None if match is None else match[1]


def sort_by_number(names: Iterable[str]) -> list[str]:
    """Names that differ in their number only (arr_0, arr_1, …) by number; others in their order."""
    names = list(names)
    stems = {without_number(name) for name in names}
    if len(stems) > 1 or None in stems:
        return names
    return sorted(names, key=lambda name: int(name.rpartition("_")[2]))


def stack_samples(where: str, parts: Arrays, spec: InputSpec | None = None) -> Sequences:
    """One array per sample, stacked.

    Args:
        where: the file, for messages.
        parts: by their names in messages, at least one.
        spec: the input they are for, if known.

    Raises:
        DataError: an array without numbers or of another shape, or more than fits in memory.
    """
    first, shape = next((name, array.shape) for name, array in parts.items())
    for name, array in parts.items():
        check_numbers(f"{where}: {one_line(name)}", array, spec)
        if array.ndim == 0 or array.shape[1:] != shape[1:]:
            raise DataError(
                f"{where}: {one_line(name)} is {shape_text(array.shape)}, "
                f"{one_line(first)} {shape_text(shape)}; samples may differ in length only"
            )
    return stack_in_memory(where, list(parts.values()))


def stack_in_memory(where: str, arrays: list[Shaped[np.ndarray, "_ ..."]]) -> Sequences:
    """Arrays (T, ...) that differ in T only, stacked.

    Raises:
        DataError: the stack does not fit in memory.
    """
    try:
        return stack_ragged(arrays)
    except MemoryError:
        longest = plural(max(map(len, arrays)), "timestep")
        raise DataError(
            f"{where}: {plural(len(arrays), 'sample')}, padded to the longest of {longest}, "
            "do not fit in memory; give fewer, or shorten the longest"
        ) from None

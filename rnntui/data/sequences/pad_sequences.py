"""Sequences brought to the lengths that a network takes: filled up, cut, or left as they are."""

from __future__ import annotations

import numpy as np

from rnntui.data.dataset import InputSpec
from rnntui.data.input_checks import range_of_integers, takes_integers, wanted
from rnntui.data.sequences.padding import Padding, Side
from rnntui.data.sequences.ragged import Sequences
from rnntui.data.wording import one_line, shape_text
from rnntui.errors import DataError


def to_one_length(
    what: str, sequences: Sequences, spec: InputSpec, padding: Padding, *, masked: bool
) -> tuple[Sequences, list[str]]:
    """The sequences as the network takes them, and what a reader should know of it.

    Where T is fixed, all are brought to T; where it is open, to the longest. They are filled up
    with the user's value, or else with the one that the network masks. Without either, open
    sequences keep their own lengths. Cut are only those whose user gave a value.

    Args:
        what: what messages call them.
        sequences: in the spec's dtype and vocabulary.
        spec: an input that is a sequence.
        padding: what the user wants.
        masked: whether every input of unequal lengths is masked, so that masks say where each ends.

    Raises:
        DataError: T is fixed, and there is nothing to fill them up with, or they are too long.
    """
    steps, longest = spec.shape[0], int(sequences.own_lengths.max())
    if steps is None and not sequences.unequal:
        return sequences, []
    if steps is not None and sequences.lengths is None and longest == steps:
        return sequences, []
    value = spec.padding if padding.value is None else padding.value
    if steps is None and (value is None or (padding.value is None and not masked)):
        return sequences, [
            f"{one_line(spec.name)}: {sequences.in_words()}, each sample at its own length"
        ]
    if steps is not None and (value is None or (padding.value is None and longest > steps)):
        raise DataError(_wrong_length(what, sequences, spec))
    assert value is not None
    _check_value(value, padding, spec)
    steps = longest if steps is None else steps
    # A value too large for the dtype is infinity there, as it is in the data.
    with np.errstate(over="ignore"):
        result = Sequences(sequences.filled(steps, value, padding.side))
        return result, [_done(sequences, spec, padding, value, steps)]


def _wrong_length(what: str, sequences: Sequences, spec: InputSpec) -> str:
    steps = spec.shape[0]
    assert steps is not None
    lengths = sequences.own_lengths
    asked = f"the network asks for {steps}, {wanted(spec)}"
    if not sequences.unequal:
        way_out = "fills them up" if lengths[0] < steps else "cuts them"
        found = f"{sequences.in_words()}, {shape_text(sequences.values.shape)}"
        return f"{what} has {found}; {asked}; --pad VALUE {way_out}"
    ways = ["fills up the shorter ones"] if (lengths < steps).any() else []
    ways += ["cuts the longer ones"] if (lengths > steps).any() else []
    return f"{what} has {sequences.in_words()}; {asked}; --pad VALUE {' and '.join(ways)}"


def _check_value(value: float, padding: Padding, spec: InputSpec) -> None:
    """Raise DataError unless an input of integers takes the user's value."""
    if padding.value is None or not takes_integers(spec):
        return
    low, high = range_of_integers(spec)
    if not (float(value).is_integer() and low <= value <= high):
        takes = f"the input {one_line(spec.name)} takes integers, {low} to {high}"
        raise DataError(f"--pad {value:g}: {takes}")


def _done(sequences: Sequences, spec: InputSpec, padding: Padding, value: float, steps: int) -> str:
    """What was done, in a line."""
    lengths = sequences.own_lengths
    end = "at the end" if padding.side is Side.POST else "at the beginning"
    parts = []
    if (lengths < steps).any():
        masks = ""
        if spec.padding is not None:
            same = np.array(spec.padding, spec.dtype) == np.array(value, spec.dtype)
            masks = ", which the network masks" if same else f"; the network masks {spec.padding:g}"
        parts.append(f"{int((lengths < steps).sum())} filled up {end} with {value:g}{masks}")
    if (lengths > steps).any():
        parts.append(f"{int((lengths > steps).sum())} cut {end} to {steps}")
    return f"{one_line(spec.name)}: {sequences.in_words()}; {'; '.join(parts)}"

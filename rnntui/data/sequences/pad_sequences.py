"""Pads or truncates sequences to the length that a network takes."""

from __future__ import annotations

import numpy as np

from rnntui.data.dataset import InputSpec
from rnntui.data.input_checks import range_of_integers, takes_integers, wanted
from rnntui.data.sequences.padding import Padding, Side
from rnntui.data.sequences.ragged import Sequences
from rnntui.data.wording import one_line, shape_text
from rnntui.errors import DataError


def pad_to_length(
    what: str, sequences: Sequences, spec: InputSpec, padding: Padding, *, masked: bool
) -> tuple[Sequences, list[str]]:
    """The sequences as the network takes them, and notes on what was done.

    If the network's T is fixed, all are brought to T; if it is open, to the longest. They are
    padded with the user's value, or else with the value that the network masks. Without either,
    and with T open, they keep their lengths. They are truncated only if the user gave a value.

    Args:
        what: their name in messages.
        sequences: in the spec's dtype and vocabulary.
        spec: an input that is a sequence.
        padding: the user's options.
        masked: whether all inputs of unequal lengths are masked, so that masks mark their ends.

    Raises:
        DataError: T is fixed, and there is no value to pad with, or a sequence is too long.
    """
    steps, longest = spec.shape[0], int(sequences.own_lengths.max())
    if steps is None and not sequences.unequal:
        return sequences, []
    if steps is not None and sequences.lengths is None and longest == steps:
        return sequences, []
    value = spec.padding if padding.value is None else padding.value
    if steps is None and (value is None or (padding.value is None and not masked)):
        return sequences, [
            f"{one_line(spec.name)}: {sequences.length_text()}, each sample at its own length"
        ]
    if steps is not None and (value is None or (padding.value is None and longest > steps)):
        raise DataError(_wrong_length(what, sequences, spec))
    assert value is not None
    _check_value(value, padding, spec)
    steps = longest if steps is None else steps
    # A value too large for the dtype becomes infinity, as it does in the data.
    with np.errstate(over="ignore"):
        result = Sequences(sequences.padded(steps, value, padding.side))
        return result, [_padding_note(sequences, spec, padding, value, steps)]


def _wrong_length(what: str, sequences: Sequences, spec: InputSpec) -> str:
    steps = spec.shape[0]
    assert steps is not None
    lengths = sequences.own_lengths
    expected = f"the network expects {steps}, {wanted(spec)}"
    if not sequences.unequal:
        effect = "pads them" if lengths[0] < steps else "truncates them"
        found = f"{sequences.length_text()}, {shape_text(sequences.values.shape)}"
        return f"{what} has {found}; {expected}; --pad VALUE {effect}"
    effects = ["pads the shorter ones"] if (lengths < steps).any() else []
    effects += ["truncates the longer ones"] if (lengths > steps).any() else []
    return f"{what} has {sequences.length_text()}; {expected}; --pad VALUE {' and '.join(effects)}"


def _check_value(value: float, padding: Padding, spec: InputSpec) -> None:
    """Raise DataError if an input of integers does not take the user's value."""
    if padding.value is None or not takes_integers(spec):
        return
    low, high = range_of_integers(spec)
    if not (float(value).is_integer() and low <= value <= high):
        takes = f"the input {one_line(spec.name)} takes integers, {low} to {high}"
        raise DataError(f"--pad {value:g}: {takes}")


def _padding_note(
    sequences: Sequences, spec: InputSpec, padding: Padding, value: float, steps: int
) -> str:
    """How many samples were padded and truncated, in one line."""
    lengths = sequences.own_lengths
    end = "at the end" if padding.side is Side.POST else "at the beginning"
    parts = []
    if (lengths < steps).any():
        masks = ""
        if spec.padding is not None:
            same = np.array(spec.padding, spec.dtype) == np.array(value, spec.dtype)
            masks = ", which the network masks" if same else f"; the network masks {spec.padding:g}"
        parts.append(f"{int((lengths < steps).sum())} padded {end} with {value:g}{masks}")
    if (lengths > steps).any():
        parts.append(f"{int((lengths > steps).sum())} truncated {end} to {steps}")
    return f"{one_line(spec.name)}: {sequences.length_text()}; {'; '.join(parts)}"

"""Sequences of unequal length, stacked in one array with filler after their ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from rnntui.data.sequences.padding import Side
from rnntui.data.wording import plural

if TYPE_CHECKING:
    from jaxtyping import Bool, Int, Shaped

Lengths = np.ndarray[Any, np.dtype[np.int64]]


@dataclass(frozen=True, eq=False)
class Sequences:
    """N sequences in one array: sample i is the first lengths[i] timesteps of values[i].

    values: (N, T, ...); everything beyond a sequence's length is filler
    lengths: (N,), each 1 to T; None if all sequences have T timesteps, or there is no time axis
    """

    values: Shaped[np.ndarray, "N ..."]
    lengths: Int[np.ndarray, " N"] | None = None

    @property
    def own_lengths(self) -> Int[np.ndarray, " N"]:
        """The length of each sequence, (N,), also if all are equal."""
        if self.lengths is not None:
            return self.lengths
        return np.full(len(self.values), self.values.shape[1])

    @property
    def unequal(self) -> bool:
        """Whether any two lengths differ."""
        return self.lengths is not None and bool((self.lengths != self.lengths[0]).any())

    def length_text(self) -> str:
        """The lengths for a message: "7 timesteps", "3 to 9 timesteps"."""
        shortest, longest = int(self.own_lengths.min()), int(self.own_lengths.max())
        through = f"{shortest} to " if shortest < longest else ""
        return f"{through}{plural(longest, 'timestep')}"

    def padded(
        self, steps: int, value: float = 0, side: Side = Side.POST
    ) -> Shaped[np.ndarray, "N steps ..."]:
        """The sequences at T = steps, (N, steps, ...): shorter ones padded, longer ones truncated.

        Args:
            steps: T of the result.
            value: the padding, cast to the array's dtype by NumPy.
            side: the end at which to pad and truncate.
        """
        lengths, kept = self.own_lengths, np.minimum(self.own_lengths, steps)
        source = _between(self.values.shape[1], np.zeros_like(kept), kept)
        target = _between(steps, np.zeros_like(kept), kept)
        if side is Side.PRE:
            source = _between(self.values.shape[1], lengths - kept, lengths)
            target = _between(steps, steps - kept, np.full_like(kept, steps))
        shape = (len(kept), steps, *self.values.shape[2:])
        result = np.full(shape, value, self.values.dtype)
        result[target] = self.values[source]
        return result


def stack_ragged(arrays: Sequence[Shaped[np.ndarray, "_ ..."]]) -> Sequences:
    """Stack arrays of different lengths, padded with 0 at the end, in their common dtype.

    Args:
        arrays: (T, ...) each, at least one, of the same shape but for T.
    """
    lengths = np.array([len(array) for array in arrays])
    longest = int(lengths.max())
    dtype = np.result_type(*arrays)
    values = np.zeros((len(arrays), longest, *arrays[0].shape[1:]), dtype)
    values[_between(longest, np.zeros_like(lengths), lengths)] = np.concatenate(arrays)
    return Sequences(values, None if (lengths == longest).all() else lengths)


def _between(steps: int, start: Lengths, stop: Lengths) -> Bool[np.ndarray, "N steps"]:
    """Which of `steps` timesteps are in start to stop - 1 of each sample."""
    times = np.arange(steps)
    within: Bool[np.ndarray, "N steps"] = (times >= start[:, None]) & (times < stop[:, None])
    return within

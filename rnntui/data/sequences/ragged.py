"""Sequences of unequal length: side by side in one array, and what stands beyond their ends."""

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

    values: (N, T, ...); what stands beyond a sequence's length is filler
    lengths: (N,), each 1 to T; None where every sequence has T timesteps, or where there is no time
    """

    values: Shaped[np.ndarray, "N ..."]
    lengths: Int[np.ndarray, " N"] | None = None

    @property
    def own_lengths(self) -> Int[np.ndarray, " N"]:
        """Every sequence's length, also where they are all the same."""
        if self.lengths is not None:
            return self.lengths
        return np.full(len(self.values), self.values.shape[1])

    @property
    def unequal(self) -> bool:
        """Whether two of the lengths differ."""
        return self.lengths is not None and bool((self.lengths != self.lengths[0]).any())

    def in_words(self) -> str:
        """The lengths for a message: "7 timesteps", "3 to 9 timesteps"."""
        shortest, longest = int(self.own_lengths.min()), int(self.own_lengths.max())
        through = f"{shortest} to " if shortest < longest else ""
        return f"{through}{plural(longest, 'timestep')}"

    def filled(
        self, steps: int, value: float = 0, side: Side = Side.POST
    ) -> Shaped[np.ndarray, "N steps ..."]:
        """The sequences at T = steps: shorter ones filled up with the value, longer ones cut.

        Args:
            steps: T of what is given back.
            value: goes into the array's dtype as NumPy casts it.
            side: the end at which they are filled up, and cut.
        """
        lengths, kept = self.own_lengths, np.minimum(self.own_lengths, steps)
        taken = _between(self.values.shape[1], np.zeros_like(kept), kept)
        put = _between(steps, np.zeros_like(kept), kept)
        if side is Side.PRE:
            taken = _between(self.values.shape[1], lengths - kept, lengths)
            put = _between(steps, steps - kept, np.full_like(kept, steps))
        shape = (len(kept), steps, *self.values.shape[2:])
        result = np.full(shape, value, self.values.dtype)
        result[put] = self.values[taken]
        return result


def stack_ragged(arrays: Sequence[Shaped[np.ndarray, "_ ..."]]) -> Sequences:
    """One array each, as one: filled up with 0 behind their ends, in a dtype that holds them all.

    Args:
        arrays: (T, ...) each, at least one, alike in all but T.
    """
    lengths = np.array([len(array) for array in arrays])
    longest = int(lengths.max())
    dtype = np.result_type(*arrays)
    values = np.zeros((len(arrays), longest, *arrays[0].shape[1:]), dtype)
    values[_between(longest, np.zeros_like(lengths), lengths)] = np.concatenate(arrays)
    return Sequences(values, None if (lengths == longest).all() else lengths)


def _between(steps: int, start: Lengths, stop: Lengths) -> Bool[np.ndarray, "N steps"]:
    """Which of `steps` timesteps lie within start to stop - 1 of each sample."""
    times = np.arange(steps)
    within: Bool[np.ndarray, "N steps"] = (times >= start[:, None]) & (times < stop[:, None])
    return within

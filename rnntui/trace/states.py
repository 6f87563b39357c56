"""The recurrent states of one layer over a sequence: all of them, or every k-th.

States between two stored ones are recomputed by the layer, with the same operations in the same
order, so they equal the discarded ones bit for bit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from rnntui.layers.recurrent.recurrent_layer import RecurrentFunction

if TYPE_CHECKING:
    from jaxtyping import Bool, Float, Shaped

Array = np.ndarray[Any, Any]

# If a layer's states need more than this, only every k-th is stored.
MEMORY_LIMIT = 64 * 1024 * 1024


def interval_for(timesteps: int, bytes_per_step: int, limit: int = MEMORY_LIMIT) -> int:
    """The k for which every k-th state of a sequence fits in `limit` bytes."""
    return max(1, -(-timesteps * bytes_per_step // limit))


class States:
    """A layer's states over a sequence.

    Args:
        function: the layer.
        x: (T, D) or (T, *space, D), its input in the order in which it is read.
        mask: of the same timesteps, if the layer uses one.
        initial: the states before the first timestep.
        interval: k; the states after timesteps k-1, 2k-1, … are stored.
    """

    def __init__(
        self,
        function: RecurrentFunction,
        x: Shaped[np.ndarray, "T ..."],
        mask: Bool[np.ndarray, "T ..."] | None,
        initial: list[Float[np.ndarray, "..."]],
        interval: int,
    ) -> None:
        self.function = function
        self.x = x
        # For each timestep, whether anything in it is not masked.
        self.mask: Bool[np.ndarray, " T"] | None = None
        if mask is not None:
            self.mask = np.any(mask.reshape(len(mask), -1), axis=1)
        self.mask_rows = function.mask_rows(mask)
        self.initial = initial
        self.interval = interval
        stored = len(x) // interval
        self._stored = [
            np.empty((stored, *shape), function.layer.dtype) for shape in function.state_shapes
        ]
        self._window: tuple[int, list[Array]] | None = None

    @property
    def timesteps(self) -> int:
        """T."""
        return len(self.x)

    def keep(self, t: int, states: list[Array]) -> None:
        """Store the states after timestep t, if t is one of those to store."""
        index, rest = divmod(t + 1, self.interval)
        if rest == 0:
            for stored, state in zip(self._stored, states, strict=True):
                stored[index - 1] = state

    def frame(self, t: int) -> dict[str, Shaped[np.ndarray, "..."]]:
        """Every named value of timestep t."""
        masks = {name: rows[t] for name, rows in self.mask_rows.items()}
        return self.function.at(self.x[t], self.before(t), masks)

    def before(self, t: int) -> list[Float[np.ndarray, "..."]]:
        """The states that timestep t starts from."""
        if t == 0:
            return self.initial
        return [rows[0] for rows in self.after(t - 1, t)]

    def after(self, start: int, stop: int) -> list[Float[np.ndarray, "steps ..."]]:
        """The states after the timesteps start..stop-1, one array for each state."""
        if self.interval == 1:
            return [stored[start:stop] for stored in self._stored]
        return self._recomputed(start, stop)

    def _recomputed(self, start: int, stop: int) -> list[Array]:
        # From the stored state at or before start; the last such window is kept, since the
        # next question is nearly always about the same neighbourhood.
        first = start // self.interval * self.interval
        if self._window is not None:
            at, rows = self._window
            if at <= start and stop <= at + len(rows[0]):
                return [row[start - at : stop - at] for row in rows]
        last = min(-(-stop // self.interval) * self.interval, self.timesteps)
        index = first // self.interval
        initial = [stored[index - 1] for stored in self._stored] if index else self.initial
        rows = [np.empty((last - first, *s.shape[1:]), s.dtype) for s in self._stored]

        def keep(t: int, states: list[Array]) -> None:
            for row, state in zip(rows, states, strict=True):
                row[t - first] = state

        masks = {name: rows[:last] for name, rows in self.mask_rows.items()}
        self.function.scan(self.x[:last], masks, initial, keep, start=first)
        self._window = (first, rows)
        return [row[start - first : stop - first] for row in rows]

"""Scope protocol: what the evaluator needs to know about the names of an expression."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

if TYPE_CHECKING:
    from jaxtyping import Shaped

Array = np.ndarray[Any, Any]


class Scope(Protocol):
    """The variables that an expression may read, with a value at each timestep or one value.

    timesteps: T of the cursor's stage
    """

    timesteps: int

    def names(self) -> Iterable[str]:
        """All names as they may be written: "h_t", "lstm_1.c_t", "keras"."""

    def known(self, layer: str, name: str) -> bool:
        """Whether there is such a variable; layer "" is the cursor's layer."""

    def timed(self, layer: str, name: str) -> bool:
        """Whether it has a value at each timestep, not one for the whole sequence."""

    def rows(self, layer: str, name: str, start: int, stop: int) -> Shaped[np.ndarray, "steps ..."]:
        """Its values at the timesteps start..stop-1, time first.

        Raises:
            InputError: no value, as the reference has not answered or there is no target.
        """

    def length(self, layer: str, name: str) -> int:
        """How many timesteps a variable has, by its layer, not the cursor's; 0 if none."""

    def history(
        self, layer: str, name: str, start: int, stop: int
    ) -> Shaped[np.ndarray, "steps ..."]:
        """Its values at start..stop-1 of its own timesteps, which must exist."""

    def value(self, layer: str, name: str) -> Shaped[np.ndarray, "..."]:
        """The value of a variable without time."""

    def reference_rows(
        self, layer: str, name: str, start: int, stop: int
    ) -> Shaped[np.ndarray, "steps ..."]:
        """The reference's values of a recurrent layer's output."""

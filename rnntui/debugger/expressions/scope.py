"""What the names of an expression stand for, and their values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

if TYPE_CHECKING:
    from jaxtyping import Shaped

Array = np.ndarray[Any, Any]


class Scope(Protocol):
    """The variables that an expression may read, each with a value at every timestep or one value.

    timesteps: T of the cursor's stage
    """

    timesteps: int

    def names(self) -> Iterable[str]:
        """Every name as it may be written: "h_t", "lstm_1.c_t", "keras"."""

    def known(self, layer: str, name: str) -> bool:
        """Whether there is such a variable; layer "" is the cursor's own."""

    def timed(self, layer: str, name: str) -> bool:
        """Whether it has a value at every timestep; else one for all."""

    def rows(self, layer: str, name: str, start: int, stop: int) -> Shaped[np.ndarray, "steps ..."]:
        """Its values at the timesteps start..stop-1, time first.

        Raises:
            InputError: there is no value yet, or ever: Keras has not answered, there is no target.
        """

    def length(self, layer: str, name: str) -> int:
        """How many timesteps a variable has: its layer's, not the cursor's; 0: none."""

    def history(
        self, layer: str, name: str, start: int, stop: int
    ) -> Shaped[np.ndarray, "steps ..."]:
        """Its values at start..stop-1 of its own timesteps, all of which there are."""

    def value(self, layer: str, name: str) -> Shaped[np.ndarray, "..."]:
        """The one value of a variable that is not timed."""

    def reference_rows(
        self, layer: str, name: str, start: int, stop: int
    ) -> Shaped[np.ndarray, "steps ..."]:
        """Keras's values of a recurrent layer's output."""

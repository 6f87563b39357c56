"""What a frame shows over time, and what one can choose of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from jaxtyping import Bool, Int, Shaped


@dataclass(frozen=True)
class TimelineChoice:
    """What the user has chosen.

    zoom: 2**zoom timesteps a column; -1: one, wide enough for its numbers
    layer, name: the variable; "" for the layer's output
    """

    zoom: int = 0
    layer: str = ""
    name: str = ""


@dataclass(frozen=True, eq=False)
class Lane:
    """A variable over time, beside the one that is chosen.

    name: x_t, c_t, f; shape: of one value
    low, high: the least and the largest of each column's timesteps; the same array where each is one
    scale: the largest |value| of the run
    every_unit: whether all units are of interest, or only the one that is looked at
    """

    name: str
    shape: tuple[int, ...]
    low: Shaped[np.ndarray, "columns M"]
    high: Shaped[np.ndarray, "columns M"]
    scale: float
    every_unit: bool = False


@dataclass(frozen=True, eq=False)
class Timeline:
    """A variable of a layer, and the running prediction, around the cursor, in columns.

    layer: whose variable it is; per: the timesteps of a column
    zoom: as it is, which is less than the choice where that is too much
    start: the first timestep of the first column
    shown: the variable
    predicted: the prediction; None: it has no timesteps, or too many to compute them all
    extent: its least and its largest value of each output in the run
    target: of a model with an output for each timestep: what that should be
    lanes: the states and gates beside it, and the inputs
    left_out: what takes too long to compute in such a zoom
    masked: which columns have timesteps that are skipped; None where none can be
    wholly_masked: in which of them all are
    saturated: how many units are saturated in each column; None where none can be
    from_end: whether timestep t of it reads row T-1-t of its input
    """

    layer: str
    per: int
    zoom: int
    start: int
    shown: Lane
    predicted: Lane | None
    extent: tuple[Shaped[np.ndarray, " K"], Shaped[np.ndarray, " K"]] | None
    target: Lane | None
    lanes: tuple[Lane, ...]
    left_out: tuple[str, ...]
    masked: Bool[np.ndarray, " columns"] | None
    wholly_masked: Bool[np.ndarray, " columns"] | None
    saturated: Int[np.ndarray, " columns"] | None
    from_end: bool

    @property
    def first(self) -> int:
        """The number of the first column."""
        return self.start // self.per

    @property
    def columns(self) -> int:
        """How many columns there are."""
        return len(self.shown.high)

    @property
    def output(self) -> str:
        """The name of the variable."""
        return self.shown.name

    @property
    def shape(self) -> tuple[int, ...]:
        """Of one of its values."""
        return self.shown.shape

    @property
    def values(self) -> Shaped[np.ndarray, "columns M"]:
        """The largest value of each column: the value, where a column is one timestep."""
        return self.shown.high

    @property
    def scale(self) -> float:
        """The largest |value| of the variable."""
        return self.shown.scale

    @property
    def prediction(self) -> Shaped[np.ndarray, "columns K"] | None:
        """The prediction's largest value in each column."""
        return None if self.predicted is None else self.predicted.high

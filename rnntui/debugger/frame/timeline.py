"""Timeline: variables over time in a frame, and the user's choice of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from jaxtyping import Bool, Int, Shaped


@dataclass(frozen=True)
class TimelineChoice:
    """The user's choice.

    zoom: 2**zoom timesteps per column; -1: one timestep, wide enough for its number
    layer, name: the variable; "" for the layer's output
    """

    zoom: int = 0
    layer: str = ""
    name: str = ""


@dataclass(frozen=True, eq=False)
class Lane:
    """One variable over time.

    name: x_t, c_t, f; shape: of one value
    low, high: minimum and maximum of each column; the same array if columns are single timesteps
    scale: the largest |value| of the run
    every_unit: whether all units are shown, or only the current one
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

    layer: the variable's layer; per: the timesteps per column
    zoom: the actual zoom, less than the choice if that would take too long
    start: the first timestep of the first column
    shown: the variable
    predicted: the prediction; None if it has no timesteps, or too many to compute
    extent: the least and largest prediction of each output in the run
    target: the target at each timestep, for a model with an output at each timestep
    lanes: the other lanes: states, gates and the input
    left_out: the lanes that would take too long to compute at this zoom
    masked: which columns have masked timesteps; None if there is no mask
    wholly_masked: which columns are masked entirely
    saturated: how many units are saturated in each column; None if not applicable
    from_end: whether timestep t reads input row T-1-t
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
        """The number of columns."""
        return len(self.shown.high)

    @property
    def output(self) -> str:
        """The name of the variable."""
        return self.shown.name

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of one value."""
        return self.shown.shape

    @property
    def values(self) -> Shaped[np.ndarray, "columns M"]:
        """The maximum of each column; the value itself if a column is one timestep."""
        return self.shown.high

    @property
    def scale(self) -> float:
        """The largest |value| of the variable."""
        return self.shown.scale

    @property
    def prediction(self) -> Shaped[np.ndarray, "columns K"] | None:
        """The maximum of the prediction in each column."""
        return None if self.predicted is None else self.predicted.high

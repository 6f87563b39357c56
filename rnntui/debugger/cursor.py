"""The cursor, and why it stands where it does."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Cursor:
    """One equation of one layer at one timestep of one sample; all count from 0.

    stage: which group of layers that step in lockstep
    node: which layer of that stage
    """

    sample: int
    stage: int
    node: int
    t: int
    equation: int


@dataclass(frozen=True)
class Stop:
    """The end of a move: where it stopped and why.

    moved: False where there was nowhere to go; the reason then says so
    """

    reason: str
    cursor: Cursor
    moved: bool = True

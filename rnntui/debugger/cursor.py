"""Cursor: a position in the run of a sample, and the stop that led there."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Cursor:
    """One equation of one layer at one timestep of one sample; all indices count from 0.

    stage: the group of layers that step in lockstep
    node: the layer in that stage
    """

    sample: int
    stage: int
    node: int
    t: int
    equation: int


@dataclass(frozen=True)
class Stop:
    """The result of a move: where it stopped and why.

    moved: False if it could not move; the reason says why
    """

    reason: str
    cursor: Cursor
    moved: bool = True

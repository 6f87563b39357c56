"""What goes where a sequence has ended, and at which end; imports nothing, for `--help`."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Side(StrEnum):
    """The end at which sequences are filled up, and cut: after their last timestep, or before t 0."""

    POST = "post"
    PRE = "pre"


@dataclass(frozen=True)
class Padding:
    """How the user wants sequences of other lengths made fit.

    value: what shorter ones are filled up with; with it, longer ones are cut where the network's
        T is fixed. None: nothing is cut, and only what the network masks is filled in
    side: at which end
    """

    value: float | None = None
    side: Side = Side.POST

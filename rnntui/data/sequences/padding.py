"""The padding options: value and side. Imports nothing, so that `--help` stays fast."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Side(StrEnum):
    """The end at which sequences are padded and truncated: after the last timestep, or before t 0."""

    POST = "post"
    PRE = "pre"


@dataclass(frozen=True)
class Padding:
    """How to bring sequences to the length that the network takes.

    value: pads shorter ones; with it, longer ones are truncated if the network's T is fixed.
        None: nothing is truncated, and only inputs that the network masks are padded
    side: the end at which to pad and truncate
    """

    value: float | None = None
    side: Side = Side.POST

"""Which output unit of an equation is written out, and how one goes to another."""

from __future__ import annotations

import math

import numpy as np

from rnntui.debugger.frame import Frame


def unit_after(frame: Frame, count: int) -> tuple[int, str]:
    """The unit `count` further, as far as there are any, and its place: "2", "1,0,3"."""
    shape = frame.steps[-1].results[0].value.shape
    unit = min(max(frame.unit + count, 0), math.prod(shape) - 1)
    return unit, ",".join(str(part) for part in np.unravel_index(unit, shape or (1,)))

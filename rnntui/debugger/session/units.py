"""Which output unit of an equation is written out, and how one goes to another."""

from __future__ import annotations

import math

import numpy as np

from rnntui.debugger.frame.frame import Frame


def unit_after(frame: Frame, count: int) -> tuple[int, str]:
    """The unit `count` further, as far as there are any, and its place: "2", "1,0,3", "1, longitude"."""
    shape = frame.steps[-1].results[0].value.shape
    unit = min(max(frame.unit + count, 0), math.prod(shape) - 1)
    place = ",".join(str(part) for part in np.unravel_index(unit, shape or (1,)))
    named = frame.layer.columns.get(frame.equation.targets[-1])
    if named is not None and len(named.names) == math.prod(shape):
        place += f", {named.names[unit]}"
    return unit, place

"""How far two computations of the same values are apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from jaxtyping import Float

# What float32 sums in another order may differ by; issue 2 asks for no more than this.
TOLERANCE = 4e-6


@dataclass(frozen=True)
class Agreement:
    """The largest difference, absolute and in units in the last place, and whether it will do."""

    absolute: float
    ulp: float
    agrees: bool


def agreement(
    ours: Float[np.ndarray, "*axes"],
    theirs: Float[np.ndarray, "*axes"],
    tolerance: float = TOLERANCE,
) -> Agreement | None:
    """Compare values of one shape; NaN equals NaN. None where the shapes differ, or nothing is there."""
    if ours.shape != theirs.shape or ours.size == 0:
        return None
    with np.errstate(all="ignore"):
        same = (ours == theirs) | (np.isnan(ours) & np.isnan(theirs))
        apart = np.abs(ours.astype(np.float64) - theirs.astype(np.float64))
        apart = np.where(same, 0.0, np.where(np.isnan(apart), np.inf, apart))
        size = np.maximum(np.abs(ours), np.abs(theirs))
        spacing = np.spacing(np.where(np.isfinite(size), size, 1).astype(ours.dtype))
        ulp = np.where(same, 0.0, apart / spacing)
    scale = np.max(np.where(np.isfinite(size), size, 0), initial=1.0)
    absolute = float(np.max(apart))
    return Agreement(absolute, float(np.max(ulp)), absolute <= tolerance * float(scale))

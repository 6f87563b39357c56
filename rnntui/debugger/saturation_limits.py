"""Limits of saturation: where a tanh or sigmoid unit is close enough to its asymptote to be called flat.

Shared by `break saturated`, the timeline's counts, the samples' share and activation curves. The
limits themselves are not saturated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from jaxtyping import Bool, Shaped

Limits = tuple[float, float]
# A unit nearer to its asymptote than this is saturated.
MARGIN = 0.01
_TANH, _SIGMOID = (MARGIN - 1, 1 - MARGIN), (MARGIN, 1 - MARGIN)
# By Keras's name of the activation.
LIMITS: dict[str, Limits] = {
    "tanh": _TANH,
    "hard_tanh": _TANH,
    "sigmoid": _SIGMOID,
    "hard_sigmoid": _SIGMOID,
}


def is_saturated(
    low: Shaped[np.ndarray, "..."], high: Shaped[np.ndarray, "..."], limits: Limits
) -> Bool[np.ndarray, "..."]:
    """Which units are saturated at some timestep, from their least and largest values.

    For single values, low and high are the same array.
    """
    least, most = limits
    saturated: np.ndarray[Any, Any] = (low < least) | (high > most)
    return saturated


def saturation_condition(value: str, limits: Limits) -> str:
    """The same as an expression that holds where any unit of `value` is saturated."""
    least, most = limits
    if least == -most:
        return f"any(abs({value}) > {most})"
    return f"any({value} < {least}) or any({value} > {most})"

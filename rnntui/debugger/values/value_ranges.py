"""What values a variable can have: read off its equation, where that is an activation."""

from __future__ import annotations

from dataclasses import dataclass

from rnntui.debugger.saturation_limits import LIMITS, Limits
from rnntui.equations.expressions import Expression, Name, Operation
from rnntui.layers.layer import SteppedFunction


@dataclass(frozen=True)
class Range:
    """largest: the largest |value| there can be; limits: beyond them a unit is saturated."""

    largest: float | None = None
    limits: Limits | None = None


_RANGES = {activation: Range(1.0, limits) for activation, limits in LIMITS.items()}


def range_of(function: SteppedFunction, name: str) -> Range | None:
    """The range of a variable of a layer; None where its equation doesn't tell."""
    for equation in function.program.equations.lines:
        if equation.targets == (name,):
            return _of(function, equation.expression)
    return None


def _of(function: SteppedFunction, expression: Expression) -> Range | None:
    match expression:
        case Operation("where", (_, Name(taken), _)):
            # Under a mask: the value that is taken where a timestep counts.
            return range_of(function, taken)
        case Operation(operation, (_,)):
            return _RANGES.get(function.functions.get(operation, ""))
    return None

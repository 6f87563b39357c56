"""Value ranges of variables, known where the equation is an activation."""

from __future__ import annotations

from dataclasses import dataclass

from rnntui.debugger.saturation_limits import LIMITS, Limits
from rnntui.equations.expressions import Expression, Name, Operation
from rnntui.layers.layer import SteppedFunction


@dataclass(frozen=True)
class Range:
    """largest: the largest possible |value|; limits: beyond them a unit is saturated."""

    largest: float | None = None
    limits: Limits | None = None


_RANGES = {activation: Range(1.0, limits) for activation, limits in LIMITS.items()}


def range_of(function: SteppedFunction, name: str) -> Range | None:
    """The range of a variable of a layer; None if unknown."""
    for equation in function.program.equations.lines:
        if equation.targets == (name,):
            return _of(function, equation.expression)
    return None


def _of(function: SteppedFunction, expression: Expression) -> Range | None:
    match expression:
        case Operation("where", (_, Name(unmasked), _)):
            # With a mask: the value used where the timestep is not masked.
            return range_of(function, unmasked)
        case Operation(operation, (_,)):
            return _RANGES.get(function.functions.get(operation, ""))
    return None

"""What values a variable can have: read off its equation, where that is an activation."""

from __future__ import annotations

from dataclasses import dataclass

from rnntui.equations.expressions import Expression, Name, Operation
from rnntui.layers.layer import SteppedFunction


@dataclass(frozen=True)
class Range:
    """largest: the largest |value| there can be; limits: beyond them a unit is saturated."""

    largest: float | None = None
    limits: tuple[float, float] | None = None


_TANH, _SIGMOID = Range(1.0, (-0.99, 0.99)), Range(1.0, (0.01, 0.99))
_RANGES = {"tanh": _TANH, "hard_tanh": _TANH, "sigmoid": _SIGMOID, "hard_sigmoid": _SIGMOID}


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

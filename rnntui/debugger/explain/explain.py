"""Steps of an equation: its operations, innermost first, with their values.

`y = h_t @ Who + Bo` has two steps: the product h_t @ Who, then its sum with Bo. All values are
computed by the program that runs the network, so they are exactly the values of the run.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from rnntui.debugger.explain.activation_curve import ActivationCurve, curve_of
from rnntui.debugger.explain.conv_window import ConvWindow
from rnntui.equations.activations import ACTIVATIONS, JOINT
from rnntui.equations.expressions import Expression, Name, Number, Operation, terms_of
from rnntui.equations.parse import Equation
from rnntui.equations.program import Program

if TYPE_CHECKING:
    from jaxtyping import Shaped

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, eq=False)
class Operand:
    """A part of an equation and its value."""

    expression: Expression
    value: Shaped[np.ndarray, "..."]


@dataclass(frozen=True, eq=False)
class Step:
    """One operation: `@`, `+`, `-`, `*`, `split`, a function's name, or `=` for a plain copy.

    operands: left to right as in the text; a chain of one operation is one step
    results: one, or the parts of a split; the last step's are the equation's targets
    sliding: the geometry of a convolution
    curve: the curve of an element-wise activation
    """

    operation: str
    operands: tuple[Operand, ...]
    results: tuple[Operand, ...]
    sliding: ConvWindow | None = None
    curve: ActivationCurve | None = None


def explain(
    program: Program,
    equation: Equation,
    values: Mapping[str, Shaped[np.ndarray, "..."]],
    slidings: Mapping[str, ConvWindow] | None = None,
    functions: Mapping[str, str] | None = None,
) -> tuple[Step, ...]:
    """The steps of one equation.

    Args:
        program: the program of its layer.
        equation: the equation.
        values: all named values of the timestep.
        slidings: the geometry of its convolutions, by name.
        functions: the names of its functions: activation -> tanh.
    """
    targets = tuple(Operand(Name(name), values[name]) for name in equation.targets)
    expression = equation.expression
    if not isinstance(expression, Operation):
        return (Step("=", (_operand(program, expression, values),), targets),)
    steps: list[Step] = []
    _collect(program, expression, values, targets, steps)
    return tuple(
        replace(
            step,
            sliding=(slidings or {}).get(step.operation),
            curve=_curve(program, step, (functions or {}).get(step.operation, "")),
        )
        for step in steps
    )


def _curve(program: Program, step: Step, name: str) -> ActivationCurve | None:
    if name not in ACTIVATIONS or name in JOINT or len(step.operands) != 1:
        return None
    function = program.functions[step.operation]
    return curve_of(function, step.operands[0].value, step.results[0].value)


def _collect(
    program: Program,
    call: Operation,
    values: Mapping[str, Array],
    results: tuple[Operand, ...],
    steps: list[Step],
) -> None:
    operands = []
    for part in _parts(call):
        operand = _operand(program, part, values)
        if isinstance(part, Operation):
            _collect(program, part, values, (operand,), steps)
        operands.append(operand)
    steps.append(Step(call.operation, tuple(operands), results))


def _parts(call: Operation) -> tuple[Expression, ...]:
    if call.operation in "+*":
        return terms_of(call, call.operation)
    if call.operation == "split":
        return call.operands[:1]
    return call.operands


def _operand(program: Program, expression: Expression, values: Mapping[str, Array]) -> Operand:
    if isinstance(expression, Number):
        return Operand(expression, np.asarray(expression.value))
    with np.errstate(all="ignore"):
        return Operand(expression, program.evaluate(expression, values))

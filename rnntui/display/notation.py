"""How names and equations are written on screen: h_prev as hₜ₋₁, @ as ·, activation as tanh."""

from __future__ import annotations

from collections.abc import Mapping

from rnntui.equations.expressions import Call, Expression, Name, Number
from rnntui.equations.parse import Equation

_SIGNS = {"@": " · ", "+": " + ", "-": " - ", "*": " ⊙ "}
_BINDS = {"+": 1, "-": 1, "@": 2, "*": 2}


def symbol(name: str) -> str:
    """A variable's name as it is written: h_prev is hₜ₋₁, h_t is hₜ."""
    if name.endswith("_prev"):
        return name[: -len("_prev")] + "ₜ₋₁"
    if name.endswith("_t"):
        return name[: -len("_t")] + "ₜ"
    return name


def spell(expression: Expression, functions: Mapping[str, str], binds: int = 0) -> str:
    """An expression as it is written, with brackets only where they are needed."""
    if isinstance(expression, Name):
        return symbol(expression.name)
    if isinstance(expression, Number):
        return f"{expression.value:g}"
    operation = expression.operation
    if operation in _SIGNS:
        left, right = expression.operands
        strength = _BINDS[operation]
        text = (
            spell(left, functions, strength)
            + _SIGNS[operation]
            + spell(right, functions, strength + 1)
        )
        return f"({text})" if strength < binds else text
    inside = ", ".join(spell(operand, functions) for operand in expression.operands)
    return f"{functions.get(operation, operation)}({inside})"


def left_side(equation: Equation) -> str:
    """What an equation gives, as it is written."""
    return ", ".join(symbol(name) for name in equation.targets)


def spell_equation(equation: Equation, functions: Mapping[str, str], width: int = 0) -> str:
    """An equation as it is written; `width` aligns the equals signs of several."""
    right = equation.expression
    return f"{left_side(equation):<{width}} = {spell(right, functions)}"


def is_function(expression: Expression) -> bool:
    """Whether it is a call of a named function."""
    return isinstance(expression, Call) and expression.operation not in _SIGNS

"""How names and equations are written on screen: h_prev as hₜ₋₁, @ as ·, activation as tanh."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rnntui.equations.expressions import Expression, Name, Number, Operation
from rnntui.equations.parse import Equation

_BINDS = {"+": 1, "-": 1, "@": 2, "*": 2}


def symbol(name: str) -> str:
    """A variable's name as it is written: h_prev is hₜ₋₁, h_t is hₜ."""
    if name.endswith("_prev"):
        return name[: -len("_prev")] + "ₜ₋₁"
    if name.endswith("_t"):
        return name[: -len("_t")] + "ₜ"
    return name


@dataclass(frozen=True)
class Spelling:
    """One way to write expressions, with brackets only where they are needed.

    name: a variable's; signs: what stands for each operation between its operands; function: what
    stands before a function's bracket
    """

    name: Callable[[str], str]
    signs: Mapping[str, str]
    function: Callable[[str], str]

    def write(self, expression: Expression, functions: Mapping[str, str], binds: int = 0) -> str:
        """An expression; in brackets if what is around it `binds` more strongly."""
        if isinstance(expression, Name):
            return self.name(expression.name)
        if isinstance(expression, Number):
            return f"{expression.value:g}"
        operation = expression.operation
        if operation in self.signs:
            left, right = expression.operands
            strength = _BINDS[operation]
            first = self.write(left, functions, strength)
            second = self.write(right, functions, strength + 1)
            text = f"{first}{self.signs[operation]}{second}"
            return f"({text})" if strength < binds else text
        inside = ", ".join(self.write(operand, functions) for operand in expression.operands)
        return f"{self.function(functions.get(operation, operation))}({inside})"


_SCREEN = Spelling(symbol, {"@": " · ", "+": " + ", "-": " - ", "*": " ⊙ "}, str)


def spell(expression: Expression, functions: Mapping[str, str]) -> str:
    """An expression as the screen writes it."""
    return _SCREEN.write(expression, functions)


def left_side(equation: Equation) -> str:
    """What an equation gives, as it is written."""
    return ", ".join(symbol(name) for name in equation.targets)


def spell_equation(equation: Equation, functions: Mapping[str, str], width: int = 0) -> str:
    """An equation as it is written; `width` aligns the equals signs of several."""
    right = equation.expression
    return f"{left_side(equation):<{width}} = {spell(right, functions)}"


def is_function(expression: Expression) -> bool:
    """Whether it is a call of a named function."""
    return isinstance(expression, Operation) and expression.operation not in _BINDS

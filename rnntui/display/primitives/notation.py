"""Names and equations as text: h_prev as hₜ₋₁, @ as ·, activation as tanh."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from rnntui.equations.expressions import Expression, Name, Number, Operation
from rnntui.equations.parse import Equation

_BINDS = {"+": 1, "-": 1, "@": 2, "*": 2}


def symbol(name: str) -> str:
    """A variable's name on screen: hₜ₋₁ for h_prev, hₜ for h_t."""
    if name.endswith("_prev"):
        return name[: -len("_prev")] + "ₜ₋₁"
    if name.endswith("_t"):
        return name[: -len("_t")] + "ₜ"
    return name


@dataclass(frozen=True)
class Spelling:
    """A notation for expressions, with no more brackets than necessary.

    name: writes a variable; signs: text between the operands of each operation; function: writes a
    function's name
    """

    name: Callable[[str], str]
    signs: Mapping[str, str]
    function: Callable[[str], str]

    def write(self, expression: Expression, functions: Mapping[str, str], binds: int = 0) -> str:
        """An expression as text; in brackets if the context `binds` more strongly."""
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
    """An expression in the notation of the screen."""
    return _SCREEN.write(expression, functions)


def left_side(equation: Equation) -> str:
    """The left side of an equation."""
    return ", ".join(symbol(name) for name in equation.targets)


def spell_equation(equation: Equation, functions: Mapping[str, str], width: int = 0) -> str:
    """An equation in the notation of the screen; `width` aligns the equals signs of several."""
    right = equation.expression
    return f"{left_side(equation):<{width}} = {spell(right, functions)}"


def is_function(expression: Expression) -> bool:
    """Whether an expression is a call of a named function."""
    return isinstance(expression, Operation) and expression.operation not in _BINDS

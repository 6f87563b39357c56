"""The expressions of equations: a small tree over a closed set of operations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Name:
    """A variable, a weight or a state: `h_prev`, `Wxh`."""

    name: str


@dataclass(frozen=True)
class Number:
    """A constant: the 1 of `1 - z`."""

    value: float


@dataclass(frozen=True)
class Operation:
    """An operation on operands: `@`, `+`, `-`, `*`, or a named function such as `activation`."""

    operation: str
    operands: tuple[Expression, ...]


Expression = Name | Number | Operation


def names_in(expression: Expression) -> Iterator[str]:
    """Every name in an expression, from left to right, with repetitions."""
    if isinstance(expression, Name):
        yield expression.name
    elif isinstance(expression, Operation):
        for operand in expression.operands:
            yield from names_in(operand)


def terms_of(expression: Expression, operation: str) -> tuple[Expression, ...]:
    """The operands of a chain of one left-associative operation: `a + b + c` gives a, b, c."""
    if isinstance(expression, Operation) and expression.operation == operation:
        left, right = expression.operands
        return (*terms_of(left, operation), right)
    return (expression,)

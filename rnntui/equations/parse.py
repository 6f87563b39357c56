"""Text to equations: `hW = h_prev @ Whh`, one per line, parsed and checked, never executed as Python.

The grammar is a small part of Python's, and `ast` parses it:

    equation    name (, name)* = expression
    expression  name | number | expression @ expression | + | - | * | function(expression, …)

`split(x, n)` divides the last axis into n equal parts; `where(m, a, b)` is a where m is true, else b;
any other function is declared by the cell (`activation`, `conv`).
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from rnntui.equations.expressions import Expression, Name, Number, Operation, names_in
from rnntui.errors import EquationError

_OPERATORS: dict[type[ast.operator], str] = {
    ast.MatMult: "@",
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
}


@dataclass(frozen=True)
class Equation:
    """One line: its text as written, the names it assigns, and the expression it computes."""

    text: str
    targets: tuple[str, ...]
    expression: Expression

    @property
    def reads(self) -> tuple[str, ...]:
        """The names it reads, each once, in the order of the text."""
        return tuple(dict.fromkeys(names_in(self.expression)))


@dataclass(frozen=True)
class Equations:
    """A checked text: the equations in order, and the names they need.

    functions, products: the functions of one operand, and of two
    """

    lines: tuple[Equation, ...]
    given: tuple[str, ...]
    functions: tuple[str, ...]
    products: tuple[str, ...] = ()

    @property
    def variables(self) -> tuple[str, ...]:
        """The names that the equations compute, in order."""
        return tuple(name for line in self.lines for name in line.targets)


def parse(
    text: str,
    *,
    given: Collection[str] = (),
    functions: Collection[str] = (),
    products: Collection[str] = (),
) -> Equations:
    """Parse the text of a cell.

    Args:
        text: one equation per line; blank lines are ignored.
        given: the names defined outside (inputs, states, weights).
        functions: the functions of one operand that it may call, besides `split` and `where`.
        products: the functions of two operands: `conv`.

    Raises:
        EquationError: a line that is not an equation, an unknown operation, a name that is read
            before it is computed, or a name that is computed twice.
    """
    known = set(given)
    arity = {**dict.fromkeys(functions, 1), **dict.fromkeys(products, 2), "where": 3}
    lines: list[Equation] = []
    for number, raw in enumerate(text.strip().splitlines(), start=1):
        source = raw.strip()
        if not source:
            continue
        equation = _equation(source, number, arity)
        for name in equation.reads:
            if name not in known:
                raise EquationError(
                    f"line {number}, '{source}': '{name}' is read before it is known"
                )
        for name in equation.targets:
            if name in known:
                raise EquationError(f"line {number}, '{source}': '{name}' has a value already")
            known.add(name)
        lines.append(equation)
    if not lines:
        raise EquationError("no equations in the text")
    return Equations(tuple(lines), tuple(given), tuple(functions), tuple(products))


def _equation(source: str, number: int, arity: Mapping[str, int]) -> Equation:
    try:
        body = ast.parse(source).body
    except SyntaxError as error:
        raise EquationError(
            f"line {number}, '{source}', column {error.offset}: {error.msg}"
        ) from None
    if len(body) != 1 or not isinstance(body[0], ast.Assign) or len(body[0].targets) != 1:
        raise EquationError(f"line {number}, '{source}': write 'name = expression'")
    target = body[0].targets[0]
    elements = target.elts if isinstance(target, ast.Tuple) else [target]
    names = [element.id for element in elements if isinstance(element, ast.Name)]
    if len(names) != len(elements):
        raise EquationError(f"line {number}, '{source}': the left side must be names")
    expression = _expression(body[0].value, source, number, arity)
    parts = _parts(expression)
    if len(names) != parts:
        raise EquationError(f"line {number}, '{source}': {len(names)} names for {parts} values")
    return Equation(source, tuple(names), expression)


def _parts(expression: Expression) -> int:
    if isinstance(expression, Operation) and expression.operation == "split":
        count = expression.operands[1]
        assert isinstance(count, Number)
        return int(count.value)
    return 1


def _expression(node: ast.expr, source: str, number: int, arity: Mapping[str, int]) -> Expression:
    def inner(child: ast.expr) -> Expression:
        return _expression(child, source, number, arity)

    match node:
        case ast.Name(id=name):
            return Name(name)
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            return Number(value)
        case ast.BinOp(left=left, op=operator, right=right) if type(operator) in _OPERATORS:
            return Operation(_OPERATORS[type(operator)], (inner(left), inner(right)))
        case ast.Call(
            func=ast.Name(id="split"), args=[operand, ast.Constant(value=int())], keywords=[]
        ):
            return Operation("split", (inner(operand), inner(node.args[1])))
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if arity.get(name) == len(
            args
        ):
            return Operation(name, tuple(inner(operand) for operand in args))
    what = ast.get_source_segment(source, node) or source
    raise EquationError(
        f"line {number}, '{source}', column {node.col_offset + 1}: "
        f"'{what}' is not one of the operations @ + - * split {' '.join(arity)}"
    )

"""Parser of expressions: names, numbers, arithmetic, comparisons and the functions of a table.

Python's `ast` parses the text, and only the nodes listed here are allowed: no attributes except
LAYER.VARIABLE, no calls except the functions, no assignments, no strings. It is never run as Python.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from rnntui.debugger.expressions.functions import FUNCTIONS, SPECIAL
from rnntui.errors import ExpressionError

LONGEST = 1000
_DEEPEST = 60
_LARGEST = 2**53

Node = ast.expr


@dataclass(frozen=True, eq=False)
class Expression:
    """A checked expression.

    text: as typed; tree: its checked syntax tree
    variables: the variables it reads, without repeats, in the order of the text: ("", "h_t") or
        ("lstm_1", "c_t")
    """

    text: str
    tree: Node
    variables: tuple[tuple[str, str], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The variables as typed."""
        return tuple(f"{layer}.{name}" if layer else name for layer, name in self.variables)


def parse_expression(text: str) -> Expression:
    """Parse and check an expression.

    Raises:
        ExpressionError: with the column, from 1, and a suggestion where possible.
    """
    source = text.strip()
    if not source:
        raise ExpressionError("missing expression", text, 1)
    if len(source) > LONGEST:
        raise ExpressionError(f"longer than {LONGEST} characters", text, LONGEST)
    try:
        with warnings.catch_warnings():
            # Python warns about `1if`, which it still accepts.
            warnings.simplefilter("ignore")
            tree = ast.parse(source, mode="eval").body
    except SyntaxError as error:
        # The offset is 0 if the text ends too early.
        column = error.offset or len(source) + 1
        assigned = source[column - 1 : column] == "="
        reason = "did you mean '=='?" if assigned else error.msg
        raise ExpressionError(reason, source, column) from None
    except (ValueError, RecursionError, MemoryError):
        raise ExpressionError("can't be parsed", source, 1) from None
    _check(tree, source, 0)
    return Expression(source, tree, tuple(dict.fromkeys(_variables(tree))))


def as_variable(node: Node) -> tuple[str, str] | None:
    """The layer ("" if not given) and name of a variable; None for any other node."""
    match node:
        case ast.Name(id=name):
            return "", name
        case ast.Attribute(value=ast.Name(id=layer), attr=name):
            return layer, name
    return None


def _check(node: Node, source: str, depth: int) -> None:
    if depth > _DEEPEST:
        raise ExpressionError("nested too deeply", source, column_of(node, source))
    for child in _children(node, source):
        _check(child, source, depth + 1)


def _children(node: Node, source: str) -> Iterator[Node]:
    """The parts of a node that must be checked; raises ExpressionError for a node not allowed."""
    column = column_of(node, source)
    match node:
        case ast.Constant(value=int(number)) if number > _LARGEST:
            raise ExpressionError(f"the largest whole number is {_LARGEST}", source, column)
        case ast.Constant(value=bool() | int() | float()):
            return
        case ast.Name():
            return
        case ast.Attribute(value=ast.Name(), attr=name) if not name.startswith("_"):
            return
        case ast.UnaryOp(op=ast.USub() | ast.UAdd() | ast.Not(), operand=operand):
            yield operand
        case ast.BinOp(left=left, op=op, right=right) if isinstance(op, _OPERATORS):
            yield left
            yield right
        case ast.BoolOp(values=values):
            yield from values
        case ast.Compare(left=left, ops=ops, comparators=comparators) if all(
            isinstance(op, _COMPARISONS) for op in ops
        ):
            yield left
            yield from comparators
        case ast.IfExp(test=test, body=body, orelse=orelse):
            yield from (test, body, orelse)
        case ast.Subscript(value=value, slice=index):
            yield value
            yield from _index(index)
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=keywords):
            yield from _arguments(node, name, arguments, keywords, source)
        case _:
            raise ExpressionError(_not_allowed(node), source, column)


def _index(index: Node) -> Iterator[Node]:
    parts = index.elts if isinstance(index, ast.Tuple) else [index]
    for part in parts:
        if isinstance(part, ast.Slice):
            yield from (end for end in (part.lower, part.upper, part.step) if end is not None)
        elif not (isinstance(part, ast.Constant) and part.value is ...):
            yield part


def _arguments(
    node: ast.Call, name: str, arguments: list[Node], keywords: list[ast.keyword], source: str
) -> Iterator[Node]:
    known = sorted({**FUNCTIONS, **SPECIAL})
    if name not in known:
        near = get_close_matches(name, known, 1)
        hint = f"; did you mean '{near[0]}'?" if near else f"; functions: {', '.join(known)}"
        raise ExpressionError(f"no function '{name}'{hint}", source, column_of(node, source))
    lowest, highest = {**FUNCTIONS, **SPECIAL}[name].arguments
    if not lowest <= len(arguments) <= highest or any(k.arg != "axis" for k in keywords):
        takes = str(lowest) if lowest == highest else f"{lowest} to {highest}"
        raise ExpressionError(
            f"{name} takes {takes} argument{'' if takes == '1' else 's'}",
            source,
            column_of(node, source),
        )
    if keywords and not (name in FUNCTIONS and FUNCTIONS[name].reduces):
        raise ExpressionError(f"{name} takes no axis", source, column_of(node, source))
    if name in SPECIAL and SPECIAL[name].of_variable and as_variable(arguments[0]) is None:
        raise ExpressionError(
            f"the first argument of {name} must be a variable", source, column_of(node, source)
        )
    yield from arguments
    yield from (keyword.value for keyword in keywords)


def _variables(node: Node) -> Iterator[tuple[str, str]]:
    found = as_variable(node)
    if found is not None:
        yield found
        return
    parts = list(ast.iter_child_nodes(node))
    if isinstance(node, ast.Call):
        parts = [*node.args, *(keyword.value for keyword in node.keywords)]
    for part in parts:
        if isinstance(part, ast.expr):
            yield from _variables(part)


def _not_allowed(node: Node) -> str:
    what = {
        ast.Attribute: "a dot is only allowed in LAYER.VARIABLE",
        ast.Call: "only the functions listed in the help can be called",
        ast.Constant: "only numbers are allowed",
        ast.Lambda: "lambda is not allowed",
    }.get(type(node), f"{type(node).__name__} is not allowed in an expression")
    return what


def column_of(node: Node, source: str) -> int:
    """The column where a part of an expression begins, from 1. Python's offsets count bytes."""
    lines = source.splitlines() or [""]
    line = lines[min(node.lineno, len(lines)) - 1]
    return len(line.encode()[: node.col_offset].decode(errors="ignore")) + 1


_OPERATORS = (
    ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow, ast.MatMult,
)  # fmt: skip
_COMPARISONS = (ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq)

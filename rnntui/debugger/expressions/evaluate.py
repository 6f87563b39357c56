"""The value of an expression, over a block of timesteps at once.

One evaluator serves one timestep (a block of one) and a scan over all: a value that differs from
timestep to timestep carries time as its first axis, and every operation leaves that axis alone.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from rnntui.debugger.expressions.functions import FUNCTIONS
from rnntui.debugger.expressions.parse import Expression, Node, as_variable
from rnntui.debugger.expressions.scope import Scope
from rnntui.errors import ExpressionError

if TYPE_CHECKING:
    from jaxtyping import Bool, Shaped

Array = np.ndarray[Any, Any]
_MOST_VALUES = 50_000_000


@dataclass(frozen=True, eq=False)
class _Value:
    """An array.

    timed: whether its first axis is time, of the block's length
    weak: whether it is a written number, which takes the dtype of what it meets
    """

    array: Array
    timed: bool
    weak: bool = False

    @property
    def rank(self) -> int:
        """The axes besides time."""
        return self.array.ndim - self.timed


def value_at(expression: Expression, scope: Scope, t: int) -> Shaped[np.ndarray, "..."]:
    """The value at one timestep.

    Raises:
        ExpressionError: a name that is not there, or values that do not go together.
    """
    found = _evaluated(expression, scope, t, t + 1)
    return found.array[0] if found.timed else found.array


def holds_over(
    expression: Expression, scope: Scope, start: int, stop: int
) -> Bool[np.ndarray, " steps"]:
    """Whether a condition holds, at each of the timesteps start..stop-1.

    Raises:
        ExpressionError: as `value_at`; or it gives several values, not one.
    """
    found = _evaluated(expression, scope, start, stop)
    if found.rank and found.array.size != (stop - start if found.timed else 1):
        shape = found.array.shape[found.timed :]
        raise ExpressionError(
            f"gives {shape} values, not one; any(…) or all(…) makes one of them", expression.text, 1
        )
    if not found.timed:
        return np.full(stop - start, bool(found.array.reshape(())), bool)
    return found.array.reshape(stop - start).astype(bool)


def rows_over(
    expression: Expression, scope: Scope, start: int, stop: int
) -> Shaped[np.ndarray, "steps ..."]:
    """The values at the timesteps start..stop-1, time first.

    Raises:
        ExpressionError: as `value_at`.
    """
    found = _evaluated(expression, scope, start, stop)
    if found.timed:
        return found.array
    return np.broadcast_to(found.array, (stop - start, *found.array.shape))


def _evaluated(expression: Expression, scope: Scope, start: int, stop: int) -> _Value:
    check_names(expression, scope)
    with np.errstate(all="ignore"):
        return _Evaluator(expression.text, scope, start, stop).of(expression.tree)


def check_names(expression: Expression, scope: Scope) -> None:
    """Raise ExpressionError for a variable that the scope does not have; says the nearest."""
    from difflib import get_close_matches

    for node in ast.walk(expression.tree):
        found = as_variable(node) if isinstance(node, ast.expr) else None
        if found is None or _is_part(node, expression.tree) or scope.known(*found):
            continue
        written = ".".join(part for part in found if part)
        names = sorted(scope.names())
        near = get_close_matches(written, names, 1) or get_close_matches(found[1], names, 1)
        short = [name for name in names if "." not in name]
        hint = f"did you mean '{near[0]}'?" if near else f"in scope: {', '.join(short)}"
        column = getattr(node, "col_offset", 0) + 1
        raise ExpressionError(f"no '{written}' here; {hint}", expression.text, column)


def _is_part(node: ast.AST, tree: ast.expr) -> bool:
    """Whether a name is the layer of LAYER.VARIABLE or a function's, not a variable."""
    return any(
        (isinstance(outer, ast.Attribute) and outer.value is node)
        or (isinstance(outer, ast.Call) and outer.func is node)
        for outer in ast.walk(tree)
    )


class _Evaluator:
    def __init__(self, text: str, scope: Scope, start: int, stop: int) -> None:
        self._text = text
        self._scope = scope
        self._start = start
        self._stop = stop

    def of(self, node: Node) -> _Value:
        try:
            found = self._of(node)
        except ExpressionError:
            raise
        except (ValueError, TypeError, IndexError, ZeroDivisionError, OverflowError) as error:
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise ExpressionError(reason, self._text, node.col_offset + 1) from None
        if found.array.size > _MOST_VALUES:
            raise ExpressionError("too many values at once", self._text, node.col_offset + 1)
        return found

    def _of(self, node: Node) -> _Value:
        variable = as_variable(node)
        if variable is not None:
            return self._variable(*variable)
        match node:
            case ast.Constant(value=value):
                return _Value(np.asarray(value), False, weak=True)
            case ast.UnaryOp(op=sign, operand=operand):
                inner = self.of(operand)
                return _Value(_UNARY[type(sign)](inner.array), inner.timed, inner.weak)
            case ast.BinOp(left=left, op=ast.MatMult(), right=ast.Constant(value=int(t))) if (
                as_variable(left) is not None
            ):
                return self._at(left, _Value(np.asarray(t), False))
            case ast.BinOp(left=left, op=ast.MatMult(), right=right):
                return _product(self.of(left), self.of(right))
            case ast.BinOp(left=left, op=op, right=right):
                return _together(_BINARY[type(op)], self.of(left), self.of(right))
            case ast.BoolOp(op=joint, values=parts):
                joined = np.logical_and if isinstance(joint, ast.And) else np.logical_or
                return _chained(joined, [self.of(part) for part in parts])
            case ast.Compare(left=left, ops=ops, comparators=comparators):
                sides = [self.of(part) for part in (left, *comparators)]
                pairs = [
                    _together(_COMPARE[type(sign)], one, other)
                    for sign, one, other in zip(ops, sides, sides[1:], strict=False)
                ]
                return _chained(np.logical_and, pairs)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                return _together(np.where, self.of(test), self.of(body), self.of(orelse))
            case ast.Subscript(value=value, slice=index):
                inner = self.of(value)
                key = self._key(index)
                return _Value(inner.array[(slice(None), *key) if inner.timed else key], inner.timed)
            case ast.Call(func=ast.Name(id=name), args=arguments, keywords=keywords):
                return self._call(node, name, arguments, keywords)
        raise AssertionError(node)

    def _variable(self, layer: str, name: str) -> _Value:
        scope = self._scope
        if scope.timed(layer, name):
            return _Value(scope.rows(layer, name, self._start, self._stop), True)
        return _Value(scope.value(layer, name), False)

    def _call(
        self, node: Node, name: str, arguments: list[Node], keywords: list[ast.keyword]
    ) -> _Value:
        first = as_variable(arguments[0])
        if name == "changed":
            return self._changed(arguments[0])
        if name == "size":
            inner = self.of(arguments[0])
            shape = inner.array.shape[inner.timed :]
            return _Value(np.asarray(int(np.prod(shape))), False)
        if name == "at":
            return self._at(arguments[0], self.of(arguments[1]))
        if name == "history":
            assert first is not None
            if not self._scope.timed(*first):
                raise ValueError(f"{first[1]} has one value, no history")
            return _Value(self._scope.rows(*first, 0, self._scope.timesteps), False)
        if name == "keras_of":
            assert first is not None
            return _Value(self._scope.keras_rows(*first, self._start, self._stop), True)
        function = FUNCTIONS[name]
        assert function.compute is not None
        values = [self.of(argument) for argument in arguments]
        if not function.reduces:
            return _together(function.compute, *values)
        axis = self.of(keywords[0].value).array if keywords else None
        return _reduced(function.compute, values[0], None if axis is None else int(axis))

    def _changed(self, node: Node) -> _Value:
        """Whether a value differs from that of the timestep before; at the first it does not."""
        before = max(self._start - 1, 0)
        found = _Evaluator(self._text, self._scope, before, self._stop).of(node)
        if not found.timed:
            return _Value(np.asarray(False), False)
        rows = found.array.reshape(len(found.array), -1)
        both_nan = np.isnan(rows[1:]) & np.isnan(rows[:-1]) if rows.dtype.kind == "f" else False
        differs = np.any((rows[1:] != rows[:-1]) & ~np.asarray(both_nan), axis=1)
        if self._start == 0:
            differs = np.concatenate([[False], differs])
        return _Value(differs, True)

    def _at(self, variable: Node, t: _Value) -> _Value:
        """A variable at another timestep; beyond the ends NaN."""
        found_at = as_variable(variable)
        assert found_at is not None
        layer, name = found_at
        scope = self._scope
        if not scope.timed(layer, name):
            return _Value(scope.value(layer, name), False)
        if t.rank or t.array.dtype.kind not in "iub":
            raise ValueError("a timestep is one whole number")
        wanted = np.atleast_1d(t.array).astype(int)
        inside = (wanted >= 0) & (wanted < scope.timesteps)
        low, high = int(wanted[inside].min(initial=0)), int(wanted[inside].max(initial=0))
        rows = scope.rows(layer, name, low, high + 1)
        found = rows[np.where(inside, wanted, low) - low]
        if not inside.all():
            found = found.astype(float)
            found[~inside] = np.nan
        return _Value(found if t.timed else found[0], t.timed)

    def _key(self, index: Node) -> tuple[Any, ...]:
        parts = index.elts if isinstance(index, ast.Tuple) else [index]
        return tuple(self._part(part) for part in parts)

    def _part(self, part: Node) -> Any:
        if isinstance(part, ast.Slice):
            ends = (part.lower, part.upper, part.step)
            return slice(*(None if end is None else self._whole(end) for end in ends))
        if isinstance(part, ast.Constant) and part.value is ...:
            return ...
        return self._whole(part)

    def _whole(self, node: Node) -> int:
        found = self.of(node)
        if found.array.size != 1 or found.array.dtype.kind not in "iu":
            raise ValueError("an index is one whole number")
        return int(found.array.reshape(()))


def _aligned(values: tuple[_Value, ...]) -> tuple[list[Array], bool]:
    """The arrays so that NumPy pairs their last axes, and time with time."""
    if not any(value.timed for value in values):
        return [_plain(value) for value in values], False
    rank = max(value.rank for value in values)
    arrays = []
    for value in values:
        if value.timed:
            steps, *rest = value.array.shape
            arrays.append(value.array.reshape(steps, *(1,) * (rank - value.rank), *rest))
        else:
            arrays.append(_plain(value))
    return arrays, True


def _plain(value: _Value) -> Any:
    return value.array.item() if value.weak else value.array


def _together(function: Any, *values: _Value) -> _Value:
    arrays, timed = _aligned(values)
    return _Value(np.asarray(function(*arrays)), timed)


def _chained(function: Any, values: list[_Value]) -> _Value:
    whole = values[0]
    for value in values[1:]:
        whole = _together(function, whole, value)
    return whole


def _product(one: _Value, other: _Value) -> _Value:
    """The matrix product, timestep by timestep."""
    if not one.timed and not other.timed:
        return _Value(np.asarray(one.array @ other.array), False)
    steps = len(one.array if one.timed else other.array)
    rows = [
        (one.array[t] if one.timed else one.array)
        @ (other.array[t] if other.timed else other.array)
        for t in range(steps)
    ]
    return _Value(np.asarray(rows), True)


def _reduced(function: Any, value: _Value, axis: int | None) -> _Value:
    if not value.timed:
        return _Value(np.asarray(function(value.array, axis=axis)), False)
    if axis is None:
        flat = value.array.reshape(len(value.array), -1)
        return _Value(np.asarray(function(flat, axis=1)), True)
    if not -value.rank <= axis < value.rank:
        raise ValueError(f"no axis {axis}: there are {value.rank}")
    return _Value(np.asarray(function(value.array, axis=axis + 1 if axis >= 0 else axis)), True)


def _power(x: Any, y: Any) -> Any:
    # Whole numbers would overflow, and NumPy takes no negative power of them.
    return np.power(np.multiply(x, 1.0), y)


def _minus(x: Any, y: Any) -> Any:
    # NumPy subtracts no truths.
    return np.subtract(np.multiply(x, 1), np.multiply(y, 1))


_UNARY: dict[type[ast.unaryop], Any] = {
    ast.Not: np.logical_not,
    ast.UAdd: np.positive,
    ast.USub: lambda x: np.negative(x.astype(int) if x.dtype == bool else x),
}
_BINARY: dict[type[ast.operator], Any] = {
    ast.Add: np.add,
    ast.Div: np.true_divide,
    ast.FloorDiv: np.floor_divide,
    ast.Mod: np.mod,
    ast.Mult: np.multiply,
    ast.Pow: _power,
    ast.Sub: _minus,
}
_COMPARE: dict[type[ast.cmpop], Any] = {
    ast.Eq: np.equal,
    ast.Gt: np.greater,
    ast.GtE: np.greater_equal,
    ast.Lt: np.less,
    ast.LtE: np.less_equal,
    ast.NotEq: np.not_equal,
}

"""Evaluation of expressions over blocks of timesteps.

The same evaluator computes one timestep (a block of one) and searches over all.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

import numpy as np

from rnntui.debugger.expressions.functions import FUNCTIONS
from rnntui.debugger.expressions.parse import Expression, Node, as_variable, column_of
from rnntui.debugger.expressions.scope import Scope
from rnntui.debugger.expressions.values import (
    BINARY,
    COMPARE,
    MOST_VALUES,
    UNARY,
    TooManyError,
    Value,
    chained,
    product,
    reduced,
    together,
)
from rnntui.errors import ExpressionError

if TYPE_CHECKING:
    from jaxtyping import Bool, Shaped

Array = np.ndarray[Any, Any]
# The largest array, in values, that is computed in parts; larger ones are refused.
_MOST_WORK = 100_000_000


def value_at(expression: Expression, scope: Scope, t: int) -> Shaped[np.ndarray, "..."]:
    """The value at one timestep.

    Raises:
        ExpressionError: an unknown name, or shapes that do not match.
    """
    found = _evaluated(expression, scope, t, t + 1)
    assert found is not None
    return found.at(0)


def holds_over(
    expression: Expression, scope: Scope, start: int, stop: int
) -> Bool[np.ndarray, " steps"]:
    """Whether a condition holds at each of the timesteps start..stop-1.

    Raises:
        ExpressionError: as `value_at`; or the value is an array, not a number.
    """
    found = _evaluated(expression, scope, start, stop)
    if found is None:
        return np.concatenate(
            [holds_over(expression, scope, *part) for part in _halves(start, stop)]
        )
    if found.rank and found.array.size != (stop - start if found.timed else 1):
        raise ExpressionError(
            f"shape {found.shape}, not a single value; use any(…) or all(…)",
            expression.text,
            1,
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
    if found is None:
        return np.concatenate(
            [rows_over(expression, scope, *part) for part in _halves(start, stop)]
        )
    if found.timed:
        return found.array
    return np.broadcast_to(found.array, (stop - start, *found.array.shape))


def _evaluated(expression: Expression, scope: Scope, start: int, stop: int) -> Value | None:
    """The value over a block; None if the block is too long to compute at once."""
    check_names(expression, scope)
    try:
        with np.errstate(all="ignore"):
            return _Evaluator(expression.text, scope, start, stop).of(expression.tree)
    except TooManyError as error:
        if stop - start == 1 or error.size > _MOST_WORK:
            raise ExpressionError(str(error), expression.text, 1) from None
        return None


def _halves(start: int, stop: int) -> tuple[tuple[int, int], tuple[int, int]]:
    middle = (start + stop) // 2
    return (start, middle), (middle, stop)


def check_names(expression: Expression, scope: Scope) -> None:
    """Raise ExpressionError for a variable that is not in the scope; suggests the nearest."""
    from difflib import get_close_matches

    for node in ast.walk(expression.tree):
        found = as_variable(node) if isinstance(node, ast.expr) else None
        if found is None or _is_part(node, expression.tree) or scope.known(*found):
            continue
        written = ".".join(part for part in found if part)
        names = list(scope.names())
        near = get_close_matches(written, names, 1) or get_close_matches(found[1], names, 1)
        short = [name for name in names if "." not in name]
        hint = f"did you mean '{near[0]}'?" if near else f"in scope: {', '.join(short)}"
        assert isinstance(node, ast.expr)
        column = column_of(node, expression.text)
        raise ExpressionError(f"no '{written}' here; {hint}", expression.text, column)


def _is_part(node: ast.AST, tree: ast.expr) -> bool:
    """Whether a name is the layer of LAYER.VARIABLE, or a function, not a variable."""
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

    def of(self, node: Node) -> Value:
        try:
            found = self._of(node)
        except (ExpressionError, TooManyError):
            raise
        except (ValueError, TypeError, IndexError, ZeroDivisionError, OverflowError) as error:
            reason = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise ExpressionError(reason, self._text, column_of(node, self._text)) from None
        if found.array.size > MOST_VALUES:
            raise TooManyError(found.array.size)
        return found

    def _of(self, node: Node) -> Value:
        variable = as_variable(node)
        if variable is not None:
            return self._variable(*variable)
        match node:
            case ast.Constant(value=value):
                return Value(np.asarray(value), False, weak=True)
            case ast.UnaryOp(op=sign, operand=operand):
                inner = self.of(operand)
                return Value(UNARY[type(sign)](inner.array), inner.timed, inner.weak)
            case ast.BinOp(left=left, op=ast.MatMult(), right=right):
                other = self.of(right)
                # A matrix product with a single number makes no sense, so h_t@5 is h_t at t=5.
                if as_variable(left) is not None and not other.rank:
                    return self._at(left, other)
                return product(self.of(left), other)
            case ast.BinOp(left=left, op=op, right=right):
                return together(BINARY[type(op)], self.of(left), self.of(right))
            case ast.BoolOp(op=joint, values=parts):
                joined = np.logical_and if isinstance(joint, ast.And) else np.logical_or
                return chained(joined, [self.of(part) for part in parts])
            case ast.Compare(left=left, ops=ops, comparators=comparators):
                sides = [self.of(part) for part in (left, *comparators)]
                pairs = [
                    together(COMPARE[type(sign)], left_side, right_side)
                    for sign, left_side, right_side in zip(ops, sides, sides[1:], strict=False)
                ]
                return chained(np.logical_and, pairs)
            case ast.IfExp(test=test, body=body, orelse=orelse):
                return together(np.where, self.of(test), self.of(body), self.of(orelse))
            case ast.Subscript(value=value, slice=index):
                return self._part(self.of(value), index)
            case ast.Call(func=ast.Name(id=name), args=arguments, keywords=keywords):
                return self._call(node, name, arguments, keywords)
        raise AssertionError(node)

    def _variable(self, layer: str, name: str) -> Value:
        scope = self._scope
        if scope.timed(layer, name):
            return Value(scope.rows(layer, name, self._start, self._stop), True)
        return Value(scope.value(layer, name), False)

    def _call(
        self, node: Node, name: str, arguments: list[Node], keywords: list[ast.keyword]
    ) -> Value:
        first = as_variable(arguments[0])
        if name == "changed":
            return self._changed(arguments[0])
        if name == "size":
            inner = self.of(arguments[0])
            return Value(np.asarray(int(np.prod(inner.shape))), False)
        if name == "at":
            return self._at(arguments[0], self.of(arguments[1]))
        if name == "history":
            assert first is not None
            length = self._scope.length(*first)
            if not length:
                raise ValueError(f"{first[1]} has one value for the whole sequence, so no history")
            return Value(self._scope.history(*first, 0, length), False)
        if name == "keras_of":
            assert first is not None
            return Value(self._scope.reference_rows(*first, self._start, self._stop), True)
        function = FUNCTIONS[name]
        assert function.compute is not None
        values = [self.of(argument) for argument in arguments]
        if not function.reduces:
            return together(function.compute, *values)
        axis = self._whole(keywords[0].value, "an axis") if keywords else None
        return reduced(function.compute, values[0], axis)

    def _changed(self, node: Node) -> Value:
        """Whether a value differs from the previous timestep; False at the first."""
        before = max(self._start - 1, 0)
        found = _Evaluator(self._text, self._scope, before, self._stop).of(node)
        if not found.timed:
            return Value(np.asarray(False), False)
        rows = found.array.reshape(len(found.array), -1)
        both_nan = np.isnan(rows[1:]) & np.isnan(rows[:-1]) if rows.dtype.kind == "f" else False
        differs = np.any((rows[1:] != rows[:-1]) & ~np.asarray(both_nan), axis=1)
        if self._start == 0:
            differs = np.concatenate([[False], differs])
        return Value(differs, True)

    def _at(self, variable: Node, t: Value) -> Value:
        """A variable at another timestep; NaN beyond the ends."""
        found_at = as_variable(variable)
        assert found_at is not None
        layer, name = found_at
        scope = self._scope
        if not scope.timed(layer, name):
            return Value(scope.value(layer, name), False)
        if t.rank or t.array.dtype.kind not in "iubf":
            raise ValueError("a timestep must be a whole number")
        wanted = np.atleast_1d(t.array)
        inside = (wanted >= 0) & (wanted < scope.length(layer, name))
        if np.any(wanted[inside] % 1):
            raise ValueError("a timestep must be a whole number")
        wanted = np.where(inside, wanted, 0).astype(int)
        low, high = (int(end(wanted[inside])) if inside.any() else 0 for end in (np.min, np.max))
        rows = scope.history(layer, name, low, high + 1)
        found = rows[np.where(inside, wanted, low) - low]
        # The dtype must not depend on whether a block reaches beyond the ends.
        if found.dtype.kind != "f" and (t.timed or not inside.all()):
            found = found.astype(float)
        if not inside.all():
            found[~inside] = np.nan
        return Value(found if t.timed else found[0], t.timed)

    def _part(self, whole: Value, index: Node) -> Value:
        """An indexed value; the index may vary with the timestep."""
        parts = index.elts if isinstance(index, ast.Tuple) else [index]
        keys = [self._key(part) for part in parts]
        steps = self._stop - self._start
        timed = any(isinstance(key, Value) and key.timed for key in keys)
        try:
            if not timed:
                key = _at(keys, 0)
                return Value(whole.array[(slice(None), *key) if whole.timed else key], whole.timed)
            rows = [whole.at(t)[_at(keys, t)] for t in range(steps)]
        except IndexError:
            raise ValueError(f"index out of range: the shape is {whole.shape}") from None
        return Value(np.asarray(rows), True)

    def _key(self, part: Node) -> Any:
        if isinstance(part, ast.Slice):
            ends = (part.lower, part.upper, part.step)
            return slice(
                *(None if end is None else self._whole(end, "a slice bound") for end in ends)
            )
        if isinstance(part, ast.Constant) and part.value is ...:
            return ...
        found = self.of(part)
        if found.rank or found.array.dtype.kind not in "iu":
            raise ValueError("an index must be a whole number")
        return found

    def _whole(self, node: Node, what: str) -> int:
        found = self.of(node)
        if found.timed or found.rank or found.array.dtype.kind not in "iu":
            raise ValueError(f"{what} must be a whole number, the same at all timesteps")
        return int(found.array)


def _at(keys: list[Any], t: int) -> tuple[Any, ...]:
    return tuple(int(key.at(t)) if isinstance(key, Value) else key for key in keys)

"""The find command: search samples, layers, timesteps and units."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from rnntui.debugger.commands.arguments.locations import equation_of, layers_of
from rnntui.debugger.commands.arguments.value_text import spelled
from rnntui.debugger.commands.arguments.words import EXPRESSION, words
from rnntui.debugger.commands.command import Check, Command, Context, Outcome, always
from rnntui.debugger.commands.groups.sample_commands import and_back, samples_of
from rnntui.debugger.expressions.evaluate import check_names, rows_over
from rnntui.debugger.expressions.parse import Expression, parse_expression
from rnntui.debugger.session.session import Session
from rnntui.debugger.values.sample_scope import BUILT_IN
from rnntui.errors import ExpressionError, InputError

if TYPE_CHECKING:
    from jaxtyping import Shaped

_BLOCK = 4096
_KINDS = ("max", "min", "first")


@dataclass(frozen=True)
class _Best:
    value: float
    sample: int
    stage: int
    node: int
    t: int
    place: tuple[int, ...]


def _find(context: Context, argument: str) -> Outcome:
    """Go to the largest, smallest or first true value over samples, layers, timesteps and units."""
    kind, _, text = argument.partition(" ")
    text = text.strip()
    if kind not in _KINDS or not text:
        raise InputError("find: give max, min or first and an expression: find max abs(h_t)")
    session = context.session
    expression = parse_expression(text)
    layers = _layers_with(session, expression)
    best: _Best | None = None
    with and_back(session):
        for sample in samples_of(context):
            for stage, node in layers:
                found = _best_of(session, expression, kind, sample, stage, node)
                if found is not None and (best is None or _is_better(found, best, kind)):
                    best = found
            if kind == "first" and best is not None:
                break
    if best is None:
        return Outcome(f"{text}: not found")
    return _go_to(session, best, kind, expression)


def _go_to(session: Session, best: _Best, kind: str, expression: Expression) -> Outcome:
    if best.sample != session.cursor.sample:
        session.goto_sample(best.sample)
    label = session.schedule.stages[best.stage].nodes[best.node].label
    unit = f", unit {','.join(map(str, best.place))}" if best.place else ""
    value = "" if kind == "first" else f" = {spelled(best.value)}"
    where = f"sample {best.sample}, {label}, t={best.t}{unit}"
    message = f"{kind} {expression.text}{value}: {where}"
    lines = [
        line.equation
        for layer, name in expression.variables
        if not layer and (line := equation_of(session, best.stage, best.node, name)) is not None
    ]
    equation = max(lines, default=0)
    cursor = replace(session.cursor, stage=best.stage, node=best.node, t=best.t, equation=equation)
    session.go(cursor, message)
    return Outcome(message, None if kind == "first" else best.value, stop=message)


def _layers_with(session: Session, expression: Expression) -> list[tuple[int, int]]:
    """The layers that have all variables of an expression; else the cursor's layer."""
    found = []
    plain = [name for layer, name in expression.variables if not layer and name not in BUILT_IN]
    for stage, node in layers_of(session).values():
        scope = session.scope(stage, node)
        if plain and all(scope.has(name) for name in plain):
            found.append((stage, node))
    return found or [(session.cursor.stage, session.cursor.node)]


def _is_better(one: _Best, other: _Best, kind: str) -> bool:
    if kind == "first":
        return (one.stage, one.t, one.node) < (other.stage, other.t, other.node)
    return one.value > other.value if kind == "max" else one.value < other.value


def _best_of(
    session: Session, expression: Expression, kind: str, sample: int, stage: int, node: int
) -> _Best | None:
    """The best value of one layer in the open sample; the first of several equal ones."""
    scope = session.scope(stage, node)
    best: _Best | None = None
    for start in range(0, scope.timesteps, _BLOCK):
        rows = rows_over(expression, scope, start, min(start + _BLOCK, scope.timesteps))
        index = _index_in(rows, kind, expression)
        if index is None:
            continue
        t, *place = (int(part) for part in np.unravel_index(index, rows.shape))
        value = float(rows.reshape(-1)[index])
        found = _Best(value, sample, stage, node, start + t, tuple(place))
        if best is None or (kind != "first" and _is_better(found, best, kind)):
            best = found
        if kind == "first":
            break
    return best


def _index_in(
    rows: Shaped[np.ndarray, "steps ..."], kind: str, expression: Expression
) -> int | None:
    """The flat index in a block of the largest, smallest or first true value; None if none."""
    if rows.dtype.kind not in "fiub":
        raise ExpressionError("not a number", expression.text, 1)
    if not rows.size:
        raise ExpressionError("an empty array", expression.text, 1)
    if kind == "first":
        return int(np.argmax(rows != 0)) if rows.any() else None
    values: np.ndarray[Any, Any] = rows.astype(float)
    if np.isnan(values).all():
        return None
    return int(np.nanargmax(values) if kind == "max" else np.nanargmin(values))


def _check(session: Session, argument: str) -> Iterator[Check]:
    kind, _, text = argument.partition(" ")
    if not text:
        return
    if kind not in _KINDS:
        raise InputError("give max, min or first before the expression")
    check_names(parse_expression(text), session.scope())
    yield Check("enter searches all samples")


FIND = Command(
    "find", (), "max | min | first EXPRESSION",
    "Go where an expression is largest, smallest or first true, over samples, layers, timesteps "
    "and units.",
    "find max abs(h_t)", _find, "find", (words(*_KINDS), *EXPRESSION), _check, always,
)  # fmt: skip

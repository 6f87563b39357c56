"""The commands that look through samples, and through all timesteps: sample, find."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from rnntui.debugger.commands.command import Command, Context, Outcome, stopped
from rnntui.debugger.commands.places import layers_of
from rnntui.debugger.commands.values import spelled
from rnntui.debugger.expressions.evaluate import rows_over, value_at
from rnntui.debugger.expressions.parse import Expression, parse_expression
from rnntui.debugger.session import Session
from rnntui.errors import ExpressionError, InputError

_BLOCK = 4096


def _sample(context: Context, argument: str) -> Outcome:
    session = context.session
    word, _, rest = argument.partition(" ")
    if argument.isdigit():
        return stopped(session.goto_sample(int(argument)))
    if word in ("next", "previous") and not rest:
        move = session.next_sample if word == "next" else session.previous_sample
        return stopped(move())
    if word == "next" and rest.startswith("where "):
        return _next_where(context, parse_expression(rest.removeprefix("where ")))
    if argument == "worst":
        return _worst(context, parse_expression("mean(abs(output - target))"), "error")
    if argument == "worst mismatch":
        return _worst(context, parse_expression("max(abs(output - keras))"), "mismatch")
    raise InputError(
        f"sample {argument}".strip() + ": give a number, next, previous, worst, worst mismatch, or "
        "next where CONDITION"
    )


def _next_where(context: Context, condition: Expression) -> Outcome:
    """The first later sample where a condition holds at the last timestep."""
    session = context.session
    start = session.cursor
    for index in range(start.sample + 1, session.samples):
        if context.progress is not None and context.progress(index, session.samples):
            break
        session.goto_sample(index)
        if bool(np.all(value_at(condition, session.scope(), session.timesteps - 1))):
            return Outcome(f"sample {index}: {condition.text}", stop=f"opened sample {index}")
    session.goto_sample(start.sample)
    session.go(replace(start, sample=start.sample), "no later sample")
    return Outcome(f"{condition.text}: holds in no later sample", stop="no later sample")


def _worst(context: Context, measure: Expression, word: str) -> Outcome:
    session = context.session
    start = session.cursor
    values = []
    for index in range(session.samples):
        if context.progress is not None and context.progress(index, session.samples):
            break
        session.goto_sample(index)
        values.append(float(value_at(measure, session.scope(), session.timesteps - 1)))
    if not np.isfinite(values).any():
        session.goto_sample(start.sample)
        raise InputError(f"sample worst: no sample has an {word} that is a number")
    worst = int(np.nanargmax(np.where(np.isfinite(values), values, np.nan)))
    session.goto_sample(worst)
    text = f"sample {worst}: the largest {word}, {values[worst]:.4g}"
    return Outcome(text, values[worst], stop=text)


@dataclass(frozen=True)
class _Best:
    value: float
    sample: int
    stage: int
    node: int
    t: int
    place: tuple[int, ...]


def _find(context: Context, argument: str) -> Outcome:
    """The largest, the smallest or the first, over samples, layers, timesteps and units."""
    kind, _, text = argument.partition(" ")
    if kind not in ("max", "min", "first") or not text.strip():
        raise InputError("find: give max, min or first, and an expression: find max abs(h_t)")
    session, start = context.session, context.session.cursor
    expression = parse_expression(text)
    layers = _layers_with(session, expression)
    best: _Best | None = None
    for index in range(session.samples):
        if context.progress is not None and context.progress(index, session.samples):
            break
        session.goto_sample(index)
        for stage, node in layers:
            best = _better(session, expression, kind, index, stage, node, best)
        if kind == "first" and best is not None:
            break
    session.goto_sample(start.sample)
    if best is None:
        session.go(start, "not found")
        return Outcome(f"{text}: nowhere", stop=None)
    return _go_to(session, best, kind, text)


def _go_to(session: Session, best: _Best, kind: str, text: str) -> Outcome:
    session.goto_sample(best.sample)
    label = session.schedule.stages[best.stage].nodes[best.node].label
    unit = f", unit {','.join(map(str, best.place))}" if best.place else ""
    value = "" if kind == "first" else f" = {spelled(best.value)}"
    told = f"{kind} {text}{value}: sample {best.sample}, {label}, t={best.t}{unit}"
    cursor = replace(session.cursor, stage=best.stage, node=best.node, t=best.t, equation=0)
    session.go(cursor, told)
    return Outcome(told, None if kind == "first" else best.value, stop=told)


def _layers_with(session: Session, expression: Expression) -> list[tuple[int, int]]:
    """The layers that have every variable of an expression of their own; else the cursor's."""
    found = []
    plain = [name for layer, name in expression.variables if not layer]
    for stage, node in layers_of(session).values():
        own = session.scope(stage, node).own_names()
        if plain and all(name in own for name in plain):
            found.append((stage, node))
    return found or [(session.cursor.stage, session.cursor.node)]


def _better(
    session: Session,
    expression: Expression,
    kind: str,
    sample: int,
    stage: int,
    node: int,
    best: _Best | None,
) -> _Best | None:
    scope = session.scope(stage, node)
    for start in range(0, scope.timesteps, _BLOCK):
        stop = min(start + _BLOCK, scope.timesteps)
        rows = rows_over(expression, scope, start, stop)
        if rows.dtype.kind not in "fiub":
            raise ExpressionError("gives no numbers", expression.text, 1)
        if kind == "first":
            if rows.any():
                t, *place = np.unravel_index(int(np.argmax(rows)), rows.shape)
                return _Best(1.0, sample, stage, node, start + int(t), tuple(map(int, place)))
            continue
        values = np.where(np.isnan(rows), -np.inf, rows if kind == "max" else -rows)
        index = int(np.argmax(values))
        value = float(rows.reshape(-1)[index])
        better = best is None or (value > best.value if kind == "max" else value < best.value)
        if better and not np.isnan(value):
            t, *place = np.unravel_index(index, rows.shape)
            best = _Best(value, sample, stage, node, start + int(t), tuple(map(int, place)))
    return best


SAMPLING = (
    Command(
        "sample", (), "NUMBER | next [where CONDITION] | previous | worst [mismatch]",
        "Open another sample: by number, by error, or the next where a condition holds at its end.",
        "sample next", _sample, "next_sample",
    ),
    Command(
        "find", (), "max | min | first EXPRESSION",
        "Go where an expression is largest, smallest or first true: over samples, layers, timesteps "
        "and units.",
        "find max abs(h_t)", _find, "command",
    ),
)  # fmt: skip

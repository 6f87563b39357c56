"""Sample filter: a condition at the last timestep, or a part of the sample's number or name."""

from __future__ import annotations

from dataclasses import dataclass, field

from rnntui.debugger.expressions.evaluate import check_names, holds_over
from rnntui.debugger.expressions.parse import Expression, parse_expression
from rnntui.debugger.expressions.scope import Scope
from rnntui.errors import ExpressionError, InputError


@dataclass(eq=False)
class SampleFilter:
    """A filter and its results so far.

    text: as typed; expression: the condition, None for a match of numbers or names
    matches: sample -> whether it is shown; unknown: sample -> why the condition can't be computed
    done: the samples before this one have been checked
    """

    text: str
    expression: Expression | None = None
    matches: dict[int, bool] = field(default_factory=dict)
    unknown: dict[int, str] = field(default_factory=dict)
    done: int = 0

    def check(self, sample: int, scope: Scope) -> None:
        """Check one sample."""
        assert self.expression is not None
        last = scope.timesteps - 1
        try:
            self.matches[sample] = bool(holds_over(self.expression, scope, last, last + 1)[0])
        except InputError as error:
            self.matches[sample] = False
            self.unknown[sample] = getattr(error, "reason", "") or str(error)


def read_filter(text: str, scope: Scope, names: tuple[str, ...], samples: int) -> SampleFilter:
    """Parse a filter: digits match numbers; a condition; else a part of a sample name.

    Raises:
        ExpressionError: none of these; with the column of the error.
    """
    text = text.strip()
    if text.isdecimal():
        return SampleFilter(text, matches={i: str(i).startswith(text) for i in range(samples)})
    try:
        expression = parse_expression(text)
        check_names(expression, scope)
    except ExpressionError:
        wanted = text.lower()
        matches = {index: wanted in str(name).lower() for index, name in enumerate(names)}
        if not any(matches.values()):
            raise
        return SampleFilter(text, matches=matches)
    return SampleFilter(text, expression)

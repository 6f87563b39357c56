"""A filter over samples: a condition at each one's last timestep, or a part of number or name."""

from __future__ import annotations

from dataclasses import dataclass, field

from rnntui.debugger.expressions.evaluate import check_names, holds_over
from rnntui.debugger.expressions.parse import Expression, parse_expression
from rnntui.debugger.expressions.scope import Scope
from rnntui.errors import ExpressionError, InputError


@dataclass(eq=False)
class SampleFilter:
    """What was typed, and what is known of each sample.

    text: as typed; expression: the condition, None where numbers and names are looked at
    matches: sample -> whether it is shown; unknown: sample -> why that can't be told
    done: samples before this one have been looked at
    """

    text: str
    expression: Expression | None = None
    matches: dict[int, bool] = field(default_factory=dict)
    unknown: dict[int, str] = field(default_factory=dict)
    done: int = 0

    def look(self, sample: int, scope: Scope) -> None:
        """Decide of one sample."""
        assert self.expression is not None
        last = scope.timesteps - 1
        try:
            self.matches[sample] = bool(holds_over(self.expression, scope, last, last + 1)[0])
        except InputError as error:
            self.matches[sample] = False
            self.unknown[sample] = getattr(error, "reason", "") or str(error)


def read_filter(text: str, scope: Scope, names: tuple[str, ...], samples: int) -> SampleFilter:
    """Read what was typed: digits begin a number; what is in a name is one; the rest a condition.

    Raises:
        ExpressionError: it is neither; says where.
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

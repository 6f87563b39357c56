"""Watches: expressions whose values are shown at every stop."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rnntui.debugger.expressions.parse import Expression


@dataclass(frozen=True, eq=False)
class Watch:
    """One expression.

    number: from 1, never given twice
    stage, node: the layer that its names are seen from
    """

    number: int
    expression: Expression
    stage: int
    node: int


@dataclass(frozen=True, eq=False)
class Watches:
    """All of a session, in the order of their numbers."""

    all: tuple[Watch, ...] = ()
    given: int = 0

    def added(self, expression: Expression, stage: int, node: int) -> Watches:
        """With one more, which is the last."""
        number = self.given + 1
        return Watches((*self.all, Watch(number, expression, stage, node)), number)

    def without(self, number: int) -> Watches:
        """Without one of them."""
        return replace(self, all=tuple(one for one in self.all if one.number != number))

    def find(self, number: int) -> Watch | None:
        """The one of a number."""
        return next((one for one in self.all if one.number == number), None)

"""Watches: expressions whose values are shown at each stop."""

from __future__ import annotations

from dataclasses import dataclass, replace

from rnntui.debugger.expressions.parse import Expression


@dataclass(frozen=True, eq=False)
class Watch:
    """One watch.

    number: from 1, never reused
    stage, node: the layer in whose scope the expression is
    """

    number: int
    expression: Expression
    stage: int
    node: int


@dataclass(frozen=True, eq=False)
class Watches:
    """The watches of a session, by number. given: the last number used."""

    all: tuple[Watch, ...] = ()
    given: int = 0

    def added(self, expression: Expression, stage: int, node: int) -> Watches:
        """With a new watch at the end."""
        number = self.given + 1
        return Watches((*self.all, Watch(number, expression, stage, node)), number)

    def without(self, number: int) -> Watches:
        """Without one watch."""
        return replace(self, all=tuple(watch for watch in self.all if watch.number != number))

    def find(self, number: int) -> Watch | None:
        """The watch with a number, or None."""
        return next((watch for watch in self.all if watch.number == number), None)

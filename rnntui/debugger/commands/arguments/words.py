"""Completions of arguments: presets, locations, names in expressions, breakpoint and watch numbers."""

from __future__ import annotations

from collections.abc import Iterator

from rnntui.debugger.breakpoints.presets import PRESETS, preset_sites
from rnntui.debugger.commands.arguments.locations import layers_of
from rnntui.debugger.commands.command import Words
from rnntui.debugger.expressions.functions import FUNCTIONS, SPECIAL
from rnntui.debugger.session.session import Session
from rnntui.layers.layer import SteppedFunction


def words(*fixed: str) -> Words:
    """Fixed words, the same in all sessions."""
    return Words(lambda _: fixed)


def _locations(session: Session) -> Iterator[str]:
    """Each layer, and each of its equations by its result."""
    for label, (stage, index) in layers_of(session).items():
        function = session.schedule.stages[stage].nodes[index].function
        assert isinstance(function, SteppedFunction)
        yield label
        yield from (f"{label}:{line.targets[0]}" for line in function.program.equations.lines)


PRESET_NAMES = Words(
    lambda session: [name for name in PRESETS if preset_sites(name, session.schedule)],
    first=True,
)
LOCATIONS = Words(_locations)
VARIABLES = Words(lambda session: session.scope().names())
EXPRESSION = (VARIABLES, words(*(f"{name}(" for name in sorted({**FUNCTIONS, **SPECIAL}))))
BREAKPOINT_NUMBERS = Words(
    lambda session: [str(breakpoint_.number) for breakpoint_ in session.breakpoints.all], first=True
)
WATCH_NUMBERS = Words(
    lambda session: [str(watch.number) for watch in session.watches.all], first=True
)

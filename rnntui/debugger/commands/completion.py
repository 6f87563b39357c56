"""What may be typed next: commands, and what each command's argument may begin with."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from rnntui.debugger.breakpoints.presets import READY_MADE, preset_sites
from rnntui.debugger.commands.arguments.locations import layers_of
from rnntui.debugger.commands.console import find_command
from rnntui.debugger.commands.groups.screen_commands import ON_SCREEN
from rnntui.debugger.commands.registry import COMMANDS
from rnntui.debugger.expressions.functions import FUNCTIONS, SPECIAL
from rnntui.debugger.session.session import Session
from rnntui.errors import InputError
from rnntui.layers.layer import SteppedFunction

Words = Callable[[Session], Iterable[str]]


@dataclass(frozen=True)
class Completion:
    """Ways to go on with a line.

    start: where the word begins that is being typed; candidates: what it may become, likeliest first
    """

    start: int
    candidates: tuple[str, ...] = ()

    def common(self) -> str:
        """The beginning that all of them share."""
        if not self.candidates:
            return ""
        first, last = min(self.candidates), max(self.candidates)
        length = next(
            (i for i, pair in enumerate(zip(first, last, strict=False)) if pair[0] != pair[1]),
            min(len(first), len(last)),
        )
        return first[:length]


def completion(
    session: Session, line: str, known: Mapping[str, Iterable[str]] | None = None
) -> Completion:
    """How the last word of a line may go on.

    known: by command, words that only the caller knows
    """
    found = re.search(r"[\w./:-]*$", line)
    word = "" if found is None else found[0]
    verb = line.partition(" ")[0]
    # In an expression a minus is no part of a name.
    if known and verb in known and " " in line:
        words = [*known[verb]]
    elif " " in line.strip() or line.endswith(" "):
        word = word.rpartition("-")[2]
        words = _arguments(session, line, word)
    else:
        words = [command.name for command in COMMANDS]
    candidates = [one for one in dict.fromkeys(words) if one.startswith(word) and one != word]
    return Completion(len(line) - len(word), tuple(candidates))


def _arguments(session: Session, line: str, word: str) -> list[str]:
    try:
        command, _ = find_command(line)
    except InputError:
        return []
    before = line.strip().partition(" ")[2].removesuffix(word).strip()
    found: list[str] = []
    for words in _ARGUMENTS.get(command.name, ()):
        if before and words in (_ready_made, _info, _numbers, _watch_numbers, _commands):
            continue
        found += words(session)
    return found


def _ready_made(session: Session) -> list[str]:
    return [name for name in READY_MADE if preset_sites(name, session.schedule)]


def _variables(session: Session) -> list[str]:
    return list(session.scope().names())


def _functions(_: Session) -> list[str]:
    return [f"{name}(" for name in sorted({**FUNCTIONS, **SPECIAL})]


def _places(session: Session) -> list[str]:
    """Each layer, and each of its equations by what it gives."""
    found = []
    for label, (stage, index) in layers_of(session).items():
        function = session.schedule.stages[stage].nodes[index].function
        assert isinstance(function, SteppedFunction)
        lines = function.program.equations.lines
        found += [label, *(f"{label}:{line.targets[0]}" for line in lines)]
    return found


def _info(_: Session) -> list[str]:
    return ["breakpoints", "watches", "layers", "state"]


def _numbers(session: Session) -> list[str]:
    return [str(one.number) for one in session.breakpoints.all]


def _watch_numbers(session: Session) -> list[str]:
    return [str(one.number) for one in session.watches.all]


def _commands(_: Session) -> list[str]:
    return [command.name for command in COMMANDS]


def _of(*words: str) -> Words:
    return lambda _: words


_EXPRESSION: tuple[Words, ...] = (_variables, _functions)
_ARGUMENTS: Mapping[str, tuple[Words, ...]] = {
    "break": (_ready_made, _places, *_EXPRESSION),
    "tbreak": (_ready_made, _places, *_EXPRESSION),
    "watchpoint": _EXPRESSION,
    "until": _EXPRESSION,
    "watch": _EXPRESSION,
    "print": _EXPRESSION,
    "assert": _EXPRESSION,
    "find": (_of("max", "min", "first"), *_EXPRESSION),
    "goto": (_of("start", "end", "first", "last"), _places),
    "sample": (_of("next", "previous", "worst", "where", "mismatch"), *_EXPRESSION),
    "info": (_info,),
    "delete": (_numbers,),
    "disable": (_numbers,),
    "enable": (_numbers,),
    "ignore": (_numbers,),
    "unwatch": (_watch_numbers,),
    "help": (_commands,),
    "export": (_of("frame", "run"),),
    "unit": (_of("next", "previous"),),
    "timeline": (_of("in", "out", "next", "previous"), _variables),
    # Their usage names all words that they take.
    **{one.name: (_of(*re.findall(r"[a-z]+", one.usage)),) for one in ON_SCREEN},
}

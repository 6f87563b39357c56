"""What may be typed next: commands, and what each command's argument may begin with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rnntui.debugger.commands.registry import COMMANDS, parse_line
from rnntui.debugger.session.session import Session
from rnntui.errors import InputError


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
        command = parse_line(line).command
    except InputError:
        return []
    before = line.strip().partition(" ")[2].removesuffix(word).strip()
    return [
        text
        for words in command.words
        if not (before and words.first)
        for text in words.of(session)
    ]

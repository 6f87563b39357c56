"""Completion of a command line: command names, and the words of each command's argument."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rnntui.debugger.commands.registry import COMMANDS, parse_line
from rnntui.debugger.session.session import Session
from rnntui.errors import InputError


@dataclass(frozen=True)
class Completion:
    """Completions of the last word of a line.

    start: the index where the word begins; candidates: its completions, most likely first
    """

    start: int
    candidates: tuple[str, ...] = ()

    def common(self) -> str:
        """The longest common prefix of the candidates."""
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
    """Complete the last word of a line.

    known: words that only the caller knows, by command
    """
    found = re.search(r"[\w./:-]*$", line)
    word = "" if found is None else found[0]
    verb = line.partition(" ")[0]
    # In an expression a minus is not part of a name.
    if known and verb in known and " " in line:
        words = [*known[verb]]
    elif " " in line.strip() or line.endswith(" "):
        word = word.rpartition("-")[2]
        words = _arguments(session, line, word)
    else:
        words = [command.name for command in COMMANDS]
    candidates = [name for name in dict.fromkeys(words) if name.startswith(word) and name != word]
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

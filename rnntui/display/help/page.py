"""A help page: paragraphs, signs and keys, wrapped to a width."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rnntui.display.primitives.text import BLANK, Line, Span, line, printable, words

_INDENT = 2


@dataclass(frozen=True)
class HelpPage:
    """title; here: paragraphs on the current position; about: general paragraphs.

    signs, keys: each with its meaning; heading: above the signs
    """

    title: str
    about: tuple[str, ...]
    here: tuple[str, ...] = ()
    signs: tuple[tuple[str, str], ...] = ()
    keys: tuple[tuple[str, str], ...] = ()
    heading: str = "Signs"

    def lines(self, width: int) -> list[Line]:
        """The page in lines of at most `width` characters."""
        found: list[Line] = [line(Span(self.title, "heading"))]
        for index, text in enumerate(self.here):
            found.extend((*([BLANK] if index else []), *words(text, "unit", width)))
        for text in self.about:
            found.extend((BLANK, *words(text, "text", width)))
        for title, rows in ((self.heading, self.signs), ("Keys", self.keys)):
            if rows:
                found.extend((BLANK, line(Span(title, "heading")), *_table(rows, width)))
        return found


def _table(rows: Iterable[tuple[str, str]], width: int) -> list[Line]:
    rows = tuple(rows)
    column = min(max(len(sign) for sign, _ in rows), max(8, width // 3)) + _INDENT
    found: list[Line] = []
    for sign, meaning in rows:
        room = max(8, width - _INDENT - column)
        lines = words(printable(meaning), "text", room)
        if len(sign) + _INDENT > column:
            found.append(line(" " * _INDENT, Span(sign, "key")))
            sign = ""
        for index, part in enumerate(lines):
            first = Span((sign if index == 0 else "").ljust(column), "key")
            found.append((Span(" " * _INDENT), first, *part))
    return found

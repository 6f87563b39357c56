"""The line of keys at the foot of a screen of its own."""

from __future__ import annotations

from collections.abc import Iterable

from rnntui.display.text import Line, Span


def hint_line(keys: Iterable[tuple[str, str]], width: int) -> Line:
    """Keys and what they do, as many as fit."""
    spans: list[Span] = [Span(" ")]
    used = 1
    for key, word in keys:
        size = len(key) + len(word) + 3
        if used + size - 2 > width:
            break
        spans.extend((Span(key, "key"), Span(f" {word}  ", "dim")))
        used += size
    return tuple(spans)

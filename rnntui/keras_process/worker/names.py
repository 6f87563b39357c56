"""Names that stand for one thing each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable


def unique(names: Iterable[str]) -> list[str]:
    """The names in order; the second "lstm" is called "lstm:1", the third "lstm:2"."""
    seen: Counter[str] = Counter()
    result = []
    for name in names:
        result.append(f"{name}:{seen[name]}" if seen[name] else name)
        seen[name] += 1
    return result

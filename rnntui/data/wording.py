"""Words that the readers' messages share, so that each message stays one line."""

from __future__ import annotations

from collections.abc import Iterable


def one_line(text: object) -> str:
    """The text with every run of white space, line breaks included, as one blank."""
    return " ".join(str(text).split())


def listed(names: Iterable[str], limit: int = 10) -> str:
    """Names for a message: "a, b, c"; beyond `limit`, "a, b, … (12 in all)"; "nothing" for none."""
    every = [one_line(name) for name in names]
    if not every:
        return "nothing"
    if len(every) <= limit:
        return ", ".join(every)
    return f"{', '.join(every[:limit])}, … ({len(every)} in all)"


def shape_text(shape: Iterable[int | None]) -> str:
    """A shape as Python writes it, "any" where it is open: (20, 4), (any, 4), (any,)."""
    sizes = ["any" if size is None else str(size) for size in shape]
    return f"({', '.join(sizes)}{',' if len(sizes) == 1 else ''})"


def plural(count: int, noun: str) -> str:
    """A count with its noun: "1 sample", "12 samples"."""
    return f"{count} {noun}{'' if count == 1 else 's'}"

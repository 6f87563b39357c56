"""The elements of a layout: places, side by side and one above the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """A part's share of the whole, within bounds in cells."""

    share: float = 0.0
    least: int = 0
    most: int = 1_000_000

    def of(self, whole: int) -> int:
        """In cells."""
        # 0.29 of 200 is 57.99…; 58 is meant.
        return max(self.least, min(int(whole * self.share + 1e-6), self.most))


def cells(count: int) -> Size:
    """A fixed size."""
    return Size(least=count)


@dataclass(frozen=True)
class Slot:
    """A place where panes take turns, one at a time; size None: the remaining space."""

    panes: tuple[str, ...]
    size: Size | None = None


@dataclass(frozen=True)
class Split:
    """Parts side by side (`across`), or one above the other; at most one has no size."""

    across: bool
    parts: tuple[Part, ...]
    size: Size | None = None


Part = Slot | Split


@dataclass(frozen=True)
class Layout:
    """A layout.

    help: a sentence; needs: the smallest width and height it is meant for
    """

    name: str
    help: str
    needs: tuple[int, int]
    parts: Part


def place(*panes: str, size: Size | None = None) -> Slot:
    """A place for panes."""
    return Slot(panes, size)


def columns(*parts: Part, size: Size | None = None) -> Split:
    """Parts side by side."""
    return Split(True, parts, size)


def rows(*parts: Part, size: Size | None = None) -> Split:
    """Parts one above the other."""
    return Split(False, parts, size)


def places_of(part: Part) -> Iterator[Slot]:
    """All places, in the order of reading."""
    if isinstance(part, Slot):
        yield part
    else:
        for inner in part.parts:
            yield from places_of(inner)


def sizes(parts: Sequence[Part], whole: int) -> list[int]:
    """The cells of each part; together they fill the whole.

    If every part has a size, the last one takes the rest.
    """
    found = [0 if part.size is None else part.size.of(whole) for part in parts]
    rest = next((index for index, part in enumerate(parts) if part.size is None), -1)
    found[rest] += whole - sum(found)
    return found

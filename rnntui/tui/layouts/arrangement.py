"""Where each pane is on a screen of a given size: a pure function."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from textual.geometry import Region

from rnntui.tui.layouts.shapes import Part, Slot, Split, places_of, sizes


@dataclass(frozen=True)
class Arrangement:
    """regions: of each visible pane; turns: for each, all panes that take turns in its place."""

    regions: Mapping[str, Region]
    turns: Mapping[str, tuple[str, ...]]


def arrange(parts: Part, whole: Region, recent: Sequence[str] = ()) -> Arrangement:
    """The place of each pane in a region.

    recent: panes in the order in which they were brought up, the latest first; where panes take
    turns, it decides which one is shown
    """
    regions: dict[str, Region] = {}
    turns: dict[str, tuple[str, ...]] = {}
    for found, region in _regions(parts, whole):
        up = min(found.panes, key=lambda pane: _rank(pane, recent))
        regions[up] = region
        turns[up] = found.panes
    return Arrangement(regions, turns)


def with_moved(part: Part, moved: Mapping[str, str]) -> Part:
    """The parts with panes swapped: place -> pane."""
    if isinstance(part, Slot):
        return replace(part, panes=tuple(moved.get(pane, pane) for pane in part.panes))
    return replace(part, parts=tuple(with_moved(inner, moved) for inner in part.parts))


def without(part: Part, hidden: AbstractSet[str]) -> Part | None:
    """The parts without some panes, whose space the others use; None if nothing is left."""
    if isinstance(part, Slot):
        panes = tuple(pane for pane in part.panes if pane not in hidden)
        return replace(part, panes=panes) if panes else None
    kept = tuple(left for inner in part.parts if (left := without(inner, hidden)) is not None)
    if not kept:
        return None
    if len(kept) == 1:
        return replace(kept[0], size=part.size)
    return replace(part, parts=kept)


def panes_of(part: Part) -> tuple[str, ...]:
    """All panes, in the order of reading."""
    return tuple(pane for found in places_of(part) for pane in found.panes)


def _rank(pane: str, recent: Sequence[str]) -> int:
    return recent.index(pane) if pane in recent else len(recent)


def _regions(part: Part, whole: Region) -> list[tuple[Slot, Region]]:
    if isinstance(part, Slot):
        return [(part, whole)]
    return [found for inner, region in _split(part, whole) for found in _regions(inner, region)]


def _split(split: Split, whole: Region) -> list[tuple[Part, Region]]:
    found, at = [], 0
    for part, size in zip(
        split.parts, sizes(split.parts, whole.width if split.across else whole.height), strict=True
    ):
        if split.across:
            region = Region(whole.x + at, whole.y, size, whole.height)
        else:
            region = Region(whole.x, whole.y + at, whole.width, size)
        found.append((part, region))
        at += size
    return found

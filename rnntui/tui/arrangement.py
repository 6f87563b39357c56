"""Where each pane goes in a screen of a size: a pure function, one answer for each size."""

from __future__ import annotations

from textual.geometry import Region

# In the order of reading, which is also that of the tab key.
PANES = ("equations", "worked", "prediction", "variables", "timeline", "stops")
# On a small screen these take turns in one place.
TURNS = ("worked", "variables", "timeline", "stops")
# On a middling one these do.
_HALF_TURNS = ("variables", "stops")
SMALLEST = (60, 18)
_COMPACT_WIDTH, _COMPACT_HEIGHT = 110, 32
_WIDE, _HIGH = 160, 45


def too_small(width: int, height: int) -> bool:
    """Whether the debugger can't be used in this size."""
    return width < SMALLEST[0] or height < SMALLEST[1]


def compact(width: int, height: int) -> bool:
    """Whether most panes must take turns in this size."""
    return width < _COMPACT_WIDTH or height < _COMPACT_HEIGHT


def turns(width: int, height: int) -> tuple[str, ...]:
    """Which panes take turns in this size."""
    if compact(width, height):
        return TURNS
    return () if width >= _WIDE and height >= _HIGH else _HALF_TURNS


def arrange(width: int, height: int, turn: str, zoomed: str = "") -> dict[str, Region]:
    """The place of each pane that is shown in `width` x `height`; `turn` has its turn.

    The first line is the head's, the last two are the status's and the hints'.
    """
    rows = height - 3
    if zoomed:
        return {zoomed: Region(0, 1, width, rows)}
    if compact(width, height):
        top = rows * 10 // 21
        left = min(34, width * 3 // 8)
        return {
            "equations": Region(0, 1, left, top),
            "prediction": Region(left, 1, width - left, top),
            turn: Region(0, 1 + top, width, rows - top),
        }
    left, right, variables = (44, 58, 78) if width >= _WIDE else (29, 37, 49)
    bottom = 15 if height < _HIGH else rows * 2 // 5
    top = rows - bottom
    places = {
        "equations": Region(0, 1, left, top),
        "worked": Region(left, 1, width - left - right, top),
        "prediction": Region(width - right, 1, right, top),
        "variables": Region(0, 1 + top, variables, bottom),
        "timeline": Region(variables, 1 + top, width - variables, bottom),
    }
    if not turns(width, height):
        low = top // 2
        places["prediction"] = Region(width - right, 1, right, top - low)
        places["stops"] = Region(width - right, 1 + top - low, right, low)
    elif turn == "stops":
        places["stops"] = places.pop("variables")
    return places

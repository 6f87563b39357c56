"""The layouts.

narrow                        wide                           large
┌─────────┬────────────────┐  ┌─────────┬───────┬─────────┐  ┌─────────┬───────┬─────────┐
│equations│ prediction     │  │equations│worked │predic-  │  │equations│worked │predic-  │
├─────────┴────────────────┤  │         │       │tion     │  │         │       ├─────────┤
│ the others take turns    │  ├─────────┴──┬────┴─────────┤  │         │       │stops    │
└──────────────────────────┘  │variables or│timeline      │  ├─────────┴──┬────┴─────────┤
                              │stops       │              │  │variables   │timeline      │
                              └────────────┴──────────────┘  └────────────┴──────────────┘
focus                         presenter
┌──────────────────────────┐  ┌─────────────────────────────┐
│ all panes take turns     │  │ presented: large numbers    │
│                          │  ├─────────┬───────────────────┤
│                          │  │equations│ the others take   │
└──────────────────────────┘  │         │ turns             │
                              └─────────┴───────────────────┘
"""

from __future__ import annotations

from rnntui.debugger.commands.groups.screen_commands import PANE_NAMES
from rnntui.display.panes import PRESENTED
from rnntui.tui.layouts.shapes import Layout, Size, cells, columns, place, rows

SMALLEST = (60, 18)


def others(*placed: str) -> tuple[str, ...]:
    """The panes that a layout does not name, so that a new pane has a place in every layout."""
    return tuple(name for name in PANE_NAMES if name not in placed)


NARROW = Layout(
    "narrow",
    "Equations and prediction above; the other panes take turns below them.",
    SMALLEST,
    rows(
        columns(
            place("equations", size=Size(3 / 8, most=34)),
            place("prediction"),
            size=Size(10 / 21),
        ),
        place(*others("equations", "prediction")),
    ),
)
WIDE = Layout(
    "wide",
    "All panes at once; variables and stops take turns.",
    (110, 32),
    rows(
        columns(
            place("equations", size=Size(0.22, 29, 44)),
            place("worked"),
            place("prediction", size=Size(0.29, 37, 58)),
        ),
        columns(
            place(
                *others("equations", "worked", "prediction", "timeline"), size=Size(0.39, 49, 78)
            ),
            place("timeline"),
            size=cells(15),
        ),
    ),
)
LARGE = Layout(
    "large",
    "All panes at once, and none takes turns.",
    (160, 45),
    rows(
        columns(
            place("equations", size=Size(0.22, 29, 44)),
            place("worked"),
            rows(place("prediction"), place("stops", size=Size(0.5)), size=Size(0.29, 37, 58)),
        ),
        columns(
            place(
                *others("equations", "worked", "prediction", "stops", "timeline"),
                size=Size(0.39, 49, 78),
            ),
            place("timeline"),
            size=Size(0.5),
        ),
    ),
)
FOCUS = Layout(
    "focus",
    "One pane has all of the screen; tab brings up the next.",
    SMALLEST,
    place("worked", *others("worked", "equations"), "equations"),
)
PRESENTER = Layout(
    "presenter",
    "The equation's numbers in large digits, to be read from afar.",
    SMALLEST,
    rows(
        place(PRESENTED),
        columns(
            place("equations", size=Size(3 / 8, most=34)),
            place("timeline", *others("timeline", "equations")),
            size=Size(1 / 3, least=7),
        ),
    ),
)

AUTO = "auto"
AUTO_HELP = "Large, wide or narrow, as the terminal's size allows."
LAYOUTS = {layout.name: layout for layout in (NARROW, WIDE, LARGE, FOCUS, PRESENTER)}
NAMES = (AUTO, *LAYOUTS)


def layout_for(name: str, width: int, height: int) -> Layout:
    """The layout of a name for a size; if it does not fit, the next smaller one."""
    chosen = LAYOUTS.get(name)
    if chosen is not None and _fits(chosen, width, height):
        return chosen
    smaller: tuple[Layout, ...] = (LARGE, WIDE, NARROW)
    if chosen is not None:
        smaller = smaller[smaller.index(chosen) :]
    return next((layout for layout in smaller if _fits(layout, width, height)), NARROW)


def too_small(width: int, height: int) -> bool:
    """Whether the debugger can't be used in this size."""
    return width < SMALLEST[0] or height < SMALLEST[1]


def _fits(layout: Layout, width: int, height: int) -> bool:
    return width >= layout.needs[0] and height >= layout.needs[1]

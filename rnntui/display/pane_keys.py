"""The keys that matter in each pane, with a word for the line at the foot of the screen."""

from __future__ import annotations

from collections.abc import Mapping

# Pane -> (an action's id, its word at the foot); the first ones matter most.
PANE_KEYS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "equations": (
        ("step", "next equation"),
        ("break", "stop here"),
        ("layer_below", "next layer"),
        ("finish", "to its end"),
    ),
    "worked": (
        ("next_unit", "next unit"),
        ("previous_unit", "unit before"),
        ("precision", "digits"),
    ),
    "prediction": (
        ("last", "end"),
        ("next_output", "next output"),
        ("next_sample", "sample"),
        ("next_output", "output"),
        ("precision", "digits"),
    ),
    "variables": (
        ("vectors", "long vectors"),
        ("precision", "digits"),
        ("watch", "watch one"),
    ),
    "timeline": (
        ("timeline_next", "variable"),
        ("timeline_out", "zoom out"),
        ("timeline_in", "zoom in"),
        ("first", "start"),
        ("last", "end"),
    ),
    "stops": (
        ("break", "breakpoint"),
        ("watch", "watch"),
        ("continue", "go on to one"),
        ("find", "find"),
    ),
    "presented": (
        ("next_unit", "next unit"),
        ("step", "next equation"),
        ("layout", "layout"),
    ),
}

# How any pane scrolls that has more than fits: Textual's names, as they are shown, what they do.
SCROLLING: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("j", "k", "down", "up"), "j k", "Scroll down, up, where there is more; ↓ ↑ too."),
    (("J", "K", "pagedown", "pageup"), "J K", "A page down, up; pgdn pgup too."),
    (("home", "end"), "home", "To the top; end: to the foot."),
)

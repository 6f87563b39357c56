"""Presented: the current equation in large digits, for the presenter layout."""

from __future__ import annotations

from rnntui.display.pane import Pane
from rnntui.display.panes.worked import here
from rnntui.display.worked.presenter import presented_lines, presented_title, result_in_view


def _on_one_line(text: str) -> tuple[str, str, str]:
    """A number in the text's own size; the tui has large digits for it."""
    blank = " " * len(text)
    return blank, text, blank


PANE = Pane(
    "presented",
    title="PRESENTED",
    heading=presented_title,
    lines=lambda frame, width, height: presented_lines(frame, width, height, _on_one_line),
    in_view=lambda frame, lines: result_in_view(lines),
    here=here,
    about=(
        "The current equation in large digits, readable from the back of a room: its inputs "
        "and its result.",
    ),
    signs=(("▸", "the selected unit"),),
    keys=(
        ("next_unit", "next unit"),
        ("step", "next equation"),
        ("layout", "layout"),
    ),
)

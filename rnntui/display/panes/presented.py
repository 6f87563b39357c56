"""Presented: the current equation in large digits, for the presenter layout."""

from __future__ import annotations

from collections.abc import Sequence

from rnntui.debugger.frame.frame import Frame
from rnntui.display.pane import Pane
from rnntui.display.panes.worked import here
from rnntui.display.primitives.text import Line

# The presenter's module is imported where it is used: few ever see this pane, and all would wait.


def _heading(frame: Frame) -> str:
    from rnntui.display.worked.presenter import presented_title

    return presented_title(frame)


def _lines(frame: Frame, width: int, height: int) -> list[Line]:
    from rnntui.display.worked.presenter import presented_lines

    return presented_lines(frame, width, height, _on_one_line)


def _in_view(_: Frame, lines: Sequence[Line]) -> range:
    from rnntui.display.worked.presenter import result_in_view

    return result_in_view(lines)


def _on_one_line(text: str) -> tuple[str, str, str]:
    """A number in the text's own size; the tui has large digits for it."""
    blank = " " * len(text)
    return blank, text, blank


PANE = Pane(
    "presented",
    title="PRESENTED",
    heading=_heading,
    lines=_lines,
    in_view=_in_view,
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

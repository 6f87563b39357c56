"""Worked out: the current equation with all its numbers."""

from __future__ import annotations

from rnntui.debugger.frame.frame import Frame
from rnntui.display.pane import Pane
from rnntui.display.worked.equation_help import equation_help, position_text
from rnntui.display.worked.worked import worked_lines, worked_title


def here(frame: Frame) -> list[str]:
    """Where the cursor is, and how the equation is computed."""
    return [position_text(frame), *equation_help(frame)]


PANE = Pane(
    "worked",
    title="WORKED OUT",
    heading=lambda frame: f"WORKED OUT  {worked_title(frame)}",
    lines=worked_lines,
    here=here,
    about=(
        "The current equation with all its numbers, operation by operation. One unit of the "
        "result is written out in full; click a number to select its unit.",
        "For a product, the vector is on the left, one number per row of the matrix, and the "
        "result is below. The terms of the sum are sorted by size. A bar to the right adds, a "
        "bar to the left subtracts. Bars are scaled to the largest term. For an activation, "
        "the curve shows the position of each unit.",
    ),
    signs=(
        ("▸ ▌", "the selected unit and its column"),
        ("=", "the result"),
        ("colours", "of a matrix: blue below 0, orange above, scaled to its largest number"),
        ("●", "on a curve: a unit; a digit: that many units"),
        ("◆", "on a curve: the selected unit"),
        ("▒", "where a curve is flat: units there are saturated"),
        ("[6] of 64", "there are more columns than fit"),
    ),
    keys=(
        ("next_unit", "next unit"),
        ("previous_unit", "previous unit"),
        ("precision", "digits"),
    ),
)

"""Equations: the program of the layers that step together, with the cursor in it."""

from __future__ import annotations

from collections.abc import Sequence

from rnntui.debugger.frame.frame import Frame
from rnntui.display.equations import cursor_lines, equation_lines
from rnntui.display.pane import Pane
from rnntui.display.primitives.text import Line
from rnntui.display.worked.equation_help import position_text


def _in_view(frame: Frame, lines: Sequence[Line]) -> range:
    """The cursor's lines, and the line after them."""
    here = cursor_lines(lines)
    return range(here.start, min(here.stop + 1, len(lines)))


def _here(frame: Frame) -> list[str]:
    if frame.stages == 1:
        return [position_text(frame)]
    return [
        position_text(frame),
        f"This is stage {frame.cursor.stage} of {frame.stages}, 0 to {frame.stages - 1}: the next "
        "one starts after all timesteps of this one, because it needs the whole output.",
    ]


PANE = Pane(
    "equations",
    title="EQUATIONS",
    heading=lambda frame: "EQUATIONS",
    lines=lambda frame, width, height: equation_lines(frame, width),
    in_view=_in_view,
    here=_here,
    about=(
        "The program of the layers that step together. Each line computes one variable from the "
        "lines above it, at this timestep; hₜ₋₁ is the value of hₜ at the previous timestep. "
        "These equations are what rnntui runs: there is no other implementation.",
        "Click an equation to go there; click its left edge to set a breakpoint.",
    ),
    signs=(
        ("▶", "the current equation"),
        ("·", "matrix product"),
        ("⊙", "element-wise product"),
        ("●", "a breakpoint"),
        ("◐", "a conditional breakpoint"),
        ("○", "a disabled breakpoint"),
        ("□", "a layer without equations; VARIABLES shows its inputs and outputs"),
        ("✗", "a layer that is not computed; VARIABLES shows why"),
    ),
    keys=(
        ("step", "next equation"),
        ("break", "stop here"),
        ("layer_below", "next layer"),
        ("finish", "finish layer"),
    ),
)

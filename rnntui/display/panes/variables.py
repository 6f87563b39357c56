"""Variables: every named value at t, with changes marked."""

from __future__ import annotations

from rnntui.debugger.frame.frame import Frame
from rnntui.display.layer_notes import when
from rnntui.display.pane import Pane
from rnntui.display.primitives.notation import symbol
from rnntui.display.primitives.text import counted
from rnntui.display.variables import current_lines, variable_lines
from rnntui.display.worked.equation_help import position_text


def _changes(frame: Frame) -> str:
    reads = ", ".join(symbol(name) for name in frame.equation.reads if name in frame.layer.values)
    gives = ", ".join(symbol(name) for name in frame.equation.targets)
    changed = sum(bool(mask.any()) for layer in frame.layers for mask in layer.changed.values())
    read = f"reads {reads} and " if reads else ""
    change = (
        f"since the last stop {counted(changed, 'variable')} changed"
        if changed
        else "nothing changed since the last stop"
    )
    return f"The equation {read}computes {gives}; {change}."


PANE = Pane(
    "variables",
    title="VARIABLES",
    heading=lambda frame: f"VARIABLES  {when(frame)}",
    lines=variable_lines,
    in_view=lambda frame, lines: current_lines(lines),
    here=lambda frame: [position_text(frame), _changes(frame)],
    about=(
        "Every value of every layer at this timestep, in the order of the equations. A bar "
        "shows a number's size relative to the rest of its vector, followed by its change since "
        "the last stop. If the data has physical units, the value in them comes last.",
        "Long vectors are summarized: minimum, maximum, mean, norm, and a row of bars; x "
        "expands them all.",
    ),
    signs=(
        ("▶", "the variable that the current equation computes"),
        ("›", "a variable that it reads"),
        ("▲ ▼ *", "changed since the last stop: up, down, to or from NaN or ∞"),
    ),
    keys=(
        ("vectors", "long vectors"),
        ("precision", "digits"),
        ("watch", "watch"),
    ),
)

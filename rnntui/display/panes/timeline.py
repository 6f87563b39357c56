"""Timeline: a variable and the prediction over all timesteps."""

from __future__ import annotations

from rnntui.debugger.frame.frame import Frame
from rnntui.display.pane import Pane
from rnntui.display.primitives.notation import symbol
from rnntui.display.primitives.text import counted
from rnntui.display.timeline.timeline import timeline_lines, timeline_title


def _here(frame: Frame) -> list[str]:
    timeline = frame.timeline
    what = f"{symbol(timeline.output)} of {timeline.layer}"
    if frame.outside_time:
        return [f"Shown: {what}. It has no timesteps: one value for the whole sequence."]
    size = timeline.shown.high.shape[-1]
    column = counted(timeline.per, "timestep")
    return [
        f"Shown: {what}, {counted(size, 'unit')}, {column} per column, {frame.timesteps} in all; the "
        f"strongest colour is ±{timeline.scale:.3g}. ▼ is at t={frame.cursor.t}."
    ]


PANE = Pane(
    "timeline",
    title="TIMELINE",
    heading=timeline_title,
    lines=timeline_lines,
    here=_here,
    about=(
        "One variable over all timesteps: units down, time across. Blue is below 0, orange "
        "above; the last line gives the value of the strongest colour. Below it, a chart of "
        "the prediction at each timestep, with the target and Keras's final value; then lanes "
        "for other states, gates, inputs and watches.",
        "Zoomed out, a column covers several timesteps and has two rows, their maximum and "
        "minimum, so that no spike is lost. Click to go to a timestep.",
    ),
    signs=(
        ("▼", "the current timestep"),
        ("●", "a breakpoint would stop here"),
        ("░", "a masked timestep: the state is carried over"),
        ("·", "zoomed out: some timesteps of the column are masked"),
        ("saturated", "number of units in the flat part of their activation; + is 10 or more"),
        ("‹ ›", "there are more timesteps on that side"),
        ("⣀", "the prediction yₜ; its minimum and maximum are on the left"),
        ("┄", "the target; ↑ ↓ if it is outside the chart"),
        ("◆", "Keras's final value"),
    ),
    keys=(
        ("timeline_next", "variable"),
        ("timeline_out", "zoom out"),
        ("timeline_in", "zoom in"),
        ("first", "start"),
        ("last", "end"),
    ),
)

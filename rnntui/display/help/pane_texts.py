"""What each pane shows: the part of a pane's help that does not depend on the cursor."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class PaneText:
    """title: as above the pane; about: paragraphs; signs: each with its meaning."""

    title: str
    about: tuple[str, ...]
    signs: tuple[tuple[str, str], ...] = ()


PANE_TEXTS: Mapping[str, PaneText] = {
    "equations": PaneText(
        "EQUATIONS",
        (
            "The program of the layers that step together. Each line computes one variable from the "
            "lines above it, at this timestep; hₜ₋₁ is the value of hₜ at the previous timestep. "
            "These equations are what rnntui runs: there is no other implementation.",
            "Click an equation to go there; click its left edge to set a breakpoint.",
        ),
        (
            ("▶", "the current equation"),
            ("·", "matrix product"),
            ("⊙", "element-wise product"),
            ("●", "a breakpoint"),
            ("◐", "a conditional breakpoint"),
            ("○", "a disabled breakpoint"),
            ("□", "a layer without equations; VARIABLES shows its inputs and outputs"),
            ("✗", "a layer that is not computed; VARIABLES shows why"),
        ),
    ),
    "worked": PaneText(
        "WORKED OUT",
        (
            "The current equation with all its numbers, operation by operation. One unit of the "
            "result is written out in full; click a number to select its unit.",
            "For a product, the vector is on the left, one number per row of the matrix, and the "
            "result is below. The terms of the sum are sorted by size. A bar to the right adds, a "
            "bar to the left subtracts. Bars are scaled to the largest term. For an activation, "
            "the curve shows the position of each unit.",
        ),
        (
            ("▸ ▌", "the selected unit and its column"),
            ("=", "the result"),
            ("colours", "of a matrix: blue below 0, orange above, scaled to its largest number"),
            ("●", "on a curve: a unit; a digit: that many units"),
            ("◆", "on a curve: the selected unit"),
            ("▒", "where a curve is flat: units there are saturated"),
            ("[6] of 64", "there are more columns than fit"),
        ),
    ),
    "prediction": PaneText(
        "PREDICTION",
        (
            "The model's output, the value from Keras, and the target. Δ Keras is our value minus "
            "Keras's; error is our value minus the target. Below, the same in physical units, if "
            "the data has them.",
            "Keras runs in a separate process, on the same file and the same input, once per "
            "sample. The verdict compares the model's whole output, and h of this layer at every "
            "t.",
            "One ulp is the gap between neighbouring float32 numbers, the smallest possible "
            "difference. Sums added in a different order differ by a few.",
        ),
        (
            ("✓ … same, bit for bit", "every number equals Keras's"),
            ("✓ |Δ| ≤ 4e-07, 12 ulp", "the largest difference; no more than rounding"),
            ("✗ differs", "more than rounding: the computation differs"),
            ("≠ off the target", "the output farthest from the target"),
            ("◎", "the target's class"),
        ),
    ),
    "variables": PaneText(
        "VARIABLES",
        (
            "Every value of every layer at this timestep, in the order of the equations. A bar "
            "shows a number's size relative to the rest of its vector, followed by its change since "
            "the last stop. If the data has physical units, the value in them comes last.",
            "Long vectors are summarized: minimum, maximum, mean, norm, and a row of bars; x "
            "expands them all.",
        ),
        (
            ("▶", "the variable that the current equation computes"),
            ("›", "a variable that it reads"),
            ("▲ ▼ *", "changed since the last stop: up, down, to or from NaN or ∞"),
        ),
    ),
    "timeline": PaneText(
        "TIMELINE",
        (
            "One variable over all timesteps: units down, time across. Blue is below 0, orange "
            "above; the last line gives the value of the strongest colour. Below it, a chart of "
            "the prediction at each timestep, with the target and Keras's final value; then lanes "
            "for other states, gates, inputs and watches.",
            "Zoomed out, a column covers several timesteps and has two rows, their maximum and "
            "minimum, so that no spike is lost. Click to go to a timestep.",
        ),
        (
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
    ),
    "stops": PaneText(
        "STOPS",
        (
            "Breakpoints: where c and C stop, with hit counts. Watches: expressions evaluated at "
            "every stop, with their values over t; the current timestep is highlighted.",
            "A breakpoint is an equation, a timestep, a condition, or a preset: saturated, nan, dead, "
            "masked, forget, mismatch. 2b disables or enables breakpoint 2, 2w deletes watch 2, "
            ":delete 2 deletes breakpoint 2.",
        ),
        (
            ("●", "enabled"),
            ("◐", "enabled, conditional"),
            ("○", "disabled"),
            ("× ∞", "in a watch over t: NaN, infinity"),
        ),
    ),
    "presented": PaneText(
        "PRESENTED",
        (
            "The current equation in large digits, readable from the back of a room: its inputs "
            "and its result.",
        ),
        (("▸", "the selected unit"),),
    ),
}  # fmt: skip

# Keys that scroll any pane: Textual's names, as shown, what they do.
SCROLLING: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("j", "k", "down", "up"), "j k", "Scroll down, up; also ↓ ↑."),
    (("J", "K", "pagedown", "pageup"), "J K", "A page down, up; also pgdn pgup."),
    (("home", "end"), "home", "To the top; end: to the bottom."),
)

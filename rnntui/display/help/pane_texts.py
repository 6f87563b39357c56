"""What each pane shows, in words: the help of a pane, but for what depends on where one stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class PaneText:
    """title: as over the pane; about: paragraphs; signs: each with its meaning."""

    title: str
    about: tuple[str, ...]
    signs: tuple[tuple[str, str], ...] = ()


PANE_TEXTS: Mapping[str, PaneText] = {
    "equations": PaneText(
        "EQUATIONS",
        (
            "The program of the layers that step together. Each line computes one named value from "
            "those above it, at this timestep; hₜ₋₁ is what hₜ was one timestep before. The lines "
            "are run as they stand: there is no other program behind them.",
            "A click goes to an equation; at its left edge it sets a breakpoint.",
        ),
        (
            ("▶", "the equation that one stands on"),
            ("·", "product of a vector and a matrix"),
            ("⊙", "product element by element"),
            ("●", "a breakpoint"),
            ("◐", "a breakpoint with a condition"),
            ("○", "a breakpoint that is off"),
            ("□", "a layer without equations; VARIABLES has what it takes and gives"),
            ("✗", "a layer that is not computed, and why is in VARIABLES"),
        ),
    ),
    "worked": PaneText(
        "WORKED OUT",
        (
            "The current equation with all its numbers, operation by operation. One unit of the "
            "result is written out in full; a click on a number chooses its unit.",
            "Of a product: the vector stands at the left, one number for each row of the matrix, "
            "and the result below. The terms of the sum come by size, each with a bar from the "
            "middle: to the right it adds, to the left it takes away. All bars are by the largest "
            "term. Of an activation: its curve, and where each unit stands on it.",
        ),
        (
            ("▸ ▌", "the unit that is written out, and its column"),
            ("=", "the result"),
            ("colours", "of a matrix: blue below 0, orange above, by its largest number"),
            ("●", "on a curve: a unit; a digit: so many units"),
            ("◆", "on a curve: the unit that is written out"),
            ("▒", "where a curve is flat: units there are saturated"),
            ("[6] of 64", "there are more columns than fit"),
        ),
    ),
    "prediction": PaneText(
        "PREDICTION",
        (
            "The model's output, its value from Keras, and the target of the data. Δ Keras is ours "
            "less Keras's, Δ targ. ours less the target. Below, in the units of the data, where it "
            "has them.",
            "Keras computes in a process of its own, from the same file and the same input, and is "
            "asked once for each sample. The verdict compares the model's whole output, and h of "
            "this layer at every t.",
            "An ulp is the step from one float32 to the next: 1 ulp is the smallest difference "
            "that there can be. Sums that are added in another order differ by some.",
        ),
        (
            ("✓ … same, bit for bit", "every number is Keras's"),
            ("✓ |Δ| ≤ 4e-07, 12 ulp", "the largest difference: no more than rounding"),
            ("✗ differs", "more than rounding: something is computed otherwise"),
            ("≠ off the target", "which output is farthest from the target"),
            ("◎", "of classes: the target's"),
        ),
    ),
    "variables": PaneText(
        "VARIABLES",
        (
            "Every value of every layer at this timestep, in the order of the equations. A bar "
            "shows a number's size beside the others of its vector; behind it stands by how much "
            "it has changed since the last stop. Where the data has units, what the number means "
            "in them.",
            "A long vector is told of in short: least, largest, mean, norm and its shape as a row "
            "of bars; x writes all of them out.",
        ),
        (
            ("▶", "what the current equation computes"),
            ("›", "what it reads"),
            ("▲ ▼ *", "changed since the last stop: more, less, otherwise"),
        ),
    ),
    "timeline": PaneText(
        "TIMELINE",
        (
            "One variable over all timesteps: units down, time across. Blue is below 0, orange "
            "above; the foot says what the fullest colour stands for. Below it the prediction that "
            "each timestep would give, as a line, with the target and Keras's final value; then "
            "lanes: other states, gates, inputs and watches.",
            "Zoomed out, a column is several timesteps, and has two rows: the largest and the "
            "least of them, so that no spike is lost. A click goes to a timestep.",
        ),
        (
            ("▼", "the timestep that one stands at"),
            ("●", "a breakpoint would stop there"),
            ("░", "a masked timestep: the state is carried over it"),
            ("·", "zoomed out: some timesteps of the column are masked"),
            ("saturated", "how many units are in the flat part of their activation; + is 10 or more"),
            ("‹ ›", "there are more timesteps to that side"),
            ("⣀", "the prediction yₜ; its least and largest stand at the left"),
            ("┄", "the target; ↑ ↓ where it is beyond the chart"),
            ("◆", "Keras's final value"),
        ),
    ),
    "stops": PaneText(
        "STOPS",
        (
            "Breakpoints: where c and C stop, and how often each has. Watches: expressions that "
            "are computed anew at every stop, with their course over t, the cursor's timestep "
            "marked.",
            "A breakpoint is a place, a timestep, a condition, or a word: saturated, nan, dead, "
            "masked, forget, mismatch. 2b switches breakpoint 2 off or on, 2w deletes watch 2, "
            ":delete 2 a breakpoint.",
        ),
        (
            ("●", "on"),
            ("◐", "on, with a condition"),
            ("○", "off"),
            ("× ∞", "in a watch over t: no number, infinity"),
        ),
    ),
    "presented": PaneText(
        "PRESENTED",
        (
            "The current equation for people at the back of the room: what goes into it and what "
            "comes out, in large digits.",
        ),
        (("▸", "the unit that is written out"),),
    ),
}  # fmt: skip

# How any pane scrolls that has more than fits: Textual's names, as they are shown, what they do.
SCROLLING: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("j", "k", "down", "up"), "j k", "Scroll down, up, where there is more; ↓ ↑ too."),
    (("J", "K", "pagedown", "pageup"), "J K", "A page down, up; pgdn pgup too."),
    (("home", "end"), "home", "To the top; end: to the foot."),
)

"""The tour: five steps, each of which names one thing, points at a pane and asks for one key."""

from __future__ import annotations

from dataclasses import dataclass

from rnntui.debugger.commands.actions import BY_ID
from rnntui.display.primitives.text import Line, Span, words


@dataclass(frozen=True)
class TourStep:
    """title, text: what is to be known; pane: where it is seen.

    action: the action whose key is asked for; does: what the key does, in a few words
    """

    title: str
    pane: str
    text: str
    action: str
    does: str


TOUR: tuple[TourStep, ...] = (
    TourStep(
        "The cell",
        "equations",
        "A recurrent layer is a small program, run once for each timestep. ▶ is where you are; the "
        "panes show the numbers there.",
        "step",
        "goes to the next equation",
    ),
    TourStep(
        "The numbers",
        "variables",
        "Every value at this timestep; ▲ ▼ marks what changed. The capital letter of a key goes "
        "backwards: n on, N back; s on, S back.",
        "next",
        "goes to the next timestep",
    ),
    TourStep(
        "Worked out",
        "worked",
        "Where each number comes from. One of a product is a sum: ▸ marks the one that is written "
        "out, its largest term first.",
        "next_unit",
        "writes out the next one",
    ),
    TourStep(
        "Over time",
        "timeline",
        "The whole run: units down, time across, ▼ where you are. A click goes anywhere, 7g goes "
        "to t=7, c to a breakpoint that b has set.",
        "last",
        "goes to the last timestep",
    ),
    TourStep(
        "The prediction",
        "prediction",
        "What the model says at the end, beside Keras's own value and the target. For more: : takes "
        "commands, / looks through all samples, T is this tour.",
        "help",
        "explains this pane, or any",
    ),
)


def tour_title(number: int) -> str:
    """Over the box of a step."""
    return f"TOUR {number + 1} of {len(TOUR)}  {TOUR[number].title}"


def tour_lines(number: int, width: int) -> list[Line]:
    """What stands in the box of a step."""
    step = TOUR[number]
    key = BY_ID[step.action].shown.split(maxsplit=1)[0]
    asked = (Span("Press "), Span(f" {key} ", "cursor"), Span(f": it {step.does}."))
    return [*words(step.text, "text", width), asked]

"""The tour: five steps, each explaining one pane and asking for one key."""

from __future__ import annotations

from dataclasses import dataclass

from rnntui.debugger.commands.actions import BY_ID
from rnntui.display.primitives.text import Line, Span, words


@dataclass(frozen=True)
class TourStep:
    """title, text: what it explains; pane: the pane to look at.

    action: the action whose key to press; does: what the key does
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
        "A recurrent layer is a small program, run once per timestep. ▶ is where you are; the panes "
        "show the numbers there.",
        "step",
        "goes to the next equation",
    ),
    TourStep(
        "The numbers",
        "variables",
        "Every value at this timestep; ▲ ▼ mark changes. With shift, a key goes backwards: n next, "
        "N previous timestep; s next, S previous equation.",
        "next",
        "goes to the next timestep",
    ),
    TourStep(
        "Worked out",
        "worked",
        "Where each number comes from. Each number of a matrix product is a sum: ▸ marks the "
        "selected unit, written out with its largest term first.",
        "next_unit",
        "selects the next unit",
    ),
    TourStep(
        "Over time",
        "timeline",
        "The whole run: units down, time across, ▼ where you are. Click to go to a timestep, 7g "
        "goes to t=7, c continues to a breakpoint set with b.",
        "last",
        "goes to the last timestep",
    ),
    TourStep(
        "The prediction",
        "prediction",
        "The model's output at the end, next to Keras's value and the target. Next: : opens the "
        "command line, / searches all samples, T repeats this tour.",
        "help",
        "explains any pane",
    ),
)


def tour_title(number: int) -> str:
    """The title of a step's box."""
    return f"TOUR {number + 1} of {len(TOUR)}  {TOUR[number].title}"


def tour_lines(number: int, width: int) -> list[Line]:
    """The text of a step's box."""
    step = TOUR[number]
    key = BY_ID[step.action].shown.split(maxsplit=1)[0]
    request = (Span("Press "), Span(f" {key} ", "cursor"), Span(f": it {step.does}."))
    return [*words(step.text, "text", width), request]

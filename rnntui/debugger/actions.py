"""All that one can do, in one list: keys, the palette and the help are drawn from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from rnntui.debugger.cursor import Stop
from rnntui.debugger.session import Session

Move = Callable[[Session, int | None], Stop]


@dataclass(frozen=True)
class Action:
    """One thing to do.

    id: its name in code and keymaps; keys: by Textual's names, the first is the one that is shown
    shown: the key as a reader knows it; title: a few words; help: a sentence
    group: the heading it stands under in the help
    move: what it does to a session, given the count typed before it, or None; an action without
        a move is the app's own
    hint: its words in the line at the foot of the screen, "" for none
    """

    id: str
    keys: tuple[str, ...]
    shown: str
    title: str
    help: str
    group: str
    move: Move | None = None
    hint: str = ""


def _counted(method: Callable[[Session, int], Stop]) -> Move:
    return lambda session, count: method(session, 1 if count is None else count)


def _first(session: Session, count: int | None) -> Stop:
    return session.first() if count is None else session.goto(count)


def _last(session: Session, count: int | None) -> Stop:
    return session.last() if count is None else session.goto(count)


STEPPING, PLACES, SAMPLES, SCREEN = "Stepping", "Going to", "Samples and models", "The screen"

ACTIONS: tuple[Action, ...] = (
    Action(
        "next",
        ("n",),
        "n",
        "Next timestep",
        "Next timestep, at the same equation; 5n goes five.",
        STEPPING,
        _counted(Session.next),
        "next",
    ),
    Action(
        "reverse_next",
        ("N",),
        "N",
        "Previous timestep",
        "Go to the timestep before: shift is always backwards.",
        STEPPING,
        _counted(Session.reverse_next),
    ),
    Action(
        "step",
        ("s",),
        "s",
        "Next equation",
        "Next equation: of this layer, the next one, the next timestep.",
        STEPPING,
        _counted(Session.step),
        "step",
    ),
    Action(
        "reverse_step",
        ("S",),
        "S",
        "Previous equation",
        "Go back by one equation.",
        STEPPING,
        _counted(Session.reverse_step),
    ),
    Action(
        "first",
        ("g",),
        "g",
        "First timestep",
        "Go to t=0; 42g goes to t=42.",
        PLACES,
        _first,
    ),
    Action(
        "last",
        ("G",),
        "G",
        "Last timestep, or timestep N",
        "Go to the last timestep; 42G goes to t=42.",
        PLACES,
        _last,
        "last",
    ),
    Action(
        "layer_below",
        ("d",),
        "d",
        "Next layer",
        "Go down to the next layer's first equation.",
        PLACES,
        _counted(Session.layer_below),
    ),
    Action(
        "layer_above",
        ("u",),
        "u",
        "Previous layer",
        "Go up to the previous layer's first equation.",
        PLACES,
        _counted(Session.layer_above),
    ),
    Action(
        "next_unit",
        ("right", "l"),
        "→ l",
        "Next output unit",
        "Write out the next unit of the equation, term by term.",
        PLACES,
        _counted(Session.next_unit),
    ),
    Action(
        "previous_unit",
        ("left", "h"),
        "← h",
        "Previous output unit",
        "Write out the unit before.",
        PLACES,
        _counted(Session.previous_unit),
    ),
    Action(
        "next_sample",
        ("right_square_bracket",),
        "]",
        "Next sample",
        "Open the next sample at the same timestep.",
        SAMPLES,
        _counted(Session.next_sample),
    ),
    Action(
        "previous_sample",
        ("left_square_bracket",),
        "[",
        "Previous sample",
        "Open the sample before.",
        SAMPLES,
        _counted(Session.previous_sample),
        "] sample",
    ),
    Action(
        "pick_sample",
        ("o", "p"),
        "o",
        "Pick a sample…",
        "Choose a sample from a list, by number or name.",
        SAMPLES,
        hint="open",
    ),
    Action(
        "train",
        ("t",),
        "t",
        "Train a model…",
        "Train a new model on this data, then step through it.",
        SAMPLES,
        hint="train",
    ),
    Action(
        "next_pane",
        ("tab",),
        "tab",
        "Next pane",
        "Move to the next pane; on a small screen this brings it up.",
        SCREEN,
        hint="pane",
    ),
    Action(
        "previous_pane",
        ("shift+tab",),
        "shift+tab",
        "Previous pane",
        "Move to the pane before.",
        SCREEN,
    ),
    Action(
        "help",
        ("question_mark", "f1"),
        "?",
        "Help",
        "Show all keys.",
        SCREEN,
        hint="help",
    ),
    Action(
        "palette",
        ("ctrl+p",),
        "ctrl+p",
        "Command palette",
        "Search all commands by name.",
        SCREEN,
    ),
    Action(
        "suspend",
        ("ctrl+z",),
        "ctrl+z",
        "Suspend",
        "Put the debugger to sleep; the shell's fg brings it back.",
        SCREEN,
    ),
    Action("quit", ("q",), "q", "Quit", "Leave the debugger.", SCREEN, hint="quit"),
)

BY_ID: dict[str, Action] = {action.id: action for action in ACTIONS}

"""Places as they are typed: a layer, an equation of it, a timestep."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches

from rnntui.debugger.commands.command import whole
from rnntui.debugger.session.session import Session
from rnntui.errors import InputError
from rnntui.layers.graph.node import Node
from rnntui.layers.layer import SteppedFunction
from rnntui.trace.schedule import Line


@dataclass(frozen=True)
class Location:
    """A place, as far as it is said; line: an equation; t: a timestep."""

    line: Line | None = None
    t: int | None = None


def location_of(session: Session, text: str) -> Location:
    """Read "lstm", "lstm:4", "lstm:h_t", ":h_t", "t=7", "lstm:h_t t=7".

    Raises:
        InputError: no such layer or equation; names those there are.
    """
    place = Location()
    for word in text.split():
        if found := re.fullmatch(r"t=([0-9]{1,15})", word):
            place = Location(place.line, int(found[1]))
        else:
            place = Location(_line(session, word), place.t)
    return place


def is_location(session: Session, text: str) -> bool:
    """Whether every word of a text is a place."""
    try:
        location_of(session, text)
    except InputError:
        return False
    return bool(text.split())


def layers_of(session: Session) -> dict[str, tuple[int, int]]:
    """Every layer that steps: its label -> stage and number within it."""
    return {
        node.label: (stage, index)
        for stage, group in enumerate(session.schedule.stages)
        for index, node in enumerate(group.nodes)
    }


def line_of_variable(session: Session, name: str) -> Line | None:
    """The equation of the cursor's layer that gives a variable, or of the only other that does."""
    cursor = session.cursor
    places = [(cursor.stage, cursor.node), *layers_of(session).values()]
    found = [
        line
        for stage, node in dict.fromkeys(places)
        if (line := giving(session, stage, node, name)) is not None
    ]
    here = [line for line in found if (line.stage, line.node) == (cursor.stage, cursor.node)]
    if here:
        return here[0]
    return found[0] if len(found) == 1 else None


def giving(session: Session, stage: int, node: int, name: str) -> Line | None:
    """The equation of a layer that gives a variable."""
    function = _node(session, stage, node).function
    assert isinstance(function, SteppedFunction)
    for number, equation in enumerate(function.program.equations.lines):
        if name in equation.targets:
            return Line(stage, node, number)
    return None


def _line(session: Session, word: str) -> Line:
    layer, colon, equation = word.partition(":")
    layers = layers_of(session)
    cursor = session.cursor
    if layer:
        matching = [label for label in layers if label == layer]
        matching = matching or [label for label in layers if label.rpartition("/")[2] == layer]
        if len(matching) > 1:
            raise InputError(f"'{layer}' is {' or '.join(matching)}")
        if not matching:
            near = get_close_matches(layer, layers, 1)
            hint = f"did you mean '{near[0]}'?" if near else f"there are {', '.join(layers)}"
            raise InputError(f"no layer '{layer}' that steps; {hint}")
        stage, index = layers[matching[0]]
    else:
        stage, index = cursor.stage, cursor.node
    if not colon:
        return Line(stage, index, 0)
    return _equation(session, stage, index, equation)


def _equation(session: Session, stage: int, index: int, text: str) -> Line:
    node = _node(session, stage, index)
    function = node.function
    assert isinstance(function, SteppedFunction)
    lines = function.program.equations.lines
    number = whole(text)
    if number is not None:
        if number >= len(lines):
            raise InputError(f"{node.label} has no equation {text}: 0 to {len(lines) - 1}")
        return Line(stage, index, number)
    found = giving(session, stage, index, text)
    if found is None:
        names = ", ".join(function.program.equations.variables)
        raise InputError(f"no equation of {node.label} gives '{text}'; they give {names}")
    return found


def _node(session: Session, stage: int, node: int) -> Node:
    return session.schedule.stages[stage].nodes[node]

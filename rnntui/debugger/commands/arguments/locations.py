"""Locations as typed: a layer, one of its equations, a timestep."""

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
    """A location. line: an equation, t: a timestep; None where not given."""

    line: Line | None = None
    t: int | None = None


def location_of(session: Session, text: str) -> Location:
    """Parse "lstm", "lstm:4", "lstm:h_t", ":h_t", "t=7" or "lstm:h_t t=7".

    Raises:
        InputError: no such layer or equation; the message names the existing ones.
    """
    place = Location()
    for word in text.split():
        if found := re.fullmatch(r"t=([0-9]{1,15})", word):
            place = Location(place.line, int(found[1]))
        else:
            place = Location(_line(session, word), place.t)
    return place


def is_location(session: Session, text: str) -> bool:
    """Whether each word of a text is a location."""
    try:
        location_of(session, text)
    except InputError:
        return False
    return bool(text.split())


def layers_of(session: Session) -> dict[str, tuple[int, int]]:
    """The layers with equations: label -> stage and number in the stage."""
    return {
        node.label: (stage, index)
        for stage, group in enumerate(session.schedule.stages)
        for index, node in enumerate(group.nodes)
    }


def line_of_variable(session: Session, name: str) -> Line | None:
    """The equation that computes a variable: of the cursor's layer, else of the only layer that has it."""
    cursor = session.cursor
    places = [(cursor.stage, cursor.node), *layers_of(session).values()]
    found = [
        line
        for stage, node in dict.fromkeys(places)
        if (line := equation_of(session, stage, node, name)) is not None
    ]
    here = [line for line in found if (line.stage, line.node) == (cursor.stage, cursor.node)]
    if here:
        return here[0]
    return found[0] if len(found) == 1 else None


def equation_of(session: Session, stage: int, node: int, name: str) -> Line | None:
    """The equation of a layer that computes a variable."""
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
            raise InputError(f"'{layer}' is ambiguous: {' or '.join(matching)}")
        if not matching:
            near = get_close_matches(layer, layers, 1)
            hint = f"did you mean '{near[0]}'?" if near else f"layers: {', '.join(layers)}"
            raise InputError(f"no layer '{layer}' with equations; {hint}")
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
            raise InputError(
                f"{node.label} has no equation {text}; its equations are 0 to {len(lines) - 1}"
            )
        return Line(stage, index, number)
    found = equation_of(session, stage, index, text)
    if found is None:
        names = ", ".join(function.program.equations.variables)
        raise InputError(f"{node.label} does not compute '{text}'; its variables: {names}")
    return found


def _node(session: Session, stage: int, node: int) -> Node:
    return session.schedule.stages[stage].nodes[node]

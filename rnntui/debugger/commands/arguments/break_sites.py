"""Sites of a breakpoint, parsed from the argument of `break` or `until`."""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import get_close_matches

from rnntui.debugger.breakpoints.breakpoints import Site
from rnntui.debugger.breakpoints.presets import PRESETS, preset_sites
from rnntui.debugger.commands.arguments.locations import is_location, line_of_variable, location_of
from rnntui.debugger.expressions.evaluate import check_names, holds_over
from rnntui.debugger.expressions.parse import Expression, parse_expression
from rnntui.debugger.session.session import Session
from rnntui.errors import InputError
from rnntui.layers.layer import SteppedFunction
from rnntui.trace.schedule import Line


def sites_of(session: Session, text: str) -> tuple[Site, ...]:
    """Parse "", "saturated", "lstm:h_t", "t=7", "abs(h_t[2]) > 0.95" or "PLACE if CONDITION".

    Raises:
        InputError: no such place, or a preset that does not apply to this model.
        ExpressionError: a condition that can't be parsed or computed.
    """
    cursor = session.cursor
    here = Line(cursor.stage, cursor.node, cursor.equation)
    before, word, after = f" {text} ".partition(" if ")
    if word and (is_location(session, before) or not before.strip()):
        place = location_of(session, before)
        (site,) = condition_sites(session, after.strip(), place.line)
        return (replace(site, t=place.t),)
    text = text.strip()
    if not text:
        return (Site(here),)
    if text in PRESETS:
        sites = preset_sites(text, session.schedule)
        if not sites:
            raise InputError(f"{text}: does not apply to this model ({PRESETS[text].help})")
        return sites
    if is_location(session, text):
        place = location_of(session, text)
        return (Site(place.line or Line(cursor.stage, cursor.node, 0), place.t),)
    if ":" in text and " " not in text:
        location_of(session, text)  # raises with the reason
    near = get_close_matches(text, PRESETS, 1)
    if near and text.isidentifier() and not session.scope().known("", text):
        raise InputError(f"no '{text}' here; did you mean '{near[0]}'?")
    return condition_sites(session, text)


def condition_sites(session: Session, text: str, line: Line | None = None) -> tuple[Site, ...]:
    """The site of a condition: the given equation, or the last that computes a variable it reads.

    Raises:
        ExpressionError: it can't be parsed, or can't be computed here.
    """
    expression = parse_expression(text)
    cursor = session.cursor
    seen_from = (cursor.stage, cursor.node) if line is None else (line.stage, line.node)
    site = Site(line or _last_read(session, expression), None, expression, seen_from)
    scope = session.site_scope(site)
    check_names(expression, scope)
    if "keras" not in text:
        # Evaluate it once, so that errors appear now and not in the middle of a run.
        holds_over(expression, scope, 0, 1)
    return (site,)


def _last_read(session: Session, expression: Expression) -> Line:
    """The last equation of a timestep that computes a variable of the expression."""
    cursor = session.cursor
    found: list[Line] = []
    for layer, name in expression.variables:
        if layer:
            found += [line for line in _lines_of(session, layer) if name in _targets(session, line)]
        elif (line := line_of_variable(session, name)) is not None:
            found.append(line)
    near = [line for line in found if line.stage == cursor.stage] or found
    if not near:
        return Line(cursor.stage, cursor.node, 0)
    return max(near, key=lambda line: (line.stage, line.node, line.equation))


def _lines_of(session: Session, layer: str) -> list[Line]:
    return [
        line
        for stage, lines in enumerate(session.positions.lines)
        for line in lines
        if layer
        in (
            re.sub(r"\W", "_", label := session.schedule.stages[stage].nodes[line.node].label),
            re.sub(r"\W", "_", label.rpartition("/")[2]),
        )
    ]


def _targets(session: Session, line: Line) -> tuple[str, ...]:
    function = session.schedule.node(line).function
    assert isinstance(function, SteppedFunction)
    return function.program.equations.lines[line.equation].targets

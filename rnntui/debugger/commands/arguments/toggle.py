"""The line that sets a breakpoint at an equation, or takes it away: what b and the mouse say."""

from __future__ import annotations

from rnntui.debugger.session.session import Session
from rnntui.trace.schedule import Line


def toggle_line(session: Session, line: Line | None = None) -> str:
    """At an equation; by default the cursor's."""
    cursor = session.cursor
    here = Line(cursor.stage, cursor.node, cursor.equation)
    at = here if line is None else line
    there = session.breakpoints.at(at)
    alone = [one for one in there if len(one.sites) == 1]
    if alone:
        return f"delete {alone[-1].number}"
    return "break" if at == here else f"break {spelled_place(session, at)}"


def switch_line(session: Session, number: int) -> str:
    """Turn a breakpoint off, or on again."""
    found = session.breakpoints.find(number)
    return f"{'enable' if found is not None and not found.enabled else 'disable'} {number}"


def spelled_place(session: Session, line: Line) -> str:
    """An equation as it is typed: lstm:4."""
    return f"{session.schedule.node(line).label}:{line.equation}"

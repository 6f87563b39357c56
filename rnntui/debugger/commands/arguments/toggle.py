"""Command lines that toggle a breakpoint, for the key b and mouse clicks."""

from __future__ import annotations

from rnntui.debugger.session.session import Session
from rnntui.trace.schedule import Line


def toggle_line(session: Session, line: Line | None = None) -> str:
    """The line that sets or deletes a breakpoint at an equation; by default the cursor's."""
    cursor = session.cursor
    here = Line(cursor.stage, cursor.node, cursor.equation)
    at = here if line is None else line
    there = session.breakpoints.at(at)
    alone = [breakpoint_ for breakpoint_ in there if len(breakpoint_.sites) == 1]
    if alone:
        return f"delete {alone[-1].number}"
    return "break" if at == here else f"break {spelled_place(session, at)}"


def switch_line(session: Session, number: int) -> str:
    """The line that disables a breakpoint, or enables it again."""
    found = session.breakpoints.find(number)
    return f"{'enable' if found is not None and not found.enabled else 'disable'} {number}"


def spelled_place(session: Session, line: Line) -> str:
    """An equation as typed: lstm:4."""
    return f"{session.schedule.node(line).label}:{line.equation}"

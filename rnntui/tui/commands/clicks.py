"""Translates a click in a pane to a command."""

from __future__ import annotations

from rnntui.debugger.commands.arguments.toggle import spelled_place, toggle_line
from rnntui.debugger.session.session import Session
from rnntui.display.clicks import GUTTER, equation_at, time_at, unit_at
from rnntui.trace.schedule import Line
from rnntui.tui.panes.line_pane import LinePane


def command_of(click: LinePane.Clicked, session: Session) -> str | None:
    """What a click means, if it means anything."""
    frame = click.pane.frame
    if frame is None:
        return None
    match click.pane.id:
        case "equations":
            place = equation_at(frame, click.width, click.row)
            if place is None:
                return None
            line = Line(frame.cursor.stage, *place)
            if click.column < GUTTER or click.twice:
                return toggle_line(session, line)
            return f"goto {spelled_place(session, line)}"
        case "timeline":
            t = time_at(frame, click.width, click.column)
            if t is not None:
                return f"goto {t}"
            unit = unit_at(frame, click.lines, click.row, click.column)
            return None if unit is None or click.column >= 12 else f"unit {unit}"
        case "worked" | "variables":
            unit = unit_at(frame, click.lines, click.row, click.column)
            return None if unit is None else f"unit {unit}"
    return None

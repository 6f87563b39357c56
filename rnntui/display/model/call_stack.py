"""The cursor as a call stack: model, layer, direction, equation."""

from __future__ import annotations

from rnntui.debugger.frame.frame import Frame
from rnntui.debugger.model.layer_tree import LayerRow
from rnntui.display.primitives.notation import spell_equation
from rnntui.display.primitives.text import Line, Span, printable, shortened


def stack_lines(frame: Frame, rows: tuple[LayerRow, ...], width: int) -> list[Line]:
    """A line per level, outermost first, with the kind of level at the right."""
    cursor, layer = frame.cursor, frame.layer
    levels = [("model", f"{printable(frame.model)}  {frame.architecture}")]
    by_label = {row.label: row for row in rows}
    here = next((row for row in rows if row.is_layer(layer.label)), None)
    label = layer.label if here is None else here.label
    parts = label.split("/")
    for index in range(len(parts)):
        row = by_label.get("/".join(parts[: index + 1]))
        if row is None:
            continue
        kind = "direction" if row.direction else "layer"
        levels.append((kind, f"{printable(row.name)}  {row.class_name}{_reading(frame, row)}"))
    number = f"{cursor.equation + 1} of {len(layer.equations)}"
    where = "no timesteps" if frame.outside_time else f"t={cursor.t} of {frame.timesteps}"
    equation = spell_equation(frame.equation, layer.functions)
    levels.append((f"equation {number}", f"{equation}   {where}"))
    return [_line(depth, kind, text, width) for depth, (kind, text) in enumerate(levels)]


def _reading(frame: Frame, row: LayerRow) -> str:
    """The direction in which the current layer reads its input."""
    if not row.is_layer(frame.layer.label):
        return ""
    if frame.layer.row is not None:
        return f", from the end: t={frame.cursor.t} reads row {frame.layer.row}"
    return ", from the start" if row.direction else ""


def _line(depth: int, kind: str, text: str, width: int) -> Line:
    lead = " " + ("  " * (depth - 1) + "└ " if depth else "")
    room = width - len(kind) - 2
    body = shortened(text, max(0, room - len(lead)))
    role = "cursor" if kind.startswith("equation") else "text"
    gap = " " * max(1, width - 1 - len(lead) - len(body) - len(kind))
    return (Span(lead, "dim"), Span(body, role), Span(gap), Span(kind, "dim"))

"""The source view: the equations of the stage's layers, the cursor at one of them."""

from __future__ import annotations

from rnntui.debugger.frame import Frame, LayerView
from rnntui.display.notation import left_side, spell_equation
from rnntui.display.text import BLANK, Line, Span, line, printable, shortened


def equation_lines(frame: Frame, width: int) -> list[Line]:
    """The equations of every layer of the stage, with a ▶ where the cursor is."""
    lines: list[Line] = []
    if frame.stages > 1:
        lines.append(line(Span(f"stage {frame.cursor.stage} of {frame.stages}", "dim")))
    for index, layer in enumerate(frame.layers):
        if index:
            lines.append(BLANK)
        here = index == frame.cursor.node
        lines.append(_heading(layer, width, here))
        lines.extend(_source(layer, frame.cursor.equation if here else None, width))
    return lines


def cursor_lines(lines: list[Line]) -> range:
    """Which of the equation lines the cursor is on."""
    found = [index for index, spans in enumerate(lines) if spans and spans[0].role == "cursor"]
    return range(found[0], found[-1] + 1) if found else range(0)


def _heading(layer: LayerView, width: int, here: bool) -> Line:
    label = shortened(layer.label, max(4, width - len(layer.class_name) - 2))
    return line(Span(label, "heading" if here else "name"), Span(f"  {layer.class_name}", "dim"))


def _source(layer: LayerView, current: int | None, width: int) -> list[Line]:
    sides = [left_side(equation) for equation in layer.equations]
    align = max((len(side) for side in sides if "," not in side), default=0)
    lines = []
    for number, equation in enumerate(layer.equations):
        text = printable(spell_equation(equation, layer.functions, align))
        parts = [text]
        if len(text) + 2 > width:
            left, right = text.split(" = ", 1)
            parts = [left, f"= {right}"]
        for index, part in enumerate(parts):
            if number == current:
                mark = " " if index else "▶"
                lines.append(line(Span(f"{mark} {part}".ljust(width), "cursor")))
            else:
                lines.append(line(f"  {part}"))
    return lines

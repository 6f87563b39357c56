"""The equations pane: the equations of the stage's layers, with the cursor."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rnntui.debugger.frame.frame import Frame, LayerView, WholeLayer
from rnntui.display.breakpoints import SIGNS
from rnntui.display.layer_notes import tags
from rnntui.display.primitives.notation import left_side, spell_equation
from rnntui.display.primitives.text import (
    BLANK,
    Line,
    Span,
    line,
    printable,
    shortened,
    shortened_path,
)

# A class name cut to fewer letters is unreadable.
_READABLE = 6

# The layer's number in the stage, and the equation's in the layer.
SourceLine = tuple[int, int]


def equation_lines(frame: Frame, width: int) -> list[Line]:
    """The equations of every layer of the stage, a ▶ at the cursor, and the whole layers between."""
    return [spans for spans, _ in placed_lines(frame, width)]


def placed_lines(frame: Frame, width: int) -> list[tuple[Line, SourceLine | None]]:
    """The lines of `equation_lines`, each with its equation; None for a heading or a note."""
    lines: list[tuple[Line, SourceLine | None]] = []
    if frame.stages > 1:
        text = f"stage {frame.cursor.stage}/{frame.stages - 1}"
        text += ", no timesteps" if frame.outside_time else ""
        lines.append((line(Span(text, "dim")), None))
    for index, layer in enumerate(frame.layers):
        whole_layers = [
            _whole_layer(whole, width) for whole in frame.whole_layers if whole.before == index
        ]
        if index and whole_layers:
            lines.append((BLANK, None))
        lines.extend((whole, None) for whole in whole_layers)
        if index or whole_layers:
            lines.append((BLANK, None))
        here = index == frame.cursor.node
        heading = _heading(layer.label, layer.class_name, width, "heading" if here else "name")
        lines.extend((spans, None) for spans in (heading, *_tag_lines(layer, width)))
        lines.extend(_source(frame, index, width))
    after = [
        _whole_layer(whole, width)
        for whole in frame.whole_layers
        if whole.before == len(frame.layers)
    ]
    return [*lines, *((spans, None) for spans in ([BLANK] if after else []) + after)]


def cursor_lines(lines: Sequence[Line]) -> range:
    """The equation lines that the cursor is on."""
    found = [index for index, spans in enumerate(lines) if spans and spans[0].role == "cursor"]
    return range(found[0], found[-1] + 1) if found else range(0)


def _heading(label: str, class_name: str, width: int, role: str) -> Line:
    """A layer's name and, if there is room, its class."""
    label = shortened_path(label, width)
    room = width - 2 - len(label)
    rest = f"  {shortened(class_name, room)}" if room >= _READABLE else ""
    return line(Span(label, role), Span(rest, "dim"))


def _tag_lines(layer: LayerView, width: int) -> list[Line]:
    """The layer's tags at t, in one line if they fit."""
    found = tags(layer)
    together = " · ".join(found)
    texts = [together] if len(together) + 2 <= width else found
    return [line(Span(shortened(f"  {text}", width), "changed")) for text in texts if text]


def _whole_layer(whole: WholeLayer, width: int) -> Line:
    """A layer without equations, in one line."""
    mark = Span("✗ ", "bad") if whole.missing else Span("□ ", "dim")
    return line(mark, *_heading(whole.label, whole.class_name, width - 2, "name"))


def _alignment(layer: LayerView, width: int) -> int:
    """The largest width of left sides that breaks no more lines than no alignment does."""
    sides = [left_side(equation) for equation in layer.equations]
    lengths = sorted({len(side) for side in sides if "," not in side})

    def broken(align: int) -> int:
        texts = (spell_equation(line, layer.functions, align) for line in layer.equations)
        return sum(len(text) + 2 > width for text in texts)

    return next((n for n in reversed(lengths) if broken(n) == broken(0)), 0)


def _source(frame: Frame, node: int, width: int) -> list[tuple[Line, SourceLine | None]]:
    layer, cursor = frame.layers[node], frame.cursor
    align = _alignment(layer, width)
    lines: list[tuple[Line, SourceLine | None]] = []
    for number, equation in enumerate(layer.equations):
        text = printable(spell_equation(equation, layer.functions, align))
        sign = frame.stops.gutter.get((node, number))
        stop = SIGNS[sign] if sign else Span(" ")
        for index, part in enumerate(_broken(text, width - 2)):
            own = Span(" ") if index else stop
            if (node, number) == (cursor.node, cursor.equation):
                mark = " " if index else "▶"
                found = line(Span(f"{mark}{own.text}{part}".ljust(width), "cursor"))
            else:
                found = line(" ", own, part) if own.text != " " else line(f"  {part}")
            lines.append((found, (node, number)))
    return lines


def _broken(text: str, width: int) -> list[str]:
    """An equation broken to fit: before its =, then between its terms."""
    if len(text) <= width:
        return [text]
    left, right = text.split(" = ", 1)
    lines = [left.rstrip(), "="]
    for term in re.split(r"(?<=,) | (?=[-+·⊙] )", right):
        if len(lines[-1]) + 1 + len(term) > width:
            lines.append(" ")
        lines[-1] += f" {term}"
    return lines

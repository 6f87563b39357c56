"""The variables pane: every value of the stage at t, with its change since the last stop."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from rnntui.debugger.frame.frame import Frame, LayerView, WholeLayer
from rnntui.display.layer_notes import notes, whole_layer_heading
from rnntui.display.primitives.arrays import Shown, array_lines
from rnntui.display.primitives.index_labels import place_text, same_place
from rnntui.display.primitives.notation import symbol
from rnntui.display.primitives.text import (
    BLANK,
    Line,
    Span,
    clipped,
    shortened,
    shortened_path,
    words,
)

if TYPE_CHECKING:
    from jaxtyping import Shaped

# An expanded vector shows at most this many numbers, around the selected unit.
_MOST = 96


def variable_lines(frame: Frame, width: int, height: int = 24) -> list[Line]:
    """Every variable of every layer of the stage; ▶ marks what the current equation computes.

    height: the lines in view; the current equation's result is expanded to half of them at most
    """
    indent = max(
        _indent(name, value) for layer in frame.layers for name, value in layer.values.items()
    )
    lines: list[Line] = []
    for index, layer in enumerate(frame.layers):
        lines.extend(_whole_layers(frame, index, indent, width))
        if lines:
            lines.append(BLANK)
        here = index == frame.cursor.node
        heading = Span(shortened_path(layer.label, width), "heading" if here else "name")
        legend = _legend(frame, width - len(heading.text)) if index == 0 else ()
        lines.append((heading, *legend))
        for note in notes(layer, frame.cursor.t):
            lines.extend(words(note, "changed", width))
        lines.extend(_layer(layer, frame, indent, width, height, here=here))
    last = _whole_layers(frame, len(frame.layers), indent, width)
    return clipped([*lines, *last], width)


def _indent(name: str, value: Shaped[np.ndarray, "..."]) -> int:
    """Room for a mark and a name, or for the index at the start of a vector's further lines."""
    last = place_text(max(value.size - 1, 0), ()) if value.ndim == 1 else ""
    return max(len(symbol(name)) + 3, len(last) + 2)


def _legend(frame: Frame, room: int) -> Line:
    """The meaning of the change marks, if there are any and they fit."""
    text = "   ▲▼ changed since the last stop"
    marked = any(np.any(mask) for layer in frame.layers for mask in layer.changed.values())
    return (Span(text, "dim"),) if marked and len(text) <= room else ()


def current_lines(lines: Sequence[Line]) -> range:
    """The variable lines with the current equation's result."""
    leads = [index for index, found in enumerate(lines) if found and found[0].role == "cursor"]
    if not leads:
        return range(0)
    stop = leads[-1] + 1
    while stop < len(lines) and lines[stop] and lines[stop][0].text.startswith("  ["):
        stop += 1
    return range(leads[0], stop)


def _whole_layers(frame: Frame, before: int, indent: int, width: int) -> list[Line]:
    """The whole layers before a layer, with their inputs and outputs."""
    lines: list[Line] = []
    for whole in frame.whole_layers:
        if whole.before == before:
            lines.extend(_whole_layer(whole, indent, width, frame.precision))
    # Separated from the layer above, if there is one.
    return [BLANK, *lines] if lines and before else lines


def _whole_layer(whole: WholeLayer, indent: int, width: int, digits: int) -> list[Line]:
    by = ", computed by Keras" if whole.by_keras else ""
    label = shortened_path(whole.label, max(8, width - len(whole.class_name) - 4))
    heading = (
        Span("✗ " if whole.missing else "□ ", "bad" if whole.missing else "dim"),
        Span(label, "name"),
        Span(shortened(f"  {whole.class_name}{by}", max(0, width - len(label) - 2)), "dim"),
    )
    lines: list[Line] = [heading]
    lines.extend(
        (Span("  "), *found)
        for found in words(whole_layer_heading(whole), "dim", max(1, width - 2))
    )
    if whole.missing:
        reason = words(f"not computed: {whole.missing}", "bad", max(1, width - 2))
        lines.extend((Span("  "), *rest) for rest in reason)
    if whole.value is not None and whole.value.size:
        label_span = Span("  =".ljust(indent), "dim")
        shown = Shown(label_span, whole.value, None, 0, opened=False, most=0, digits=digits)
        lines.extend(array_lines(shown, width))
    return lines


def _layer(
    layer: LayerView, frame: Frame, indent: int, width: int, height: int, *, here: bool
) -> list[Line]:
    lines: list[Line] = []
    targets = frame.equation.targets if here else ()
    reads = frame.equation.reads if here else ()
    shape = frame.steps[-1].results[0].value.shape
    for name, value in layer.values.items():
        current = name in targets
        if current:
            label = Span(f"▶ {symbol(name)}".ljust(indent), "cursor")
        elif name in reads:
            label = Span(f"› {symbol(name)}".ljust(indent), "operand")
        else:
            label = Span(f"  {symbol(name)}".ljust(indent), "name")
        if value.dtype == bool and value.ndim == 0:
            text = " 1 (not masked)" if value else " 0 (masked)"
            lines.append((label, Span(text, "number" if value else "changed")))
            continue
        # A vector expanded beyond the pane's height would push itself out of view.
        room = max(2, height // 2 // max(1, len(targets))) * max(1, (width - indent) // 18)
        shown = Shown(
            label,
            value,
            layer.before.get(name),
            same_place(frame.unit, shape, value.shape),
            opened=current or frame.reading.opened,
            most=_MOST if frame.reading.opened else room,
            digits=frame.precision,
            columns=layer.columns.get(name),
            sample=frame.cursor.sample,
        )
        lines.extend(array_lines(shown, width))
    return lines

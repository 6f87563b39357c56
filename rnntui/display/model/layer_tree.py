"""The tree of layers: columns, a line per layer, and the details of one layer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rnntui.debugger.model.layer_tree import LayerRow
from rnntui.debugger.model.weight_summary import BINS, WeightSummary
from rnntui.display.primitives.index_labels import shape_text
from rnntui.display.primitives.numbers import short
from rnntui.display.primitives.sparkline import histogram
from rnntui.display.primitives.text import Line, Span, printable, shortened, words, wrapped

_HEADINGS = ("layer", "class", "gives", "parameters", "activations", "weights")


@dataclass(frozen=True)
class LayerColumns:
    """The width of each column; 0 if it is not shown."""

    name: int
    class_name: int
    gives: int
    parameters: int
    activations: int
    weights: int

    @classmethod
    def within(cls, width: int, longest: int) -> LayerColumns:
        """The columns in a width, with room for the longest name if possible.

        A narrow screen loses first the activations, then the classes.
        """
        sizes = [18, 18, 11, 20, BINS] if width >= 100 else [14, 9, 10, 13, BINS]
        for dropped in (3, 0):
            if _left(width, sizes) < longest:
                sizes[dropped] = 0
        return cls(max(6, min(_left(width, sizes), max(longest, 24))), *sizes)

    @property
    def sizes(self) -> tuple[int, ...]:
        """All widths, in order."""
        return (
            self.name,
            self.class_name,
            self.gives,
            self.parameters,
            self.activations,
            self.weights,
        )


def _left(width: int, sizes: list[int]) -> int:
    return width - 1 - sum(size + 1 for size in sizes if size)


def longest_name(rows: Sequence[LayerRow]) -> int:
    """The width of the longest name, with its indent and mark."""
    return max(2 + 2 * row.depth + len(printable(row.name)) for row in rows)


def layer_headings(columns: LayerColumns) -> Line:
    """The headings above the tree."""
    return (Span(_joined(columns, [shortened(h, s) for h, s in _headed(columns)]), "heading"),)


def layer_line(columns: LayerColumns, row: LayerRow, *, here: bool) -> Line:
    """One layer; ▶ marks the current weight."""
    indent = "  " * row.depth
    lead = "▶" if here else "□" if row.why else " "
    name = shortened(f"{lead} {indent}{printable(row.name)}", columns.name)
    gives = shape_text(row.gives[0]) if row.gives else "" if row.class_name == "model" else "?"
    if len(gives) > columns.gives:
        gives = gives.replace(", ", ",")
    functions = dict.fromkeys(name for _, name in row.functions)
    texts = [
        name,
        shortened(printable(row.class_name), columns.class_name),
        shortened(gives, columns.gives),
        f"{row.parameters:,}" if row.parameters else "none",
        shortened(printable(", ".join(functions)), columns.activations),
        "" if row.histogram is None else histogram(row.histogram.counts),
    ]
    role = "changed" if here else "dim" if row.why else "text"
    cells = _cells(columns, texts)
    last = cells[-1]
    return (Span("".join(cells[:-1]), role), Span(last, "unit"))


def layer_lines(row: LayerRow, width: int, height: int) -> list[Line]:
    """The details of a layer: shapes, activations, each weight; and what enter does."""
    note = f"enter goes to {row.goes_to}" if row.goes_to else row.why
    last = [(Span(" "), *spans) for spans in words(note, "dim", width - 2)][:2]
    lines: list[Line] = [(Span(shortened(f" {printable(row.label)}", width), "heading"),)]
    lines += _about(row, width)
    room = max(1, height - len(lines) - len(last))
    shown = row.weights if len(row.weights) <= room else row.weights[: room - 1]
    lines += [_weight_line(weight, width) for weight in shown]
    if more := len(row.weights) - len(shown):
        lines.append((Span(f" {'and ' if shown else ''}{more} weight arrays", "dim"),))
    return [*lines, *last]


def _about(row: LayerRow, width: int) -> list[Line]:
    inputs = ", ".join(shape_text(shape) for shape in row.takes)
    outputs = ", ".join(shape_text(shape) for shape in row.gives)
    about = [printable(row.class_name)]
    if outputs:
        about.append(f"{inputs} → {outputs}" if inputs else outputs)
    count = f"{row.parameters:,}" if row.parameters else "no"
    about.append(f"{count} parameters{f' in {row.dtype}' if row.dtype and row.parameters else ''}")
    about += [f"{what} {printable(name)}" for what, name in row.functions]
    pieces: list[Line] = [
        (Span(shortened(part, width - 4) + (" · " if part is not about[-1] else "")),)
        for part in about
    ]
    return [(Span(" "), *spans) for spans in wrapped(pieces, width - 1, 1)]


def _weight_line(weight: WeightSummary, width: int) -> Line:
    name = " ".join(part for part in (weight.symbol, weight.name) if part) or "weights"
    size = min(20, max(7, width - 60))
    shape = shape_text(weight.shape) if weight.shape else "scalar"
    head = f" {shortened(printable(name), size):{size}} {shortened(shape, 13):>13} "
    room = width - len(head) - BINS
    tail = f" {short(weight.low)} to {short(weight.high)}"
    for more in (
        f", mean {short(weight.mean)}",
        f", {weight.odd} not finite" if weight.odd else "",
    ):
        tail += more if len(tail) + len(more) <= room else ""
    return (
        Span(head, "name"),
        Span(histogram(weight.counts), "unit"),
        Span(shortened(tail, room), "odd" if weight.odd else "number"),
    )


def _headed(columns: LayerColumns) -> list[tuple[str, int]]:
    return list(zip(("  layer", *_HEADINGS[1:]), columns.sizes, strict=True))


def _cells(columns: LayerColumns, texts: list[str]) -> list[str]:
    cells = []
    for number, (text, size) in enumerate(zip(texts, columns.sizes, strict=True)):
        if size:
            # The numbers of parameters are right-aligned.
            cells.append((text.rjust(size) if number == 3 else text.ljust(size)) + " ")
    return cells


def _joined(columns: LayerColumns, texts: list[str]) -> str:
    return "".join(_cells(columns, texts))

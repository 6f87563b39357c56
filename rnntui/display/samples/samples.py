"""The table of samples: columns, headings, and a line per sample."""

from __future__ import annotations

from dataclasses import dataclass

from rnntui.debugger.frame.frame import ReferenceValue
from rnntui.debugger.samples.summary import SampleSummary
from rnntui.debugger.samples.table import Column
from rnntui.display.primitives.numbers import short
from rnntui.display.primitives.sparkline import sparkline
from rnntui.display.primitives.text import Line, Span, printable, shortened
from rnntui.trace.verify import Difference

# Each column's heading begins with the key that sorts by it.
HEADINGS: dict[Column, str] = {
    "id": "id",
    "length": "length",
    "error": "error",
    "keras": "keras",
    "saturation": "saturated",
    "output": "output",
}
_WIDTHS: dict[Column, int] = {
    "length": 8, "error": 9, "keras": 10, "saturation": 11, "output": 10,
}  # fmt: skip
_LEAST, _MOST = 8, 40


@dataclass(frozen=True)
class SampleColumns:
    """The widths of the columns that vary.

    number, name: in the first column, for a sample's number and its name
    spark: for the output over time, at the end of the line; 0 for none
    """

    number: int
    name: int
    spark: int

    @classmethod
    def within(cls, width: int, samples: int, longest: int) -> SampleColumns:
        """The columns in a width; longest: the length of the longest name, 0 if there are none."""
        number = max(3, len(str(samples - 1)))
        room = width - 3 - number - sum(_WIDTHS.values())
        name = min(longest, room - 2 - _LEAST)
        name = name if name >= 4 else 0
        spark = min(_MOST, room - (name + 1 if name else 0) - 1)
        return cls(number, name, spark if spark >= 4 else 0)

    @property
    def first(self) -> int:
        """The width of the first column."""
        return 2 + self.number + (self.name + 1 if self.name else 0)

    def at(self, x: int) -> Column | None:
        """The column at a character of the line."""
        stop = self.first
        if x < stop:
            return "id"
        for column, width in _WIDTHS.items():
            stop += width
            if x < stop:
                return column
        return "output" if x < stop + 1 + self.spark else None


def heading_line(columns: SampleColumns, sort: Column, *, down: bool, unit: str) -> Line:
    """The headings, with an arrow at the sorted one, and the name of the output shown."""
    spans = [Span("  ")]
    for column, heading in HEADINGS.items():
        arrow = ("▼" if down else "▲") if column == sort else ""
        width = _WIDTHS.get(column, columns.first - 2)
        blank = width - len(heading) - len(arrow)
        if column == "id":
            parts = [Span(heading[0], "key"), Span(heading[1:] + arrow + " " * blank, "heading")]
        else:
            parts = [
                Span(" " * blank),
                Span(heading[0], "key"),
                Span(heading[1:] + arrow, "heading"),
            ]
        spans.extend(parts)
    if columns.spark:
        title = f"{unit} over t"
        text = title if len(title) <= columns.spark else unit
        spans.append(Span(" " + shortened(text, columns.spark), "dim"))
    return tuple(spans)


def sample_line(
    columns: SampleColumns,
    sample: int,
    name: str,
    length: int,
    summary: SampleSummary | None,
    reference: tuple[ReferenceValue, Difference | None],
    *,
    unit: int,
    opened: bool,
) -> Line:
    """One sample; a dot for a value not computed yet."""
    label = str(sample).rjust(columns.number)
    if columns.name:
        label += " " + shortened(printable(name), columns.name).ljust(columns.name)
    spans = [
        Span("▶ " if opened else "  ", "key"),
        Span(label, "name"),
        Span(f"{length:,}".rjust(_WIDTHS["length"]), "number"),
    ]
    if summary is None:
        for column in ("error", "keras", "saturation", "output"):
            spans.append(Span("·".rjust(_WIDTHS[column]), "dim"))
        return tuple(spans)
    if summary.failed:
        room = sum(_WIDTHS.values()) - _WIDTHS["length"] + columns.spark
        return (*spans, Span("  " + shortened(summary.failed, room - 2), "bad"))
    last = summary.last(unit)
    spans.append(_right(_number(summary.error).lstrip("+") or "none", "error", summary.error))
    spans.append(_reference(*reference))
    spans.append(_right(saturated_text(summary) or "none", "saturation", summary.saturation.share))
    spans.append(_right(_number(last) or "none", "output", last))
    if columns.spark:
        over_time = summary.over_time
        if over_time is None:
            spans.append(Span(" " + shortened("one value", columns.spark), "dim"))
        else:
            values = over_time[:, min(unit, over_time.shape[1] - 1)].tolist()
            spans.append(Span(" " + sparkline(values, columns.spark), "unit"))
    return tuple(spans)


def saturated_text(summary: SampleSummary) -> str:
    """The share of saturated units; "" if there is no tanh or sigmoid."""
    share = summary.saturation.share
    if share is None:
        return ""
    near = "" if summary.saturation.whole else "~"
    return f"{near}{100 * share:.1f} %" if share else "0 %"


def _reference(reference: ReferenceValue, found: Difference | None) -> Span:
    if found is not None:
        same = found.max_ulp == 0
        sign = "✓" if found.allclose else "✗"
        text = "same" if same else short(found.max_abs_error).lstrip("+")
        return Span(f"{sign} {text}".rjust(_WIDTHS["keras"]), "good" if found.allclose else "bad")
    word = {"waiting": "waiting", "failed": "failed"}.get(reference.status, "unchecked")
    return Span(word.rjust(_WIDTHS["keras"]), "dim")


def _number(value: float | None) -> str:
    return "" if value is None else short(value)


def _right(text: str, column: Column, value: float | None) -> Span:
    return Span(text.rjust(_WIDTHS[column]), "dim" if value is None else "number")

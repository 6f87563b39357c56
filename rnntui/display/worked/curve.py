"""An activation worked out: its curve with a dot per unit at (z, f(z)), and its flat parts."""

from __future__ import annotations

import re

import numpy as np

from rnntui.debugger.explain.activation_curve import ActivationCurve
from rnntui.debugger.explain.explain import Step
from rnntui.display.primitives.braille import curve_rows
from rnntui.display.primitives.numbers import short
from rnntui.display.primitives.text import Line, Span, beside, line, words
from rnntui.display.worked.parts import Page
from rnntui.display.worked.rows import row_lines

_LABEL = 7
_LEAST, _WIDEST = 20, 72
_LOWEST, _HIGHEST = 5, 14
# The width of the numbers beside the curve.
_ROWS = 38
_UNIT, _SELECTED = "●", "◆"


def curve_lines(step: Step, curve: ActivationCurve, unit: int, page: Page) -> list[Line]:
    """The numbers as in `row_lines`, and the curve beside or below them."""
    if page.width >= _ROWS + _LEAST + _LABEL + 8:
        left = (
            max(_ROWS, page.width - _WIDEST - _LABEL - 2) if page.width < 110 else page.width // 2
        )
        right = page.narrower(page.width - left - 2)
        rows = row_lines(step, unit, page.narrower(left))
        legend = _legend(step, curve, page.narrower(left))
        plot = _plot(step, curve, unit, right, page.height - 2)
        return beside([*rows, *legend], plot, left, 2)
    rows = row_lines(step, unit, page)
    legend = _legend(step, curve, page)
    room = page.height - len(rows) - len(legend) - 2
    return [*rows, *_plot(step, curve, unit, page, room), *legend]


def _legend(step: Step, curve: ActivationCurve, page: Page) -> list[Line]:
    """Where the curve is flat, how many units are saturated, and the meaning of the marks."""
    where = []
    if curve.flat_below is not None:
        where.append(f"below {_plain(curve.flat_below)}")
    if curve.flat_above is not None:
        where.append(f"above {_plain(curve.flat_above)}")
    total, count = step.results[0].value.size, int(curve.saturated.sum())
    if not where:
        return words(
            f"no flat part; {_UNIT} a unit, {_SELECTED} the selected one", "dim", page.width
        )
    flat = words(f"▒ flat {' and '.join(where)}", "dim", page.width)
    text = f"{count} of {total} saturated" if len(where) > 1 else f"{count} of {total} there"
    return [*flat, *words(text, "changed" if count else "dim", page.width)]


def _plain(value: float) -> str:
    return f"{value:.1f}".replace("-0.0", "0.0")


def _plot(step: Step, curve: ActivationCurve, unit: int, page: Page, room: int) -> list[Line]:
    width = min(page.width - _LABEL - 1, _WIDEST)
    height = max(_LOWEST, min(_HIGHEST, room))
    if width < _LEAST // 2:
        return []
    low, high = _heights(curve)
    texts = curve_rows(curve.z, curve.y, low, high, width, height)
    marks = _marks(step, curve, unit, low, high, width, height)
    lines = []
    for row, text in enumerate(texts):
        label = short(high) if row == 0 else short(low) if row == height - 1 else ""
        spans = [Span(label[:_LABEL].rjust(_LABEL) + "┤", "dim")]
        at = 0
        for column, mark in sorted(marks.get(row, {}).items()):
            spans.extend((*_pieces(text[at:column]), mark))
            at = column + 1
        spans.extend(_pieces(text[at:]))
        lines.append(tuple(spans))
    return [*lines, _axis(curve, width), _numbers(curve, width)]


def _pieces(text: str) -> list[Span]:
    """The curve and the blanks around it as separate spans, so that an SVG positions each."""
    parts = re.findall(" +|[^ ]+", text)
    return [Span(part, "text" if part.startswith(" ") else "name") for part in parts]


def _heights(curve: ActivationCurve) -> tuple[float, float]:
    finite = curve.y[np.isfinite(curve.y)]
    if not finite.size:
        return -1.0, 1.0
    return float(finite.min()), float(finite.max())


def _marks(
    step: Step, curve: ActivationCurve, unit: int, low: float, high: float, width: int, height: int
) -> dict[int, dict[int, Span]]:
    """A mark per row and column with units: a dot, their number, or the selected unit's."""
    z = step.operands[0].value.reshape(-1).astype(np.float64)
    y = step.results[0].value.reshape(-1).astype(np.float64)
    units = np.flatnonzero(np.isfinite(z) & np.isfinite(y))
    across = np.clip((z[units] + curve.reach) / (2 * curve.reach), 0, 1) * (2 * width - 1)
    span = high - low if high > low else 1.0
    down = np.clip((high - y[units]) / span, 0, 1) * (4 * height - 1)
    cells, places, counts = np.unique(
        np.rint(down).astype(int) // 4 * width + np.rint(across).astype(int) // 2,
        return_inverse=True,
        return_counts=True,
    )
    flat = np.zeros(len(cells), bool)
    flat[places[curve.saturated[units]]] = True
    own = places[units == unit]
    marks: dict[int, dict[int, Span]] = {}
    for index, (cell, count) in enumerate(zip(cells.tolist(), counts.tolist(), strict=True)):
        row, column = divmod(cell, width)
        text = _UNIT if count == 1 else str(count) if count < 10 else "#"
        mark = Span(text, "changed" if flat[index] else "number")
        if own.size and index == own[0]:
            mark = Span(_SELECTED, "unit")
        marks.setdefault(row, {})[column] = mark
    return marks


def _axis(curve: ActivationCurve, width: int) -> Line:
    """The horizontal axis, shaded where the curve is flat."""
    ticks = np.linspace(-curve.reach, curve.reach, width)
    flat = np.zeros(width, bool)
    if curve.flat_below is not None:
        flat |= ticks <= curve.flat_below
    if curve.flat_above is not None:
        flat |= ticks >= curve.flat_above
    text = "".join("▒" if here else "─" for here in flat.tolist())
    middle = width // 2
    return line(Span(f"{' ' * _LABEL}└{text[:middle]}┼{text[middle + 1 :]}", "dim"))


def _numbers(curve: ActivationCurve, width: int) -> Line:
    low, high, middle = f"{-curve.reach:g}", f"+{curve.reach:g}", width // 2
    text = low.ljust(middle) + "0"
    text = text.ljust(width - len(high)) + high
    return line(Span(" " * (_LABEL + 1) + text, "dim"))

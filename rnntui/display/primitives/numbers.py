"""Numbers as text: always signed, all of the same width."""

from __future__ import annotations

import math

import numpy as np

from rnntui.debugger.number_format import EXACT, USUAL
from rnntui.display.primitives.text import Span, printable

WIDTH = 7
_EXACT_WIDTH = 15


def width_of(digits: int) -> int:
    """The width of a number with `digits` digits: 6 or more; 15 for an exact float32."""
    return _EXACT_WIDTH if digits == EXACT else max(digits + 3, 6)


def number(value: float, width: int = 0, digits: int = USUAL) -> str:
    """A value, right-aligned: +0.3300, -12.500, +3.1e-07, NaN, +∞."""
    return short(value, digits).rjust(width or width_of(digits))


def short(value: float, digits: int = USUAL) -> str:
    """A value in at most `width_of(digits)` characters; as many as necessary if exact."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "+∞" if value > 0 else "-∞"
    if digits == EXACT:
        return _exact(value)
    size = abs(value)
    if size == 0:
        return f"{value:+.{digits}f}"
    # Two digits leave room for five before the decimal point.
    room = digits + 3 * (digits == 2)
    if size < 5 * 10.0**-digits or size >= 10.0**room - (0.05 if digits > 2 else 0.5):
        return _with_exponent(value, digits)
    if size < 9.9:
        # A shortcut: nearly all numbers of a network are this small.
        return f"{value:+.{digits}f}"
    decimals = digits
    for limit in range(1, min(room, digits + 1)):
        # A number that rounds up to 10.0 has one decimal less.
        if size >= 10.0**limit - 0.5 * 10.0 ** (limit - digits):
            decimals = digits - limit
    return f"{value:+.{decimals}f}"


def _exact(value: float) -> str:
    """The fewest digits that identify the value, as a float32 if it is one, else as a float64."""
    with np.errstate(all="ignore"):
        single = np.float32(value)
    text = str(single) if float(single) == value else repr(float(value))
    return text if text.startswith("-") else f"+{text}"


def _with_exponent(value: float, digits: int) -> str:
    power = int(f"{value:+.1e}".split("e")[1])
    decimals = 0 if abs(power) >= 10 else 1
    if digits > USUAL:
        decimals = digits - 3 - len(str(abs(power)))
    mantissa, exponent = f"{value:+.{decimals if digits >= USUAL else 0}e}".split("e")
    text = f"{mantissa}e{int(exponent)}"
    if len(text) > width_of(digits):
        return f"{mantissa[0]}~0" if power < 0 else f"{mantissa[0]}big"
    return text


def span(value: float, role: str = "number", width: int = 0, digits: int = USUAL) -> Span:
    """A number as a span; NaN and infinity have the role "odd"."""
    return Span(number(value, width, digits), role if math.isfinite(value) else "odd")


def physical(value: float, unit: str, *, signed: bool = False) -> str:
    """A value with its physical unit: 43.60560°, 1173.0 ft; signed: for a difference."""
    if not math.isfinite(value):
        return short(value)
    digits = 5 if unit == "°" else 1 if abs(value) >= 100 else 3
    gap = "" if unit in ("", "°", "%") else " "
    return f"{value:{'+' if signed else ''}.{digits}f}{gap}{printable(unit)}"

"""How one number looks: always with its sign, and as wide as all the others."""

from __future__ import annotations

import math

from rnntui.display.text import Span

WIDTH = 7


def number(value: float, width: int = WIDTH) -> str:
    """A value right-aligned in `width` characters: +0.3300, -12.500, +3.1e-07, NaN, +∞."""
    return short(value).rjust(width)


def short(value: float) -> str:
    """A value in as few characters as four digits need."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "+∞" if value > 0 else "-∞"
    size = abs(value)
    if size == 0:
        return "+0.0000" if math.copysign(1, value) > 0 else "-0.0000"
    if size < 0.0005 or size >= 9999.95:
        return _with_exponent(value)
    decimals = 4 if size < 10 else 3 if size < 100 else 2 if size < 1000 else 1
    return f"{value:+.{decimals}f}"


def _with_exponent(value: float) -> str:
    mantissa, exponent = f"{value:+.1e}".split("e")
    power = int(exponent)
    if abs(power) >= 10:
        mantissa = f"{float(mantissa):+.0f}"
    return f"{mantissa}e{power}"


def span(value: float, role: str = "number", width: int = WIDTH) -> Span:
    """A number as a span; what is no finite number has a role of its own."""
    return Span(number(value, width), role if math.isfinite(value) else "odd")


def physical(value: float, unit: str) -> str:
    """A value in a unit of its own: 43.60560°, 1173.0 ft."""
    if not math.isfinite(value):
        return short(value)
    digits = 5 if unit == "°" else 1 if abs(value) >= 100 else 3
    gap = "" if unit in ("", "°", "%") else " "
    return f"{value:.{digits}f}{gap}{unit}"

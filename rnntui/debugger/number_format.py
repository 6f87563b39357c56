"""Number format: how many digits are shown, and whether long vectors are shown in full."""

from __future__ import annotations

from dataclasses import dataclass

# The digits that identify any float64.
EXACT = 17
USUAL = 4
PRECISIONS = (USUAL, 8, EXACT, 2)


@dataclass(frozen=True)
class NumberFormat:
    """precision: digits of a number, or EXACT; opened: whether long vectors are shown in full."""

    precision: int = USUAL
    opened: bool = False


DEFAULT_FORMAT = NumberFormat()


def next_precision(digits: int, count: int = 1) -> int:
    """The precision `count` places further in PRECISIONS, cyclically."""
    return PRECISIONS[(PRECISIONS.index(digits) + count) % len(PRECISIONS)]


def precision_text(digits: int) -> str:
    """The precision in words: "4 digits", "all digits"."""
    return "all digits" if digits == EXACT else f"{digits} digits"

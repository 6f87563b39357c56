"""How numbers are shown: with how many digits, long vectors in short or not; the session knows."""

from __future__ import annotations

from dataclasses import dataclass

# A float64 has no more digits than this: all that there are.
EXACT = 17
USUAL = 4
PRECISIONS = (USUAL, 8, EXACT, 2)


@dataclass(frozen=True)
class NumberFormat:
    """precision: digits of a number, or EXACT; opened: whether long vectors are written out."""

    precision: int = USUAL
    opened: bool = False


DEFAULT_FORMAT = NumberFormat()


def next_precision(digits: int, count: int = 1) -> int:
    """The one that comes after it."""
    return PRECISIONS[(PRECISIONS.index(digits) + count) % len(PRECISIONS)]


def precision_text(digits: int) -> str:
    """4 digits, or exact."""
    return "exact: every digit that there is" if digits == EXACT else f"{digits} digits"

"""With how many digits numbers are shown: a choice that the session remembers."""

from __future__ import annotations

# A float64 has no more digits than this: all that there are.
EXACT = 17
USUAL = 4
PRECISIONS = (USUAL, 8, EXACT, 2)


def next_precision(digits: int, count: int = 1) -> int:
    """The one that comes after it."""
    return PRECISIONS[(PRECISIONS.index(digits) + count) % len(PRECISIONS)]


def precision_text(digits: int) -> str:
    """4 digits, or exact."""
    return "exact: every digit that there is" if digits == EXACT else f"{digits} digits"

"""ASCII replacements, one character each, for terminals without Unicode.

Each replacement is one cell wide, so columns stay aligned, and signs with different meanings stay
different: in a heatmap, 1 to 7 and # are above zero, - and a to g below it.
"""

from __future__ import annotations

_SIGNS = {
    # Levels of a heatmap and of a sparkline; and the ends of bars.
    **dict(zip("▁▂▃▄▅▆▇█", "1234567#", strict=True)),
    **dict(zip("▏▎▍▌▋▊▉▐▕", "||||###||", strict=True)),
    # Equations.
    **dict(zip("₀₁₂₃₄₅₆₇₈₉₋ₜᵢᶻ⁻", "0123456789-tiz-", strict=True)),
    **dict(zip("·⊙×ΔΣσ", ".*xdSo", strict=True)),
    # The cursor, operands, the unit; breakpoints; changes.
    **dict(zip("▶›▸●◐○▲▼", ">:#Oco^v", strict=True)),
    # Whole layers, layers not computed, masked timesteps, flat parts of a curve.
    **dict(zip("□✗░▒", "=X%:", strict=True)),
    # The prediction and its chart.
    **dict(zip("✓≠≤≥±∞°◆◎┄⚠", "+!<>~Id@0=!", strict=True)),
    # Punctuation, keys, and ellipses.
    **dict(zip("…‹←→↑↓–—’“”", '~(<>^v--\'""', strict=True)),
    # Lines, frames, and Textual's large digits.
    **dict.fromkeys("─╴╶╸╺┈╌", "-"),
    **dict.fromkeys("━═", "="),
    **dict.fromkeys("│╵╷╹╻", "|"),
    **dict.fromkeys("┃║", "#"),
    **dict.fromkeys("┌┐└┘├┤┬┴┼╭╮╯╰┏┓┗┛┣┫┳┻╋╪╫┷╔╗╚╝", "+"),
    "•": ".",
}
# A braille character becomes a dot in its upper half, its lower half, or both.
_UPPER, _LOWER = 0x1B, 0xE4
_DOTS = {
    chr(0x2800 + bits): " '.:"[bool(bits & _UPPER) + 2 * bool(bits & _LOWER)] for bits in range(256)
}
TABLE = str.maketrans({**_SIGNS, **_DOTS})


_KEYS = {"→": "right", "←": "left", "↑": "up", "↓": "down"}


def keys_in_ascii(shown: str) -> str:
    """The keys of an action in ASCII; arrows by name, since < and > are keys too."""
    return " ".join(_KEYS.get(key, key) for key in shown.split(" "))


def as_ascii(text: str) -> str:
    """The text in ASCII, of the same length; ? for characters not in the table."""
    if text.isascii():
        return text
    return text.translate(TABLE).encode("ascii", "replace").decode("ascii")

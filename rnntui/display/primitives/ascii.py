"""What is written where a terminal has no Unicode: one ASCII character for each that rnntui writes.

Every character stays one cell wide, so that no column moves; and signs that a reader must tell apart
stay different: of a heatmap, 1 to 7 and # are above zero, - and a to g below it.
"""

from __future__ import annotations

_SIGNS = {
    # Levels of a heatmap and of a sparkline; and the ends of bars.
    **dict(zip("▁▂▃▄▅▆▇█", "1234567#", strict=True)),
    **dict(zip("▏▎▍▌▋▊▉▐▕", "||||###||", strict=True)),
    # Equations.
    **dict(zip("₀₁₂₃₄₅₆₇₈₉₋ₜᵢᶻ⁻", "0123456789-tiz-", strict=True)),
    **dict(zip("·⊙×ΔΣσ", ".*xdSo", strict=True)),
    # Where one is: the equation, what it reads, the unit; breakpoints; what has changed.
    **dict(zip("▶›▸●◐○▲▼", ">:#Oco^v", strict=True)),
    # Layers that are boxes or are not computed, masked timesteps, flat parts of a curve.
    **dict(zip("□✗░▒", "=X%:", strict=True)),
    # The prediction and its chart.
    **dict(zip("✓≠≤≥±∞°◆◎┄⚠", "+!<>~Id@0=!", strict=True)),
    # Words, keys, and that there is more.
    **dict(zip("…‹←→↑↓–—’“”", '~(<>^v--\'""', strict=True)),
    # Lines and frames, and Textual's large digits.
    **dict.fromkeys("─╴╶╸╺┈╌", "-"),
    **dict.fromkeys("━═", "="),
    **dict.fromkeys("│╵╷╹╻", "|"),
    **dict.fromkeys("┃║", "#"),
    **dict.fromkeys("┌┐└┘├┤┬┴┼╭╮╯╰┏┓┗┛┣┫┳┻╋╪╫┷╔╗╚╝", "+"),
    "•": ".",
}
# In a curve of dots the upper half of a character, the lower, or both.
_UPPER, _LOWER = 0x1B, 0xE4
_DOTS = {
    chr(0x2800 + bits): " '.:"[bool(bits & _UPPER) + 2 * bool(bits & _LOWER)] for bits in range(256)
}
TABLE = str.maketrans({**_SIGNS, **_DOTS})


_KEYS = {"→": "right", "←": "left", "↑": "up", "↓": "down"}


def keys_in_ascii(shown: str) -> str:
    """The keys of an action in ASCII: the arrows by their names, since < and > are keys too."""
    return " ".join(_KEYS.get(key, key) for key in shown.split(" "))


def as_ascii(text: str) -> str:
    """The text in ASCII, as long as it was; ? for what rnntui itself does not write."""
    if text.isascii():
        return text
    return text.translate(TABLE).encode("ascii", "replace").decode("ascii")

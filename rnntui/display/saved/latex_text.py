"""Text in LaTeX: names come from files, and may hold what LaTeX takes for its own."""

from __future__ import annotations

import re

from rnntui.display.text import printable

_ESCAPES = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedblright{}",
    "`": r"\textasciigrave{}",
    # Behind a row's end a bracket or a star would belong to that.
    "*": "{*}",
    "[": "{[}",
    "]": "{]}",
    "·": r"$\cdot$",
    "⊙": r"$\odot$",
    "×": r"$\times$",
    "→": r"$\to$",
    "∞": r"$\infty$",
    "≤": r"$\le$",
    "≠": r"$\ne$",
    "Δ": r"$\Delta$",
    "°": r"$^\circ$",
    "ₜ": "$_t$",
    "✓": "yes:",
    "✗": "no:",
    "▶": r"$\triangleright$",
    "…": r"\dots{}",
}
_NUMBER = re.compile(r"([+-])?(\d+(?:\.\d*)?)(?:e([+-]?\d+))?")


def escaped(text: str) -> str:
    """A text that LaTeX sets as it is written."""
    parts = printable(text).split("ₜ₋₁")
    return "$_{t-1}$".join(
        "".join(_ESCAPES.get(character, character) for character in part) for part in parts
    )


def number_text(text: str) -> str:
    r"""A number with the minus and the power of mathematics: $-3.1\times10^{-7}$; NaN as it is."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        return {"+∞": r"$+\infty$", "-∞": r"$-\infty$"}.get(text, escaped(text))
    power = "" if found[3] is None else rf"\times10^{{{int(found[3])}}}"
    return f"${found[1] or ''}{found[2]}{power}$"

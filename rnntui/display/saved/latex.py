"""LaTeX for saved frames: tables and formulas that need no package."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rnntui.debugger.frame.frame import LayerView
from rnntui.display.primitives.notation import Spelling
from rnntui.display.primitives.text import printable
from rnntui.display.saved.content import Markup, Variable
from rnntui.display.saved.worked_tables import Table, Working
from rnntui.equations.expressions import Expression
from rnntui.equations.parse import Equation


def _values(text: str) -> str:
    """A text of numbers and words."""
    return " ".join(number_text(word) for word in text.split())


def _table(table: Table) -> list[str]:
    """A table with its numbers right-aligned; [] if it has no rows."""
    if not table.rows:
        return []
    left = len(table.heads) - table.numbers
    rows = [
        " & ".join([*(escaped(cell) for cell in row[:left]), *(map(number_text, row[left:]))])
        for row in table.rows
    ]
    return [_tabular("l" * left + "r" * table.numbers, table.heads, rows)]


def _tabular(columns: str, heads: tuple[str, ...] | None, rows: list[str]) -> str:
    lines = [rf"\begin{{tabular}}{{{columns}}}"]
    if heads is not None:
        lines += [" & ".join(escaped(head) for head in heads) + r" \\", r"\hline"]
    lines += [rf"{row} \\" for row in rows]
    return "\n".join([*lines, r"\end{tabular}"])


_KNOWN = {"tanh": r"\tanh", "sigmoid": r"\sigma", "exp": r"\exp"}


def math_name(name: str) -> str:
    r"""A variable: h_prev is \mathbf{h}_{t-1}, Wxh is W_{xh}, z_i is \mathbf{z}_{i}."""
    base, time = name, ""
    for ending, index in (("_prev", "t-1"), ("_t", "t")):
        if name.endswith(ending) and name != ending:
            base, time = name.removesuffix(ending), index
    lead, _, below = base.partition("_")
    if not below and (found := re.fullmatch(r"([WUBVb])([a-z0-9]+)", lead)):
        lead, below = found[1], found[2]
    index = ",".join(part for part in (escaped(below), time) if part)
    return _letters(lead) + (f"_{{{index}}}" if index else "")


def _letters(text: str) -> str:
    """W, U and V are matrices; all else is a vector, in bold."""
    if re.fullmatch("[WUV]", text):
        return text
    return rf"\mathbf{{{escaped(text)}}}"


def _function(name: str) -> str:
    return _KNOWN.get(name) or rf"\mathrm{{{escaped(name)}}}"


_LATEX = Spelling(math_name, {"@": r"\,", "+": " + ", "-": " - ", "*": r" \odot "}, _function)


def math_expression(expression: Expression, functions: Mapping[str, str]) -> str:
    """An expression, without dollar signs."""
    return _LATEX.write(expression, functions)


def math_equation(equation: Equation, functions: Mapping[str, str]) -> str:
    """An equation, without dollar signs."""
    left = ", ".join(math_name(name) for name in equation.targets)
    return f"{left} = {math_expression(equation.expression, functions)}"


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
    # After the \\ of a row, LaTeX would take a bracket or a star as its argument.
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
    """A text with everything escaped that LaTeX would interpret."""
    parts = printable(text).split("ₜ₋₁")
    return "$_{t-1}$".join(
        "".join(_ESCAPES.get(character, character) for character in part) for part in parts
    )


def number_text(text: str) -> str:
    r"""A number in math notation: $-3.1\times10^{-7}$; NaN is left as it is."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        return {"+∞": r"$+\infty$", "-∞": r"$-\infty$"}.get(text, escaped(text))
    power = "" if found[3] is None else rf"\times10^{{{int(found[3])}}}"
    return f"${found[1] or ''}{found[2]}{power}$"


def _equations(layer: LayerView, current: int | None) -> str:
    rows = [
        (r"$\triangleright$" if number == current else "")
        + f" & ${math_equation(equation, layer.functions)}$"
        for number, equation in enumerate(layer.equations)
    ]
    return _tabular("ll", None, rows)


def _working(working: Working) -> str:
    text = f"{escaped(working.what)} = {number_text(working.value)}, {escaped(working.how)}"
    return rf"\noindent {text}"


def _variables(variables: tuple[Variable, ...]) -> list[str]:
    rows = [
        " & ".join((f"${math_name(found.name)}$", escaped(found.shape), _values(found.values)))
        for found in variables
    ]
    # The last column is a paragraph, so that a long vector is broken into lines.
    return [_tabular(r"llp{0.6\linewidth}", ("variable", "shape", "values"), rows)]


LATEX = Markup(
    escaped=escaped,
    title=lambda text: rf"\section*{{{text}}}",
    section=lambda text: rf"\subsection*{{{text}}}",
    layer=lambda label, class_name: rf"\noindent\textbf{{{label}}}, {class_name}:",
    layer_name=lambda label: rf"\noindent\textbf{{{label}}}:",
    equations=_equations,
    equation=lambda equation, functions: rf"\[ {math_equation(equation, functions)} \]",
    working=_working,
    variables=_variables,
    table=_table,
)

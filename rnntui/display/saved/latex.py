"""A frame as LaTeX: a part of a document, with tables and formulas that need no package."""

from __future__ import annotations

from rnntui.debugger.frame import Frame
from rnntui.display.saved.content import (
    Table,
    heading_of,
    prediction_tables,
    title_of,
    variables_of,
    verdicts,
)
from rnntui.display.saved.latex_math import math_equation, math_name
from rnntui.display.saved.latex_text import escaped, number_text
from rnntui.display.saved.working import workings
from rnntui.display.telling import NO_OUTPUT, equation_notes


def latex(frame: Frame) -> str:
    r"""The frame as LaTeX, to be \input into a document."""
    parts = [rf"\section*{{{escaped(title_of(frame))}}}", escaped(heading_of(frame))]
    parts += [escaped(note) for note in frame.notes]
    parts.append(r"\subsection*{Equations}")
    for index, layer in enumerate(frame.layers):
        parts.append(rf"\noindent\textbf{{{escaped(layer.label)}}}, {escaped(layer.class_name)}:")
        rows = []
        for number, equation in enumerate(layer.equations):
            here = (index, number) == (frame.cursor.node, frame.cursor.equation)
            mark = r"$\triangleright$" if here else ""
            rows.append(f"{mark} & ${math_equation(equation, layer.functions)}$")
        parts.append(_tabular("ll", None, rows))
    parts.append(r"\subsection*{Worked out}")
    parts.append(rf"\[ {math_equation(frame.equation, frame.layer.functions)} \]")
    parts += [escaped(note) for note in equation_notes(frame)]
    for one in workings(frame):
        text = f"{escaped(one.what)} = {number_text(one.value)}, {escaped(one.how)}"
        parts.append(rf"\noindent {text}")
        parts += _table(one.table)
    parts.append(r"\subsection*{Variables}")
    for layer in frame.layers:
        parts.append(rf"\noindent\textbf{{{escaped(layer.label)}}}:")
        rows = [
            " & ".join((f"${math_name(one.name)}$", escaped(one.shape), _values(one.values)))
            for one in variables_of(frame, layer)
        ]
        # A long vector is broken into lines.
        parts.append(_tabular(r"llp{0.6\linewidth}", ("variable", "shape", "values"), rows))
    parts.append(r"\subsection*{Prediction}")
    tables = prediction_tables(frame)
    if not tables:
        parts.append(NO_OUTPUT)
    for table in tables:
        parts += _table(table)
    parts += [escaped(line) for line in verdicts(frame)]
    return "\n\n".join(parts) + "\n"


def _values(text: str) -> str:
    """Numbers, and the words between them."""
    return " ".join(number_text(word) for word in text.split())


def _table(table: Table) -> list[str]:
    """A table, or nothing where it has no rows; its numbers to the right."""
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

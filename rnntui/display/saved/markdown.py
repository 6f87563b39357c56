"""A frame as Markdown: headings, and tables that render."""

from __future__ import annotations

import re

from rnntui.debugger.frame.frame import Frame
from rnntui.display.layer_notes import NO_OUTPUT, equation_notes
from rnntui.display.primitives.notation import spell_equation, symbol
from rnntui.display.primitives.text import printable
from rnntui.display.saved.content import (
    Table,
    heading_of,
    prediction_tables,
    title_of,
    variables_of,
    verdicts,
)
from rnntui.display.saved.worked_tables import workings


def markdown(frame: Frame) -> str:
    """The frame as Markdown."""
    parts = [f"# {escaped(title_of(frame))}", escaped(heading_of(frame))]
    parts += [escaped(note) for note in frame.notes]
    parts.append("## Equations")
    for index, layer in enumerate(frame.layers):
        parts.append(f"**{escaped(layer.label)}**, {escaped(layer.class_name)}")
        lines = []
        for number, equation in enumerate(layer.equations):
            here = (index, number) == (frame.cursor.node, frame.cursor.equation)
            text = printable(spell_equation(equation, layer.functions))
            lines.append(f"    {'▶' if here else ' '} {text}")
        parts.append("\n".join(lines))
    parts.append("## Worked out")
    parts.append(code(spell_equation(frame.equation, frame.layer.functions)))
    parts += [escaped(note) for note in equation_notes(frame)]
    for one in workings(frame):
        parts.append(f"{code(one.what)} = **{cell(one.value)}**, {escaped(one.how)}")
        parts += _table(one.table)
    parts.append("## Variables")
    for layer in frame.layers:
        found = variables_of(frame, layer)
        rows = tuple(
            (f"{'▶ ' if one.current else ''}{symbol(one.name)}", one.shape, one.values)
            for one in found
        )
        parts.append(f"**{escaped(layer.label)}**")
        parts += _table(Table(("variable", "shape", "values"), rows, 0))
    parts.append("## Prediction")
    tables = prediction_tables(frame)
    if not tables:
        parts.append(NO_OUTPUT)
    for table in tables:
        parts += _table(table)
    parts += [escaped(line) for line in verdicts(frame)]
    return "\n\n".join(parts) + "\n"


def escaped(text: str) -> str:
    """A text in which Markdown finds no marks of its own: as a paragraph, or in one."""
    text = cell(text.strip())
    # At the beginning these would be a heading, a list or a rule.
    text = re.sub(r"^([#+=-])", r"\\\1", text)
    return re.sub(r"^(\d+)([.)])", r"\1\\\2", text)


def cell(text: str) -> str:
    """The same for a cell of a table, which nothing in it may end."""
    return re.sub(r"([\\`*_\[\]<>|~$&])", r"\\\1", printable(text))


def code(text: str) -> str:
    """A text as code, in as many backticks as it needs; for use outside of tables."""
    text = printable(text)
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    gap = " " if text[:1] in ("`", " ") or text[-1:] in ("`", " ") else ""
    return f"{fence}{gap}{text}{gap}{fence}"


def _table(table: Table) -> list[str]:
    """A table, or nothing where it has no rows; its numbers to the right."""
    if not table.rows:
        return []
    left = len(table.heads) - table.numbers
    rule = ["---"] * left + ["---:"] * table.numbers
    rows = [
        [cell(head) for head in table.heads],
        rule,
        *([cell(text) for text in row] for row in table.rows),
    ]
    return ["\n".join(f"| {' | '.join(row)} |" for row in rows)]

"""Markdown for saved frames."""

from __future__ import annotations

import re

from rnntui.debugger.frame.frame import LayerView
from rnntui.display.primitives.notation import spell_equation, symbol
from rnntui.display.primitives.text import printable
from rnntui.display.saved.content import Markup, Variable
from rnntui.display.saved.worked_tables import Table, Working


def escaped(text: str) -> str:
    """A paragraph, or part of one, with all Markdown syntax escaped."""
    text = cell(text.strip())
    # At the start of a line these would be a heading, a list or a rule.
    text = re.sub(r"^([#+=-])", r"\\\1", text)
    return re.sub(r"^(\d+)([.)])", r"\1\\\2", text)


def cell(text: str) -> str:
    """A cell of a table, escaped so that nothing in it ends the cell."""
    return re.sub(r"([\\`*_\[\]<>|~$&])", r"\\\1", printable(text))


def code(text: str) -> str:
    """A text as inline code, in as many backticks as it needs; not for tables."""
    text = printable(text)
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    gap = " " if text[:1] in ("`", " ") or text[-1:] in ("`", " ") else ""
    return f"{fence}{gap}{text}{gap}{fence}"


def _table(table: Table) -> list[str]:
    """A table with its numbers right-aligned; [] if it has no rows."""
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


def _equations(layer: LayerView, current: int | None) -> str:
    return "\n".join(
        f"    {'▶' if number == current else ' '} {printable(spell_equation(found, layer.functions))}"
        for number, found in enumerate(layer.equations)
    )


def _working(working: Working) -> str:
    return f"{code(working.what)} = **{cell(working.value)}**, {escaped(working.how)}"


def _variables(variables: tuple[Variable, ...]) -> list[str]:
    rows = tuple(
        (f"{'▶ ' if found.current else ''}{symbol(found.name)}", found.shape, found.values)
        for found in variables
    )
    return _table(Table(("variable", "shape", "values"), rows, 0))


MARKDOWN = Markup(
    escaped=escaped,
    title=lambda text: f"# {text}",
    section=lambda text: f"## {text}",
    layer=lambda label, class_name: f"**{label}**, {class_name}",
    layer_name=lambda label: f"**{label}**",
    equations=_equations,
    equation=lambda equation, functions: code(spell_equation(equation, functions)),
    working=_working,
    variables=_variables,
    table=_table,
)

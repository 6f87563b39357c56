"""`python docs/make_debugging.py`: writes the tables of docs/debugging.md from the code's own."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from rnntui.debugger.breakpoints.presets import READY_MADE
from rnntui.debugger.commands.registry import COMMANDS
from rnntui.debugger.expressions.functions import FUNCTIONS, SPECIAL
from rnntui.debugger.values.sample_scope import BUILT_IN

OUT = Path(__file__).with_name("debugging.md")


def text(document: str | None = None) -> str:
    """The document, with its tables as they must be; all else is written by hand."""
    found = OUT.read_text("utf-8") if document is None else document
    for name, table in _tables().items():
        pattern = rf"(<!-- table: {name} -->\n).*?(<!-- end -->)"
        found = re.sub(
            pattern, lambda match, table=table: match[1] + table + match[2], found, flags=re.DOTALL
        )
    return found


def _tables() -> dict[str, str]:
    functions = sorted({**FUNCTIONS, **SPECIAL}.items())
    return {
        "ready-made": _table(
            ("word", "stops at"), ((f"`{name}`", one.help) for name, one in READY_MADE.items())
        ),
        "names": _table(
            ("name", "is"), ((f"`{name}`", meaning) for name, meaning in BUILT_IN.items())
        ),
        "functions": _table(
            ("function", "gives", ""),
            ((f"`{name}`", one.help, "axis" if one.reduces else "") for name, one in functions),
        ),
        "commands": _table(
            ("command", "short", "takes", ""),
            (
                (
                    f"`{one.name}`",
                    " ".join(f"`{alias}`" for alias in one.aliases),
                    f"`{one.usage}`" if one.usage else "",
                    one.help,
                )
                for one in COMMANDS
            ),
        ),
    }


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    cells = ([cell.replace("|", "\\|") for cell in line] for line in lines)
    return "".join(f"| {' | '.join(line)} |\n" for line in cells)


if __name__ == "__main__":
    OUT.write_text(text(), "utf-8")

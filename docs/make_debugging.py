"""`python docs/make_debugging.py` writes the tables of docs/debugging.md from the code's tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from rnntui.debugger.breakpoints.presets import PRESETS
from rnntui.debugger.commands.registry import COMMANDS
from rnntui.debugger.expressions.functions import FUNCTIONS, SPECIAL
from rnntui.debugger.values.sample_scope import BUILT_IN

OUT = Path(__file__).with_name("debugging.md")


def text(document: str | None = None) -> str:
    """The document with its tables regenerated; the rest is written by hand."""
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
        "presets": _table(
            ("preset", "stops where"),
            ((f"`{name}`", preset.help) for name, preset in PRESETS.items()),
        ),
        "names": _table(
            ("name", "value"), ((f"`{name}`", meaning) for name, meaning in BUILT_IN.items())
        ),
        "functions": _table(
            ("function", "returns", ""),
            (
                (f"`{name}`", function.help, "axis" if function.reduces else "")
                for name, function in functions
            ),
        ),
        "commands": _table(
            ("command", "short", "arguments", ""),
            (
                (
                    f"`{command.name}`",
                    " ".join(f"`{alias}`" for alias in command.aliases),
                    f"`{command.usage}`" if command.usage else "",
                    command.help,
                )
                for command in COMMANDS
            ),
        ),
    }


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    cells = ([cell.replace("|", "\\|") for cell in line] for line in lines)
    return "".join(f"| {' | '.join(line)} |\n" for line in cells)


if __name__ == "__main__":
    OUT.write_text(text(), "utf-8")

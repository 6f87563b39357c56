"""`python docs/make_formats.py`: writes docs/formats.md from the code's own tables."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rnntui.layers.coverage import older_names, operations, treatments
from rnntui.network.keras.files.formats import FORMATS

OUT = Path(__file__).with_name("formats.md")

_MEANING = {
    "steps": "as equations, timestep by timestep, forwards and backwards",
    "computed": "in NumPy, beside the recurrence; equations where it does the same to each vector",
    "by Keras": "in Keras's own process, as a box with what it takes and gives",
    "not computed": "of Keras 1 or 2, and not in today's; what lies behind it is not computed either",
}


def text() -> str:
    """The document."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# What rnntui opens"
    yield ""
    yield "Made from the code's own tables by `make formats`; do not edit it by hand."
    yield ""
    yield "## Files"
    yield ""
    yield "| file | written by | | |"
    yield "|---|---|---|---|"
    for kind in FORMATS:
        yield f"| {kind.name} | {kind.written_by} | {'opens' if kind.opens else 'refused'} | {kind.how} |"
    yield ""
    yield "## Layers"
    yield ""
    found = treatments()
    for treatment, meaning in _MEANING.items():
        yield f"- **{treatment}**: {meaning}"
    yield "- **own code**: Lambda, custom layers and custom activations, unless `--custom-objects FILE.py`"
    yield "  gives their code, which then runs in Keras's process only; without it, what lies before them"
    yield "  still steps, and what lies behind them is not computed."
    yield ""
    yield "A layer that steps or is computed, but is used in a way that rnntui does not know (a rare argument,"
    yield "an axis that is the batch's), is given to Keras instead; `rnntui info` says so."
    yield ""
    yield "| layer | |"
    yield "|---|---|"
    for treatment in _MEANING:
        names = [name for name, what in found.items() if what == treatment]
        yield from (f"| {name} | {treatment} |" for name in names)
    yield "| Lambda, custom classes and activations | own code |"
    yield ""
    yield "Names of older Keras, read as today's: "
    yield ", ".join(f"{old} ({new})" for old, new in older_names().items()) + "."
    yield ""
    yield "Of `keras.ops` in Functional models these are computed:"
    yield ", ".join(operations()) + "."


if __name__ == "__main__":
    OUT.write_text(text(), "utf-8")

"""`python docs/make_formats.py` writes docs/formats.md from the code's tables."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rnntui.layers.coverage import older_names, operations, treatments
from rnntui.network.keras.files.formats import FORMATS

OUT = Path(__file__).with_name("formats.md")

_MEANING = {
    "steps": "as equations, timestep by timestep, forward and backward",
    "computed": "in NumPy; as equations if it applies the same function at each timestep",
    "by Keras": "in the Keras process; shown as a box with its inputs and outputs",
    "not computed": "from Keras 1 or 2, and removed since; the layers after it are not computed either",
}


def text() -> str:
    """The document."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# What rnntui opens"
    yield ""
    yield "Generated from the code's tables by `make formats`; do not edit."
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
    yield "  gives their code, which then runs only in the Keras process; without it, the layers before them"
    yield "  can still be stepped through, and the layers after them are not computed."
    yield ""
    yield "A layer that steps or is computed, but is used in a way that rnntui does not support (a rare argument,"
    yield "an operation along the batch axis), is left to Keras; `rnntui info` says so."
    yield ""
    yield "| layer | |"
    yield "|---|---|"
    for treatment in _MEANING:
        names = [name for name, what in found.items() if what == treatment]
        yield from (f"| {name} | {treatment} |" for name in names)
    yield "| Lambda, custom classes and activations | own code |"
    yield ""
    yield "Class names of older Keras versions, read as current ones:"
    yield ", ".join(f"{old} ({new})" for old, new in older_names().items()) + "."
    yield ""
    yield "Operations of `keras.ops` that are computed in Functional models:"
    yield ", ".join(operations()) + "."


if __name__ == "__main__":
    OUT.write_text(text(), "utf-8")

"""Names of layers' groups in Keras's files, derived from class names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator


def numbered(class_names: Iterable[str]) -> Iterator[str]:
    """Group names for a list of layers: "lstm_cell", "lstm_cell_1", "gru_cell"."""
    used: dict[str, int] = {}
    for class_name in class_names:
        base = snake_case(class_name)
        number = used.get(base, 0)
        used[base] = number + 1
        yield f"{base}_{number}" if number else base


def snake_case(name: str) -> str:
    """Snake case by Keras's rule: SimpleRNN -> simple_rnn (`keras.src.utils.naming.to_snake_case`)."""
    name = re.sub(r"\W+", "", name)
    name = re.sub("(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub("([a-z])([A-Z])", r"\1_\2", name).lower()

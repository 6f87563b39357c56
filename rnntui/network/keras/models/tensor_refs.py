"""Parses references to tensors in a model's JSON config."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rnntui.errors import ModelFileError
from rnntui.network.network import TensorRef


def tensors(value: Any, source: str) -> Iterator[TensorRef]:
    """The tensors in a call's arguments, at any depth."""
    if isinstance(value, dict):
        if value.get("class_name") == "__keras_tensor__":
            yield tensor(value, source)
        else:
            for item in value.values():
                yield from tensors(item, source)
    elif isinstance(value, list):
        for item in value:
            yield from tensors(item, source)


def tensor(value: Any, source: str) -> TensorRef:
    """A tensor as Keras 3 writes it, with its `keras_history`."""
    match value:
        case {"config": {"keras_history": [str(name), int(call), int(index)]}}:
            return TensorRef(name, call, index)
    raise ModelFileError(f"{source}: its config has the malformed tensor reference {value!r}")


def references(value: Any, source: str) -> Iterator[TensorRef]:
    """The [layer, call, index] triples in a structure of lists and dicts."""
    match value:
        case [str(name), int(call), int(index)]:
            yield TensorRef(name, call, index)
        case list():
            for item in value:
                yield from references(item, source)
        case dict():
            # Keras flattens a dictionary of outputs in the order of its keys.
            for _, item in sorted(value.items()):
                yield from references(item, source)
        case _:
            raise ModelFileError(
                f"{source}: its config has the malformed tensor reference {value!r}"
            )

"""The tensors that a model's JSON config refers to."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rnntui.errors import ModelFileError
from rnntui.network.network import TensorRef


def tensors(value: Any, source: str) -> Iterator[TensorRef]:
    """The tensors in a call's arguments, however nested."""
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
    raise ModelFileError(f"{source}: its config names a tensor as {value!r}")


def references(value: Any, source: str) -> Iterator[TensorRef]:
    """The [layer, call, index] triples in a structure of lists and dicts."""
    match value:
        case [str(name), int(call), int(index)]:
            yield TensorRef(name, call, index)
        case list():
            for item in value:
                yield from references(item, source)
        case dict():
            # In the order of the keys, as Keras flattens a dictionary of outputs.
            for _, item in sorted(value.items()):
                yield from references(item, source)
        case _:
            raise ModelFileError(f"{source}: its config names a tensor as {value!r}")

"""Operations of keras.ops in a model's JSON config: what they are, and what they are given.

A Functional model lists them beside its layers. Their arguments are tensors of the model, numbers,
slices, arrays, and lists of these, as `keras.src.saving.serialization_lib` writes them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from rnntui.errors import ModelFileError
from rnntui.network.network import Call
from rnntui.network.operation_names import OPERATION_NAMES
from rnntui.network.tensors import tensor, tensors


@dataclass(frozen=True)
class Unreadable:
    """An argument that is neither a tensor nor data; with it, an operation is not computed."""

    what: str


def is_operation(entry: Mapping[str, Any]) -> bool:
    """Whether an entry is one of keras.ops, as Functional models hold them beside their layers.

    The .h5 format leaves its module out; but an operation is not trainable, as every layer is.
    """
    if "module" in entry:
        return str(entry["module"]).startswith(("keras.src.ops.", "keras.ops"))
    config = entry.get("config")
    named = isinstance(config, dict) and "name" in config and "trainable" not in config
    return named and entry.get("class_name") in OPERATION_NAMES


def operation_call(node: Mapping[str, Any], source: str) -> Call:
    """One call of an operation, from its node {"args", "kwargs"}."""
    named = node.get("kwargs") or {}
    return Call(
        tuple(tensors([node["args"], list(named.values())], source)),
        constants=tuple((str(key), read_argument(value, source)) for key, value in named.items()),
        arguments=read_argument(node["args"], source),
    )


def read_argument(value: Any, source: str) -> Any:
    """An operation's argument, lists as tuples, with a TensorRef for each tensor."""
    match value:
        case list():
            return tuple(read_argument(item, source) for item in value)
        case {"class_name": "__keras_tensor__"}:
            return tensor(value, source)
        case {"class_name": "__slice__", "config": {"start": start, "stop": stop, "step": step}}:
            ends = (start, stop, step)
            numbers = all(end is None or type(end) is int for end in ends)
            return slice(*ends) if numbers else Unreadable("slice whose ends are no numbers")
        case {"class_name": "__ellipsis__"}:
            return ...
        case {"class_name": "__numpy__" | "__tensor__", "config": {"value": item, "dtype": dtype}}:
            try:
                return np.array(item, str(dtype))
            except (ValueError, TypeError, OverflowError):
                raise ModelFileError(
                    f"{source}: an operation is given an array that is none of {dtype}"
                ) from None
        case {"class_name": "DTypePolicy", "config": {"name": str(name)}}:
            return name
        case dict():
            return Unreadable(str(value.get("class_name", "dict")))
    return value

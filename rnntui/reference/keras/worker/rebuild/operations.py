"""The operations of keras.ops among a model's layers, from a table of their names."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import msgspec
from keras import ops, tree

from rnntui.layers.keras_ops.table import TABLE
from rnntui.network.network import TensorRef
from rnntui.reference.keras.messages.arrays import Array

if TYPE_CHECKING:
    from rnntui.reference.keras.messages import messages

Tensor = Any


def _class_name(function: str) -> str:
    """The class of an operation by its function's name: not_equal -> NotEqual."""
    return "".join(part[:1].upper() + part[1:] for part in function.split("_"))


# Those that rnntui computes, and so knows as functions of tensors and numbers.
_OPERATIONS: dict[str, Callable[..., Any]] = {
    _class_name(name): function
    for name, function in vars(ops).items()
    if _class_name(name) in TABLE and callable(function)
} | {
    "Concatenate": lambda tensors, **arguments: ops.concatenate(list(tensors), **arguments),
    "Einsum": lambda *tensors, subscripts: ops.einsum(subscripts, *tensors),
    "GetItem": lambda x, key: x[key],
    # The other arguments of TensorFlow's versions.
    "Argmax": lambda x, dtype="int32", **arguments: ops.cast(ops.argmax(x, **arguments), dtype),
    "Argmin": lambda x, dtype="int32", **arguments: ops.cast(ops.argmin(x, **arguments), dtype),
    "Matmul": lambda x1, x2, transpose_a=False, transpose_b=False: ops.matmul(
        ops.swapaxes(x1, -1, -2) if transpose_a else x1,
        ops.swapaxes(x2, -1, -2) if transpose_b else x2,
    ),
}


def operated(
    layer: messages.RebuiltLayer, call: int, results: dict[TensorRef, list[Tensor]]
) -> list[Tensor]:
    """The results of one call of an operation; raises ValueError if it is not in the table."""
    function = _OPERATIONS.get(layer.class_name.removeprefix("ops."))
    if function is None:
        raise ValueError(f"{layer.class_name} is not among the operations that can be rebuilt")
    assert layer.operands is not None
    given = layer.operands[call]
    taken = [_operand(value, results) for value in given["args"]]
    named = {key: _operand(value, results) for key, value in given["kwargs"].items()}
    found: list[Tensor] = tree.flatten(function(*taken, **named, **layer.arguments["arguments"]))
    return found


def _operand(value: Any, results: dict[TensorRef, list[Tensor]]) -> Any:
    match value:
        case {"tensor": [name, call, index]}:
            return results[TensorRef(name, call)][index]
        case {"slice": parts}:
            return slice(*(_operand(part, results) for part in parts))
        case {"ellipsis": _}:
            return ...
        case {"array": array}:
            return msgspec.convert(array, Array).numpy()
        case list():
            # Where an index is taken along several axes, a tuple of them; else Keras takes both.
            return tuple(_operand(item, results) for item in value)
    return value

"""The operations of keras.ops that stand among a model's layers, from a table of their names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from keras import ops

from rnntui.network.network import TensorRef

if TYPE_CHECKING:
    from rnntui.keras_process import messages

Tensor = Any

_OPERATIONS = {
    "Absolute": ops.absolute,
    "Add": ops.add,
    "All": ops.all,
    "Any": ops.any,
    "Cast": ops.cast,
    "Concatenate": lambda tensors, axis=-1: ops.concatenate(list(tensors), axis=axis),
    "Divide": ops.divide,
    "Equal": ops.equal,
    "Exp": ops.exp,
    "ExpandDims": ops.expand_dims,
    "Flip": ops.flip,
    "GetItem": lambda x, key: x[key],
    "Greater": ops.greater,
    "GreaterEqual": ops.greater_equal,
    "Less": ops.less,
    "LessEqual": ops.less_equal,
    "Log": ops.log,
    "LogicalAnd": ops.logical_and,
    "LogicalNot": ops.logical_not,
    "LogicalOr": ops.logical_or,
    "Matmul": ops.matmul,
    "Max": ops.max,
    "Maximum": ops.maximum,
    "Mean": ops.mean,
    "Min": ops.min,
    "Minimum": ops.minimum,
    "Multiply": ops.multiply,
    "Negative": ops.negative,
    "NotEqual": ops.not_equal,
    "OnesLike": ops.ones_like,
    "Power": ops.power,
    "Relu": ops.relu,
    "Reshape": ops.reshape,
    "Sigmoid": ops.sigmoid,
    "Softmax": ops.softmax,
    "Sqrt": ops.sqrt,
    "Square": ops.square,
    "Squeeze": ops.squeeze,
    "Stack": ops.stack,
    "Subtract": ops.subtract,
    "Sum": ops.sum,
    "Tanh": ops.tanh,
    "Transpose": ops.transpose,
    "TrueDivide": ops.true_divide,
    "ZerosLike": ops.zeros_like,
}


def operated(
    layer: messages.RebuiltLayer, call: int, results: dict[TensorRef, list[Tensor]]
) -> Tensor:
    """The result of one call of an operation; raises ValueError for one that is not in the table."""
    function = _OPERATIONS.get(layer.class_name.removeprefix("ops."))
    if function is None:
        raise ValueError(f"{layer.class_name} is not among the operations that are built anew")
    taken = [_operand(value, results) for value in layer.operands[call]]
    return function(*taken, **layer.arguments["arguments"])


def _operand(value: Any, results: dict[TensorRef, list[Tensor]]) -> Any:
    match value:
        case {"tensor": [name, call, index]}:
            return results[TensorRef(name, call)][index]
        case {"slice": parts}:
            return slice(*(_operand(part, results) for part in parts))
        case {"ellipsis": _}:
            return ...
        case list():
            # Where an index is taken along several axes, a tuple of them; else Keras takes both.
            return tuple(_operand(item, results) for item in value)
    return value

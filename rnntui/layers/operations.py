"""The operations of keras.ops that a Functional model holds like layers: x[:, -1], 2 * x, a mask.

Source: `keras.src.ops`. What counts axes counts the batch's too, which one sample does not have.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from rnntui.errors import UnknownLayerError
from rnntui.layers.layer import Shape, WholeFunction
from rnntui.network.configs import OPERATION_PREFIX, OperationConfig
from rnntui.network.network import Call, Layer, TensorRef

if TYPE_CHECKING:
    from jaxtyping import Shaped

Array = np.ndarray[Any, Any]
# What an operation does with its tensors and constants, given the arguments it was made with.
Operation = Callable[..., Array]


def _batchless(axis: Any) -> Any:
    """An axis, or several, counted without the batch."""
    if isinstance(axis, int):
        if axis == 0:
            raise ValueError("works along the batch")
        return axis if axis < 0 else axis - 1
    if isinstance(axis, Sequence):
        return tuple(_batchless(item) for item in axis)
    raise ValueError("works along all axes, the batch's too")


def _reduced(function: Callable[..., Array]) -> Operation:
    def reduce(x: Array, *, axis: Any = None, keepdims: bool = False, **_: Any) -> Array:
        return function(x, axis=_batchless(axis), keepdims=keepdims)

    return reduce


def _concatenate(tensors: Sequence[Array], *, axis: int = -1) -> Array:
    return np.concatenate(tensors, axis=_batchless(axis))


def _expand_dims(x: Array, *, axis: Any) -> Array:
    return np.expand_dims(x, _batchless(axis))


_ELEMENT_BY_ELEMENT: Mapping[str, Operation] = {
    "Add": np.add,
    "Equal": np.equal,
    "Greater": np.greater,
    "GreaterEqual": np.greater_equal,
    "Less": np.less,
    "LessEqual": np.less_equal,
    "LogicalAnd": np.logical_and,
    "LogicalNot": np.logical_not,
    "LogicalOr": np.logical_or,
    "Multiply": np.multiply,
    "Negative": np.negative,
    "NotEqual": np.not_equal,
    "OnesLike": lambda x, *, dtype=None: np.ones_like(x, dtype),
    "Subtract": np.subtract,
    "ZerosLike": lambda x, *, dtype=None: np.zeros_like(x, dtype),
}
_OTHERS: Mapping[str, Operation] = {
    "All": _reduced(np.all),
    "Any": _reduced(np.any),
    "Concatenate": _concatenate,
    "ExpandDims": _expand_dims,
}


def operation(layer: Layer, call: Call, input_shapes: tuple[Shape, ...]) -> WholeFunction:
    """One call of one operation, as a function of the tensors that it takes.

    Raises:
        UnknownLayerError: an operation that rnntui does not compute, or not along the batch.
    """
    config = layer.config
    assert isinstance(config, OperationConfig)
    name = layer.class_name.removeprefix(OPERATION_PREFIX)
    function = _ELEMENT_BY_ELEMENT.get(name) or _OTHERS.get(name)
    if function is None or call.keywords:
        raise UnknownLayerError(
            f"layer '{layer.name}' is the operation {layer.class_name}, which rnntui does not "
            "compute"
        )

    def compute(*tensors: Shaped[np.ndarray, "..."]) -> Shaped[np.ndarray, "..."]:
        given = dict(zip(call.inputs, tensors, strict=True))
        return function(*_filled(call.arguments, given), **config.arguments)

    try:
        shape = _shape_of(compute, input_shapes)
    except (ValueError, TypeError, IndexError) as error:
        raise UnknownLayerError(
            f"layer '{layer.name}' is the operation {layer.class_name}, which here rnntui does "
            f"not compute: it {error}"
        ) from None
    # Row t of the result needs only row t where no axis but the last is touched.
    along_rows = name in _ELEMENT_BY_ELEMENT and len({shape[:1] for shape in input_shapes}) == 1
    last = config.arguments.get("axis") == -1 and all(len(shape) > 1 for shape in input_shapes)
    return WholeFunction(layer, shape, compute, keeps_time=along_rows or last, casts=False)


def _filled(arguments: tuple[Any, ...], given: Mapping[TensorRef, Array]) -> list[Any]:
    """The arguments with the tensors in their places; a number takes its dtype from a tensor."""
    return [
        _filled(item, given)
        if isinstance(item, tuple)
        else given[item]
        if isinstance(item, TensorRef)
        else item
        for item in arguments
    ]


def _shape_of(compute: Operation, input_shapes: tuple[Shape, ...]) -> Shape:
    """The shape of the result, an axis open where it follows an open one of an input's."""
    one, other = (
        compute(*(np.zeros([n if n is not None else size for n in s]) for s in input_shapes)).shape
        for size in (5, 7)
    )
    return tuple(a if a == b else None for a, b in zip(one, other, strict=True))

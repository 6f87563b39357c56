"""Operations of keras.ops in a Functional model: x[:, -1], 2 * x, a mask.

Source: `keras.src.ops`. Their axes count the batch axis, so they are computed on a batch of one
sample. A probe checks beforehand that an operation does not mix the samples of a batch.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from rnntui.configs.opaque import OPERATION_PREFIX, OperationConfig
from rnntui.errors import DataError, UnknownLayerError
from rnntui.layers.keras_ops.probe import REFUSALS, Probed, probe
from rnntui.layers.keras_ops.table import TABLE
from rnntui.layers.layer import Shape, WholeFunction
from rnntui.network.keras.models.operations import Unreadable
from rnntui.network.network import Call, Layer, TensorRef

if TYPE_CHECKING:
    from jaxtyping import Shaped

Array = np.ndarray[Any, Any]
_LARGEST = 10_000_000


class OperationFunction(WholeFunction):
    """One call of an operation; `output_dtypes` has the dtype of each result."""

    def __init__(self, layer: Layer, call: Call, probed: Probed) -> None:
        super().__init__(
            layer,
            probed.shapes[0],
            lambda *tensors: self.results(*tensors)[0],
            keeps_time=probed.keeps_time,
            casts=False,
        )
        self.output_shapes = probed.shapes
        self.output_dtypes = probed.dtypes
        self.sequences = len(probed.shapes)
        self.takes_last = _takes_last(layer, call)
        self._call = call

    def results(
        self, *tensors: Shaped[np.ndarray, "..."], masks: Any = ()
    ) -> tuple[Shaped[np.ndarray, "..."], ...]:
        """All results for the tensors of one sample; raises DataError if they do not fit."""
        given = (np.asarray(tensor)[np.newaxis] for tensor in tensors)
        try:
            return tuple(result[0] for result in _computed(self.layer, self._call, *given))
        except REFUSALS as error:
            shapes = ", ".join(str(tensor.shape) for tensor in tensors)
            raise DataError(
                f"layer '{self.layer.name}' ({self.layer.class_name}) can't be computed of {shapes}: "
                f"it {_why(error)}"
            ) from None


def operation(
    layer: Layer,
    call: Call,
    input_shapes: tuple[Shape, ...],
    input_dtypes: tuple[np.dtype[Any], ...],
) -> OperationFunction:
    """A call of an operation, as a function of its tensors.

    Raises:
        UnknownLayerError: an operation that rnntui does not compute, or that mixes the batch.
    """
    config = layer.config
    assert isinstance(config, OperationConfig)
    said = f"layer '{layer.name}' is the operation {layer.class_name}, which"
    if layer.class_name.removeprefix(OPERATION_PREFIX) not in TABLE:
        raise UnknownLayerError(f"{said} rnntui does not compute")
    numbers = tuple(_integers((call.arguments, call.constants, tuple(config.arguments.values()))))
    try:
        _check_size(layer, numbers)
        probed = probe(
            lambda *tensors: _computed(layer, call, *tensors), input_shapes, input_dtypes, numbers
        )
    except REFUSALS as error:
        raise UnknownLayerError(f"{said} here rnntui does not compute: it {_why(error)}") from None
    return OperationFunction(layer, call, probed)


def _computed(layer: Layer, call: Call, *tensors: Array) -> tuple[Array, ...]:
    """The results for tensors with the batch axis."""
    config = layer.config
    assert isinstance(config, OperationConfig)
    function = TABLE[layer.class_name.removeprefix(OPERATION_PREFIX)]
    given = dict(zip(call.inputs, tensors, strict=True))
    arguments = [_filled(item, given) for item in call.arguments]
    named = {key: _filled(value, given) for key, value in call.constants}
    said = {key: _filled(value, given) for key, value in config.arguments.items()}
    result = function(*arguments, **named, **said)
    return result if isinstance(result, tuple) else (result,)


def _check_size(layer: Layer, numbers: tuple[int, ...]) -> None:
    """Refuse an operation whose result would be too large for memory."""
    name = layer.class_name.removeprefix(OPERATION_PREFIX)
    grows = math.prod(max(abs(number), 1) for number in numbers)
    if name in ("BroadcastTo", "OneHot", "Repeat", "Tile") and grows > _LARGEST:
        raise ValueError(f"makes {grows} numbers of one")
    if name == "Pad" and max(map(abs, numbers), default=0) > _LARGEST:
        raise ValueError("makes more numbers than rnntui can hold")


def _takes_last(layer: Layer, call: Call) -> bool:
    """Whether a call is x[:, -1], or that of some features."""
    if layer.class_name != f"{OPERATION_PREFIX}GetItem":
        return False
    key = dict(call.constants).get("key", call.arguments[-1:])
    key = key[0] if key and isinstance(key[0], tuple) else key
    return key[:2] == (slice(None), -1) and all(isinstance(item, slice | int) for item in key)


def _filled(item: Any, given: Mapping[TensorRef, Array]) -> Any:
    """An argument with the tensors in their places."""
    if isinstance(item, TensorRef):
        return given[item]
    if isinstance(item, Unreadable):
        raise TypeError(f"has an argument {item.what}, which rnntui does not know")
    return tuple(_filled(one, given) for one in item) if isinstance(item, tuple) else item


def _integers(item: Any) -> Iterator[int]:
    """All integers among an operation's arguments."""
    if isinstance(item, slice):
        item = (item.start, item.stop, item.step)
    if isinstance(item, tuple):
        for one in item:
            yield from _integers(one)
    elif isinstance(item, np.ndarray) and item.dtype.kind in "iu" and item.size:
        yield int(np.abs(item).max())
    elif isinstance(item, int) and not isinstance(item, bool):
        yield item


def _why(error: Exception) -> str:
    """The reason as the end of a sentence; a message of NumPy goes into brackets."""
    reason = str(error).splitlines()[0] if str(error) else type(error).__name__
    if unexpected := re.search(r"unexpected keyword argument '(\w+)'", reason):
        return f"has the argument {unexpected[1]}, which rnntui does not know"
    ours = reason.split(" ")[0] in ("has", "is", "loses", "makes", "mixes", "returns")
    return reason if ours else f"does not fit its tensors ({reason})"

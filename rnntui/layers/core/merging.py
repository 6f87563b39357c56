"""The layers that make one tensor of several: Add and its kin, Concatenate, Dot."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial, reduce
from typing import TYPE_CHECKING, Any

import numpy as np

from rnntui.configs.core import ConcatenateConfig, DotConfig
from rnntui.errors import ModelFileError
from rnntui.layers.axes import batchless
from rnntui.layers.layer import Shape, WholeFunction, named_weights
from rnntui.network.network import Layer

if TYPE_CHECKING:
    from jaxtyping import Bool, Shaped

Array = np.ndarray[Any, Any]


def _average(*tensors: Array) -> Array:
    total: Array = reduce(np.add, tensors)
    mean: Array = total / np.asarray(len(tensors), total.dtype)
    return mean


_ELEMENT_BY_ELEMENT: dict[str, Callable[..., Array]] = {
    "Add": lambda *tensors: reduce(np.add, tensors),
    "Average": _average,
    "Subtract": np.subtract,
}
_EXTREME: dict[str, Callable[[Array, Array], Array]] = {
    "Maximum": np.maximum,
    "Minimum": np.minimum,
}


def element_by_element(layer: Layer, input_shapes: tuple[Shape, ...]) -> WholeFunction:
    """Add, Subtract, Multiply, Average, Maximum, Minimum, `keras.src.layers.merging.base_merge`.

    Axes of length 1 spread, and a tensor of lower rank lies along the last axes. Maximum, Minimum and
    Multiply leave out a tensor's masked timesteps, where another's are not masked.

    Raises:
        ModelFileError: a tensor too few or too many, or shapes that do not fit.
    """
    named_weights(layer, {})
    _at_least_two(layer, input_shapes, exactly=layer.class_name == "Subtract")
    rank = max(len(shape) for shape in input_shapes)
    aligned = [(*(1,) * (rank - len(shape)), *shape) for shape in input_shapes]
    result = tuple(_spread(layer, sizes) for sizes in zip(*aligned, strict=True))
    # A sequence that is broadcast along time, or indexed along another axis, is not read row by row.
    keeps_time = all(
        len(shape) == 1 or (len(shape) == rank and shape[0] == result[0]) for shape in input_shapes
    )
    if layer.class_name in _EXTREME:
        extreme = partial(_extreme, _EXTREME[layer.class_name])
        return WholeFunction(layer, result, extreme, keeps_time=keeps_time, uses_masks=True)
    if layer.class_name == "Multiply":
        return WholeFunction(layer, result, _product, keeps_time=keeps_time, uses_masks=True)
    function = _ELEMENT_BY_ELEMENT[layer.class_name]
    return WholeFunction(layer, result, function, keeps_time=keeps_time)


def _extreme(
    function: Callable[[Array, Array], Array],
    *tensors: Shaped[np.ndarray, "..."],
    masks: Sequence[Bool[np.ndarray, " T"] | None] = (),
) -> Shaped[np.ndarray, "..."]:
    """Merge tensor by tensor, `_apply_merge_op_and_or_mask` of Keras's merging layers.

    As there, a tensor without a mask ends the masking of what was merged so far.
    """
    result, *others = tensors
    counts, *rest = _spread_masks(tensors, masks)
    for other, mask in zip(others, rest, strict=True):
        taken = other if mask is None else np.where(mask, other, result)
        kept = result if counts is None else np.where(counts, result, taken)
        counts = None if mask is None or counts is None else counts | mask
        result = function(kept, taken)
    return result


def _product(
    *tensors: Shaped[np.ndarray, "..."], masks: Sequence[Bool[np.ndarray, " T"] | None] = ()
) -> Shaped[np.ndarray, "..."]:
    """Masked values as 1, or 0 where all tensors are masked, `keras.layers.Multiply`."""
    spread = _spread_masks(tensors, masks)
    factors = [
        tensor if mask is None else np.where(mask, tensor, np.ones((), tensor.dtype))
        for tensor, mask in zip(tensors, spread, strict=True)
    ]
    product: Array = reduce(np.multiply, factors)
    given = [mask for mask in spread if mask is not None]
    if len(given) < len(tensors):
        return product
    return np.where(reduce(np.logical_or, given), product, np.zeros((), product.dtype))


def _spread_masks(
    tensors: Sequence[Array], masks: Sequence[Bool[np.ndarray, " T"] | None]
) -> list[Bool[np.ndarray, "T 1"] | None]:
    """For each tensor a mask, or None, with the same value for all features."""
    given = masks or [None] * len(tensors)
    return [None if mask is None else mask[:, None] for mask in given]


def concatenate(layer: Layer, input_shapes: tuple[Shape, ...]) -> WholeFunction:
    """Concatenate: tensors joined along an axis, `keras.layers.Concatenate.call`."""
    config = layer.config
    assert isinstance(config, ConcatenateConfig)
    named_weights(layer, {})
    _at_least_two(layer, input_shapes)
    first = input_shapes[0]
    (axis,) = batchless(layer, config.axis, first)
    if any(len(shape) != len(first) for shape in input_shapes):
        raise ModelFileError(_unlike(layer, input_shapes))
    result: list[int | None] = []
    for place, sizes in enumerate(zip(*input_shapes, strict=True)):
        known = [size for size in sizes if size is not None]
        if place == axis:
            result.append(sum(known) if len(known) == len(sizes) else None)
        elif len(set(known)) > 1:
            raise ModelFileError(_unlike(layer, input_shapes))
        else:
            result.append(known[0] if known else None)

    def compute(*tensors: Array) -> Array:
        return np.concatenate(tensors, axis=axis)

    return WholeFunction(layer, tuple(result), compute, keeps_time=axis > 0)


def dot(layer: Layer, input_shapes: tuple[Shape, ...]) -> WholeFunction:
    """Dot: the sum of products along one axis of each, `keras.src.legacy.backend.batch_dot`."""
    config = layer.config
    assert isinstance(config, DotConfig)
    named_weights(layer, {})
    _at_least_two(layer, input_shapes, exactly=True)
    axes = [config.axes] * 2 if isinstance(config.axes, int) else config.axes
    if len(axes) != 2:
        raise ModelFileError(f"layer '{layer.name}' (Dot) has the axes {axes}; it needs two")
    along = [
        batchless(layer, axis, shape)[0] for axis, shape in zip(axes, input_shapes, strict=True)
    ]
    lengths = {shape[axis] for axis, shape in zip(along, input_shapes, strict=True)} - {None}
    if len(lengths) > 1:
        raise ModelFileError(_unlike(layer, input_shapes))
    result: Shape = tuple(
        size
        for axis, shape in zip(along, input_shapes, strict=True)
        for place, size in enumerate(shape)
        if place != axis
    )

    def compute(one: Array, other: Array) -> Array:
        if config.normalize:
            one, other = _unit(one, along[0]), _unit(other, along[1])
        # For two vectors Keras returns a vector of one, not a number.
        return np.atleast_1d(np.tensordot(one, other, axes=(along[0], along[1])))

    return WholeFunction(layer, result or (1,), compute)


def _unit(x: Shaped[np.ndarray, "..."], axis: int) -> Shaped[np.ndarray, "..."]:
    """x / |x| along an axis, as `keras.utils.normalize` has it."""
    squares = np.sum(x * x, axis=axis, keepdims=True)
    with np.errstate(divide="ignore"):
        inverse = np.minimum(1 / np.sqrt(squares), np.asarray(1e7, x.dtype))
    result: Array = x * inverse
    return result


def _spread(layer: Layer, sizes: tuple[int | None, ...]) -> int | None:
    """The length of an axis of several tensors, of which those of length 1 are broadcast."""
    known = {size for size in sizes if size not in (None, 1)}
    if len(known) > 1:
        raise ModelFileError(
            f"layer '{layer.name}' ({layer.class_name}) has input tensors that differ in an axis: "
            f"{' and '.join(str(size) for size in sizes)}"
        )
    if known:
        return known.pop()
    return None if None in sizes else 1


def _at_least_two(layer: Layer, shapes: tuple[Shape, ...], *, exactly: bool = False) -> None:
    if len(shapes) < 2 or (exactly and len(shapes) > 2):
        raise ModelFileError(
            f"layer '{layer.name}' ({layer.class_name}) takes {'' if exactly else 'at least '}"
            f"two tensors; it is given {len(shapes)}"
        )


def _unlike(layer: Layer, shapes: tuple[Shape, ...]) -> str:
    return (
        f"layer '{layer.name}' ({layer.class_name}) can't take tensors of the shapes "
        f"{', '.join(str(shape) for shape in shapes)} together"
    )


WHOLE = {
    "Add": element_by_element,
    "Average": element_by_element,
    "Concatenate": concatenate,
    "Dot": dot,
    "Maximum": element_by_element,
    "Minimum": element_by_element,
    "Multiply": element_by_element,
    "Subtract": element_by_element,
}

"""The layers that put values in other places, and compute nothing."""

from __future__ import annotations

import math

import numpy as np

from rnntui.configs.core import FlattenConfig, PermuteConfig, RepeatVectorConfig, ReshapeConfig
from rnntui.errors import ModelFileError
from rnntui.layers.layer import Shape, WholeFunction, named_weights
from rnntui.network.network import Layer


def flatten(layer: Layer, input_shapes: tuple[Shape, ...]) -> WholeFunction:
    """Flatten: all values as one vector, `keras.layers.Flatten.call`.

    With channels first, the channels are moved to the end before, so the vector is that of
    channels last.
    """
    config = layer.config
    assert isinstance(config, FlattenConfig)
    named_weights(layer, {})
    (shape,) = input_shapes
    if config.data_format == "channels_first" and shape:
        return WholeFunction(layer, (_product(shape),), lambda x: np.moveaxis(x, 0, -1).ravel())
    return WholeFunction(layer, (_product(shape),), np.ravel)


def reshape(layer: Layer, input_shapes: tuple[Shape, ...]) -> WholeFunction:
    """Reshape: the same values in another shape, `keras.layers.Reshape.call`."""
    config = layer.config
    assert isinstance(config, ReshapeConfig)
    named_weights(layer, {})
    (shape,) = input_shapes
    target, total = tuple(config.target_shape), _product(shape)
    open_axes, rest = target.count(-1), math.prod(size for size in target if size != -1)
    fits = total is None or (total == rest if not open_axes else rest and total % rest == 0)
    if open_axes > 1 or not fits or any(size < -1 for size in target):
        raise ModelFileError(
            f"layer '{layer.name}' (Reshape) can't make {target} of its input, {shape}"
        )
    left = None if total is None or not rest else total // rest
    result: Shape = tuple(left if size == -1 else size for size in target)
    return WholeFunction(layer, result, lambda x: x.reshape(target))


def permute(layer: Layer, input_shapes: tuple[Shape, ...]) -> WholeFunction:
    """Permute: the axes in another order, `keras.layers.Permute.call`."""
    config = layer.config
    assert isinstance(config, PermuteConfig)
    named_weights(layer, {})
    (shape,) = input_shapes
    axes = tuple(axis - 1 for axis in config.dims)
    if sorted(axes) != list(range(len(shape))):
        raise ModelFileError(
            f"layer '{layer.name}' (Permute) has the dims {config.dims}; its input is {shape}"
        )
    return WholeFunction(
        layer,
        tuple(shape[axis] for axis in axes),
        lambda x: np.ascontiguousarray(x.transpose(axes)),
        keeps_time=axes[0] == 0,
    )


def repeat_vector(layer: Layer, input_shapes: tuple[Shape, ...]) -> WholeFunction:
    """RepeatVector: a vector as a sequence of n, `keras.layers.RepeatVector.call`."""
    config = layer.config
    assert isinstance(config, RepeatVectorConfig)
    named_weights(layer, {})
    (shape,) = input_shapes
    if len(shape) != 1:
        raise ModelFileError(
            f"layer '{layer.name}' (RepeatVector) takes a vector; its input is {shape}"
        )
    n = config.n
    return WholeFunction(layer, (n, *shape), lambda x: np.tile(x, (n, 1)))


def _product(shape: Shape) -> int | None:
    known = [size for size in shape if size is not None]
    return math.prod(known) if len(known) == len(shape) else None


WHOLE = {
    "Flatten": flatten,
    "Permute": permute,
    "RepeatVector": repeat_vector,
    "Reshape": reshape,
}

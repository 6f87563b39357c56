"""The layers that put values in other places, and compute nothing."""

from __future__ import annotations

import math

import numpy as np

from rnntui.errors import ModelFileError
from rnntui.layers.axes import refuse_channels_first
from rnntui.layers.layer import Shape, WholeFunction, named_weights
from rnntui.layers.windows import length_of, pair_of, single
from rnntui.network.configs_around import (
    Cropping1DConfig,
    FlattenConfig,
    PermuteConfig,
    RepeatVectorConfig,
    ReshapeConfig,
    UpSampling1DConfig,
    ZeroPadding1DConfig,
)
from rnntui.network.network import Layer


def flatten(layer: Layer, input_shapes: tuple[Shape, ...]) -> WholeFunction:
    """Flatten: all values as one vector, `keras.layers.Flatten.call`."""
    config = layer.config
    assert isinstance(config, FlattenConfig)
    named_weights(layer, {})
    (shape,) = input_shapes
    if len(shape) > 1:
        refuse_channels_first(layer, config.data_format)
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


def zero_padding(layer: Layer, input_shapes: tuple[Shape, ...]) -> WholeFunction:
    """ZeroPadding1D: zeros before and after, `keras.layers.ZeroPadding1D.call`."""
    config = layer.config
    assert isinstance(config, ZeroPadding1DConfig)
    named_weights(layer, {})
    refuse_channels_first(layer, config.data_format)
    length, features = length_of(layer, input_shapes)
    margins = pair_of(config.padding)
    shape = (None if length is None else length + sum(margins), features)
    return WholeFunction(layer, shape, lambda x: np.pad(x, (margins, (0, 0))))


def cropping(layer: Layer, input_shapes: tuple[Shape, ...]) -> WholeFunction:
    """Cropping1D: without the first and the last timesteps, `keras.layers.Cropping1D.call`."""
    config = layer.config
    assert isinstance(config, Cropping1DConfig)
    named_weights(layer, {})
    length, features = length_of(layer, input_shapes)
    before, after = pair_of(config.cropping)
    if length is not None and length <= before + after:
        raise ModelFileError(
            f"layer '{layer.name}' (Cropping1D) leaves nothing of its input, {input_shapes[0]}"
        )
    shape = (None if length is None else length - before - after, features)
    return WholeFunction(layer, shape, lambda x: x[before : max(before, len(x) - after)])


def up_sampling(layer: Layer, input_shapes: tuple[Shape, ...]) -> WholeFunction:
    """UpSampling1D: every timestep several times, `keras.layers.UpSampling1D.call`."""
    config = layer.config
    assert isinstance(config, UpSampling1DConfig)
    named_weights(layer, {})
    length, features = length_of(layer, input_shapes)
    size = single(config.size)
    shape = (None if length is None else length * size, features)
    return WholeFunction(layer, shape, lambda x: np.repeat(x, size, axis=0))


def _product(shape: Shape) -> int | None:
    known = [size for size in shape if size is not None]
    return math.prod(known) if len(known) == len(shape) else None

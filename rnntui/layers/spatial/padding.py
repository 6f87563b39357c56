"""Layers that enlarge or shrink space and compute nothing: padding, cropping, upsampling.

Arrays have their channels last here; `Space.on` moves the channels if they come first.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from rnntui.configs.spatial import (
    Cropping1DConfig,
    Cropping2DConfig,
    Cropping3DConfig,
    UpSampling1DConfig,
    UpSampling2DConfig,
    UpSampling3DConfig,
    ZeroPadding1DConfig,
    ZeroPaddingConfig,
)
from rnntui.errors import ModelFileError, UnknownLayerError
from rnntui.layers.layer import Shape, WholeFunction, named_weights
from rnntui.layers.spatial.spatial_axes import Space, space_of
from rnntui.network.network import Layer

if TYPE_CHECKING:
    from jaxtyping import Shaped

Margins = list[tuple[int, int]]


def zero_padding(layer: Layer, input_shapes: tuple[Shape, ...]) -> WholeFunction:
    """ZeroPadding1D, 2D, 3D: zeros before and after, `keras.layers.ZeroPadding2D.call`.

    Raises:
        ModelFileError: a tensor of another rank, or margins for another number of axes.
        UnknownLayerError: a data_format that Keras does not have.
    """
    config = layer.config
    assert isinstance(config, ZeroPadding1DConfig | ZeroPaddingConfig)
    named_weights(layer, {})
    space = space_of(layer, input_shapes, config.data_format)
    margins = _margins(space, config.padding)
    grown = tuple(
        None if length is None else length + before + after
        for length, (before, after) in zip(space.lengths, margins, strict=True)
    )
    return WholeFunction(
        layer,
        space.shape(grown, space.channels),
        space.on(lambda x: np.pad(x, (*margins, (0, 0)))),
    )


def cropping(layer: Layer, input_shapes: tuple[Shape, ...]) -> WholeFunction:
    """Cropping1D, 2D, 3D: the array without its margins, `keras.layers.Cropping2D.call`.

    Raises:
        ModelFileError: a tensor of another rank, margins that leave nothing, or margins for another
            number of axes.
        UnknownLayerError: a data_format that Keras does not have.
    """
    config = layer.config
    assert isinstance(config, Cropping1DConfig | Cropping2DConfig | Cropping3DConfig)
    named_weights(layer, {})
    data_format = None if isinstance(config, Cropping1DConfig) else config.data_format
    space = space_of(layer, input_shapes, data_format)
    margins = _margins(space, config.cropping)
    left = tuple(
        None if length is None else length - before - after
        for length, (before, after) in zip(space.lengths, margins, strict=True)
    )
    if any(length is not None and length < 1 for length in left):
        raise ModelFileError(
            f"layer '{layer.name}' ({layer.class_name}) leaves nothing of its input, "
            f"{input_shapes[0]}"
        )

    def crop(x: Shaped[np.ndarray, "*space C"]) -> Shaped[np.ndarray, "*left C"]:
        kept = tuple(
            slice(before, max(before, length - after))
            for length, (before, after) in zip(x.shape, margins, strict=False)
        )
        return x[kept]

    return WholeFunction(layer, space.shape(left, space.channels), space.on(crop))


def up_sampling(layer: Layer, input_shapes: tuple[Shape, ...]) -> WholeFunction:
    """UpSampling1D, 2D, 3D: every position repeated, `keras.layers.UpSampling2D.call`.

    Raises:
        ModelFileError: a tensor of another rank.
        UnknownLayerError: an interpolation other than "nearest", or an unknown data_format.
    """
    config = layer.config
    assert isinstance(config, UpSampling1DConfig | UpSampling2DConfig | UpSampling3DConfig)
    named_weights(layer, {})
    if isinstance(config, UpSampling2DConfig) and config.interpolation != "nearest":
        raise UnknownLayerError(
            f"layer '{layer.name}' ({layer.class_name}) has the interpolation "
            f"'{config.interpolation}', which rnntui does not compute"
        )
    data_format = None if isinstance(config, UpSampling1DConfig) else config.data_format
    space = space_of(layer, input_shapes, data_format)
    sizes = space.of_all(config.size)
    grown = tuple(
        None if length is None else length * size
        for length, size in zip(space.lengths, sizes, strict=True)
    )

    def repeat(x: Shaped[np.ndarray, "*space C"]) -> Shaped[np.ndarray, "*grown C"]:
        for axis, size in enumerate(sizes):
            x = np.repeat(x, size, axis=axis)
        return x

    return WholeFunction(layer, space.shape(grown, space.channels), space.on(repeat))


def _margins(space: Space, value: int | Sequence[int | list[int]]) -> Margins:
    """Margins before and after each axis, from one number, or a number or pair per axis.

    For a single axis, a pair is the margin before and after it.
    """
    each: list[Any] = [value] * space.rank if isinstance(value, int) else list(value)
    if space.rank == 1 and not isinstance(value, int):
        each = [each]
    if len(each) != space.rank:
        raise ModelFileError(
            f"layer '{space.layer.name}' ({space.layer.class_name}) works along {space.rank} "
            f"axes; its config has {value}"
        )
    return [(m, m) if isinstance(m, int) else (m[0], m[1]) for m in each]


WHOLE = {
    "Cropping1D": cropping,
    "Cropping2D": cropping,
    "Cropping3D": cropping,
    "UpSampling1D": up_sampling,
    "UpSampling2D": up_sampling,
    "UpSampling3D": up_sampling,
    "ZeroPadding1D": zero_padding,
    "ZeroPadding2D": zero_padding,
    "ZeroPadding3D": zero_padding,
}

"""Convolutions over 1, 2 or 3 axes: plain, depthwise and separable.

Arrays have their channels last here; `Space.on` moves the channels if they come first.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from rnntui.configs.spatial import (
    ConvBaseConfig,
    ConvConfig,
    DepthwiseConvConfig,
    SeparableConvConfig,
)
from rnntui.errors import ModelFileError
from rnntui.layers.activations import bind_activations
from rnntui.layers.layer import Shape, WholeFunction, named_weights
from rnntui.layers.spatial.spatial_axes import Space, Windows, space_of
from rnntui.network.network import Layer

if TYPE_CHECKING:
    from jaxtyping import Float


def conv(layer: Layer, input_shapes: tuple[Shape, ...]) -> WholeFunction:
    """Conv1D, Conv2D, Conv3D: y = activation(windows * kernel + bias), `BaseConv.call`.

    Weights: kernel (*size, C / groups, filters), bias (filters,). (*space, C) -> (*windows, filters).

    Raises:
        ModelFileError: weights or shapes that do not fit.
        UnknownLayerError: a padding or data_format that Keras does not have.
    """
    config = layer.config
    assert isinstance(config, ConvConfig)
    space = space_of(layer, input_shapes, config.data_format)
    channels, groups, filters = space.channels, config.groups, config.filters
    if channels is None or channels % groups or filters % groups:
        raise ModelFileError(
            f"layer '{layer.name}' ({layer.class_name}) can't part {channels} features and "
            f"{filters} filters into {groups} groups"
        )
    size = space.of_all(config.kernel_size)
    shapes: dict[str, tuple[int, ...]] = {"kernel": (*size, channels // groups, filters)}
    if config.use_bias:
        shapes["bias"] = (filters,)
    weights = named_weights(layer, shapes)
    windows = _windows(space, config)
    kernels = [
        np.ascontiguousarray(part.reshape(-1, filters // groups))
        for part in np.split(weights["kernel"], groups, axis=-1)
    ]

    def convolve(x: Float[np.ndarray, "*space C"]) -> Float[np.ndarray, "*windows filters"]:
        slid = windows.of(x)
        counts = slid.shape[: space.rank]
        rows = [
            np.dot(part.reshape(math.prod(counts), -1), kernel)
            for part, kernel in zip(np.split(slid, groups, axis=-1), kernels, strict=True)
        ]
        return np.concatenate(rows, axis=-1).reshape(*counts, filters)

    return _finished(layer, windows, filters, convolve, weights.get("bias"))


def depthwise_conv(layer: Layer, input_shapes: tuple[Shape, ...]) -> WholeFunction:
    """DepthwiseConv1D, DepthwiseConv2D: each channel separately, `BaseDepthwiseConv.call`.

    Weights: kernel (*size, C, M), bias (C M,), where M is the depth_multiplier.
    (*space, C) -> (*windows, C M).

    Raises:
        ModelFileError: weights or shapes that do not fit.
        UnknownLayerError: a padding or data_format that Keras does not have.
    """
    config = layer.config
    assert isinstance(config, DepthwiseConvConfig)
    space = space_of(layer, input_shapes, config.data_format)
    channels, size = _channels(space), space.of_all(config.kernel_size)
    filters = channels * config.depth_multiplier
    shapes: dict[str, tuple[int, ...]] = {"kernel": (*size, channels, config.depth_multiplier)}
    if config.use_bias:
        shapes["bias"] = (filters,)
    weights = named_weights(layer, shapes)
    windows = _windows(space, config)
    convolve = _depthwise(windows, weights["kernel"])
    return _finished(layer, windows, filters, convolve, weights.get("bias"))


def separable_conv(layer: Layer, input_shapes: tuple[Shape, ...]) -> WholeFunction:
    """SeparableConv1D, SeparableConv2D: each channel separately, then a matrix at each position.

    Weights: depthwise_kernel (*size, C, M), pointwise_kernel (*1, C M, filters), bias (filters,),
    where M is the depth_multiplier. (*space, C) -> (*windows, filters). `BaseSeparableConv.call`.

    Raises:
        ModelFileError: weights or shapes that do not fit.
        UnknownLayerError: a padding or data_format that Keras does not have.
    """
    config = layer.config
    assert isinstance(config, SeparableConvConfig)
    space = space_of(layer, input_shapes, config.data_format)
    channels, size, filters = _channels(space), space.of_all(config.kernel_size), config.filters
    depth = config.depth_multiplier
    shapes: dict[str, tuple[int, ...]] = {
        "depthwise_kernel": (*size, channels, depth),
        "pointwise_kernel": (*(1,) * space.rank, channels * depth, filters),
    }
    if config.use_bias:
        shapes["bias"] = (filters,)
    weights = named_weights(layer, shapes)
    windows = _windows(space, config)
    depthwise = _depthwise(windows, weights["depthwise_kernel"])
    matrix = weights["pointwise_kernel"].reshape(channels * depth, filters)
    return _finished(
        layer, windows, filters, lambda x: np.dot(depthwise(x), matrix), weights.get("bias")
    )


Convolve = Callable[["Float[np.ndarray, '...']"], "Float[np.ndarray, '...']"]


def _depthwise(windows: Windows, kernel: Float[np.ndarray, "*size C M"]) -> Convolve:
    *size, channels, depth = kernel.shape
    # One product (windows, size) x (size, M) for each channel.
    kernels = np.ascontiguousarray(kernel.reshape(math.prod(size), channels, depth).swapaxes(0, 1))

    def convolve(x: Float[np.ndarray, "*space C"]) -> Float[np.ndarray, "*windows C*M"]:
        slid = windows.of(x)
        counts = slid.shape[: len(size)]
        rows = slid.reshape(math.prod(counts), math.prod(size), channels)
        products: Float[np.ndarray, "C windows M"] = rows.transpose(2, 0, 1) @ kernels
        return products.swapaxes(0, 1).reshape(*counts, channels * depth)

    return convolve


def _finished(
    layer: Layer,
    windows: Windows,
    filters: int,
    convolve: Convolve,
    bias: Float[np.ndarray, " filters"] | None,
) -> WholeFunction:
    """The layer: a convolution, with bias and activation."""
    bound, _ = bind_activations(layer, ("activation",))
    activation, space = bound["activation"], windows.space

    def biased(x: Float[np.ndarray, "*space C"]) -> Float[np.ndarray, "*windows filters"]:
        return convolve(x) if bias is None else convolve(x) + bias

    placed = space.on(biased)
    # With channels first, the activation is applied as is, as in Keras: softmax runs along the last axis.
    return WholeFunction(
        layer,
        space.shape(windows.lengths, filters),
        lambda x: activation(placed(x)),
        keeps_time=windows.follow_time,
    )


def _windows(space: Space, config: ConvBaseConfig) -> Windows:
    return Windows(
        space,
        space.of_all(config.kernel_size),
        space.of_all(config.strides),
        space.of_all(config.dilation_rate),
        config.padding,
    )


def _channels(space: Space) -> int:
    if space.channels is None:
        raise ModelFileError(
            f"layer '{space.layer.name}' ({space.layer.class_name}) needs a known number of "
            f"channels; its input is {space.shape(space.lengths, None)}"
        )
    return space.channels


WHOLE = {
    "Conv1D": conv,
    "Conv2D": conv,
    "Conv3D": conv,
    "DepthwiseConv1D": depthwise_conv,
    "DepthwiseConv2D": depthwise_conv,
    "SeparableConv1D": separable_conv,
    "SeparableConv2D": separable_conv,
}

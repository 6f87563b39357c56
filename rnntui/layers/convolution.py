"""Conv1D: one small matrix for each place in a window, over all windows of a sequence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rnntui.errors import ModelFileError
from rnntui.layers.axes import refuse_channels_first
from rnntui.layers.functions import bind_activations
from rnntui.layers.layer import Shape, WholeFunction, named_weights
from rnntui.layers.windows import Windows, length_of, single
from rnntui.network.configs_around import Conv1DConfig
from rnntui.network.network import Layer

if TYPE_CHECKING:
    from jaxtyping import Float


def conv1d(layer: Layer, input_shapes: tuple[Shape, ...]) -> WholeFunction:
    """Conv1D: y = activation(windows * kernel + bias), `keras.layers.Conv1D.call`."""
    config = layer.config
    assert isinstance(config, Conv1DConfig)
    refuse_channels_first(layer, config.data_format)
    length, features = length_of(layer, input_shapes)
    groups, filters = config.groups, config.filters
    if features is None or features % groups or filters % groups:
        raise ModelFileError(
            f"layer '{layer.name}' (Conv1D) can't part {features} features and {filters} filters "
            f"into {groups} groups"
        )
    size = single(config.kernel_size)
    shapes: dict[str, tuple[int, ...]] = {"kernel": (size, features // groups, filters)}
    if config.use_bias:
        shapes["bias"] = (filters,)
    weights = named_weights(layer, shapes)
    bound, _ = bind_activations(layer, ("activation",))
    windows = Windows(
        layer, size, single(config.strides), single(config.dilation_rate), config.padding
    )
    kernels = [
        np.ascontiguousarray(part.reshape(-1, filters // groups))
        for part in np.split(weights["kernel"], groups, axis=2)
    ]

    def compute(x: Float[np.ndarray, "T D"]) -> Float[np.ndarray, "windows filters"]:
        parts = np.split(windows.of(x), groups, axis=2)
        rows = [p.reshape(len(p), -1) @ k for p, k in zip(parts, kernels, strict=True)]
        z = np.concatenate(rows, axis=1)
        return bound["activation"](z + weights["bias"] if config.use_bias else z)

    return WholeFunction(
        layer,
        (windows.length(length), filters),
        compute,
        keeps_time=windows.padding == "causal" and windows.stride == 1,
    )

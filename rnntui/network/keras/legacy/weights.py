"""Converts weights of older Keras versions to the layout of Keras 3.

As in Keras's own reader (`preprocess_weights_for_loading` of Keras 2), the arrays' number and shapes
reveal their layout:

- Keras 1: three arrays per gate, W, U and b; gates in the order i, c, f, o (LSTM) or z, r, h (GRU).
  With channels first, convolution kernels have their channels first too, and Conv1D kernels have
  an additional axis.
- CuDNN: one array for all gates, with each gate's kernel transposed, and two concatenated biases.
- Theano computes a true convolution, so its kernels are flipped.
"""

from __future__ import annotations

import re
from typing import Any

import numpy as np
from msgspec import structs

from rnntui.cells.conv_lstm import ConvLSTMConfig
from rnntui.cells.gru import GRUConfig
from rnntui.cells.lstm import LSTMConfig
from rnntui.configs.base import LayerConfig
from rnntui.configs.core import BatchNormalizationConfig, PReLUConfig
from rnntui.network.keras.keras_version import Writer

Array = np.ndarray[Any, Any]
Arrays = tuple[Array, ...]

# The layers whose kernels Theano flips (`conv_layers` in Keras 2's reader).
_CONVOLUTIONS = ("Conv1D", "Conv2D", "Conv3D", "Conv2DTranspose")


def present_weights(
    class_name: str, config: LayerConfig, weights: Arrays, writer: Writer
) -> Arrays:
    """A layer's arrays in the layout of Keras 3; unchanged if they have it already.

    Args:
        class_name: the layer's class in Keras 3.
        config: the layer's config.
        weights: its arrays in Keras's order.
        writer: the Keras that wrote them.
    """
    try:
        match config:
            case LSTMConfig() | GRUConfig():
                return _gated(config, weights)
            case ConvLSTMConfig():
                return _conv_lstm(config, weights, writer)
            case BatchNormalizationConfig() if _keeps_std(writer) and len(weights) == 4:
                return _with_variance(config, weights)
        if class_name.startswith(("Conv", "SeparableConv")) and weights:
            return _convolution(class_name, config, weights, writer)
    except ValueError:
        # The arrays do not fit together; building the layer reports the shapes it needs.
        return weights
    return weights


def present_config(config: LayerConfig, weights: Arrays, writer: Writer) -> LayerConfig:
    """A layer's config, with what Keras 1 omitted inferred from the shapes of the weights."""
    if isinstance(config, PReLUConfig) and writer.number < (2, 0) and weights:
        shared = [axis for axis, size in enumerate(weights[0].shape, start=1) if size == 1]
        return structs.replace(config, shared_axes=shared or None)
    return config


def _gated(config: LSTMConfig | GRUConfig, weights: Arrays) -> Arrays:
    gates = 4 if isinstance(config, LSTMConfig) else 3
    if len(weights) == 3 * gates:
        return _joined(weights, (0, 2, 1, 3) if gates == 4 else (0, 1, 2))
    if len(weights) != 3 or weights[2].shape != (2 * gates * config.units,):
        return weights
    bias_x, bias_h = np.split(weights[2], 2)
    bias = bias_x + bias_h if gates == 4 else np.stack([bias_x, bias_h])
    return (*_from_cudnn(weights, gates), bias)


def _joined(weights: Arrays, order: tuple[int, ...], axes: tuple[int, int] = (-1, -1)) -> Arrays:
    """The separate W, U, b of the gates concatenated, in another order of gates."""
    return tuple(
        np.concatenate([weights[3 * gate + kind] for gate in order], axis=axis)
        for kind, axis in enumerate((*axes, -1))
    )


def _from_cudnn(weights: Arrays, gates: int) -> tuple[Array, Array]:
    """The kernel and recurrent kernel, converted from cuDNN's layout gate by gate."""
    kernels = [
        gate.T.reshape(gate.shape, order="F") for gate in np.split(weights[0], gates, axis=1)
    ]
    recurrent = [gate.T for gate in np.split(weights[1], gates, axis=1)]
    return np.hstack(kernels), np.hstack(recurrent)


def _conv_lstm(config: ConvLSTMConfig, weights: Arrays, writer: Writer) -> Arrays:
    if len(weights) == 12:
        first = config.data_format == "channels_first"
        # With channels first, each gate's kernels have their output axis first.
        weights = _joined(weights, (0, 2, 1, 3), (0, 0) if first else (-1, -1))
        if first:
            weights = (
                *(np.moveaxis(kernel, (0, 1), (-1, -2)) for kernel in weights[:2]),
                weights[2],
            )
    if writer.backend == "theano":
        weights = (*map(_flipped, weights[:2]), *weights[2:])
    return weights


def _convolution(class_name: str, config: LayerConfig, weights: Arrays, writer: Writer) -> Arrays:
    kernel, *others = weights
    if writer.number < (2, 0):
        if class_name == "Conv1D" and kernel.ndim == 4:
            # Until Keras 1.0.8 (filters, channels, length, 1), then (length, 1, channels, filters).
            size = getattr(config, "kernel_size", None)
            length = size[0] if isinstance(size, list) else size
            if kernel.shape[:2] != (length, 1) or kernel.shape[3] != getattr(config, "filters", 0):
                kernel = kernel.transpose(2, 3, 1, 0)
            kernel = kernel[:, 0]
        elif getattr(config, "data_format", None) == "channels_first":
            kernel = np.moveaxis(kernel, (0, 1), (-1, -2))
            if class_name.startswith("SeparableConv"):
                others[:1] = [np.moveaxis(array, (0, 1), (-1, -2)) for array in others[:1]]
    if writer.backend == "theano" and class_name in _CONVOLUTIONS:
        kernel = _flipped(kernel)
    return (kernel, *others)


def _flipped(kernel: Array) -> Array:
    """A kernel reversed along all axes but its channels."""
    return np.flip(kernel, tuple(range(kernel.ndim - 2)))


def _keeps_std(writer: Writer) -> bool:
    """Whether "running_std" really is a standard deviation: until Keras 1.0.5, with Theano 1.0.6."""
    until = "[0-6]" if writer.backend == "theano" else "[0-5]"
    return writer.version == "1" or bool(re.fullmatch(rf"1\.0\.{until}", writer.version))


def _with_variance(config: BatchNormalizationConfig, weights: Arrays) -> Arrays:
    """The weights with the running variance instead of the running standard deviation.

    Such a layer divides by std + epsilon, Keras 3 by sqrt(variance + epsilon); the results are equal.
    """
    std = weights[3] + config.epsilon
    return (*weights[:3], np.square(std) - config.epsilon)

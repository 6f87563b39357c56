"""Activations as operations. The functions are the cells': `rnntui.equations.activations`."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from rnntui.equations.activations import activation
from rnntui.layers.keras_ops.promotion import Array, as_array, as_value, promoted


def _named(name: str) -> Callable[..., Array]:
    """The activation of that name; its numeric arguments take the tensor's dtype."""

    def compute(x: Any, **parameters: float) -> Array:
        (x,) = promoted(x, floats=True)
        return activation(name, parameters)(x).astype(x.dtype, copy=False)

    return compute


def _along(name: str) -> Callable[..., Array]:
    """An activation along an axis, or along several axes flattened."""
    function = _named(name)

    def compute(x: Any, *, axis: int | tuple[int, ...] | None = -1) -> Array:
        x = as_array(x)
        axes = tuple(range(x.ndim)) if axis is None else np.atleast_1d(axis)
        last = tuple(range(-len(axes), 0))
        turned = np.moveaxis(x, axes, last)
        if len(axes) > 1:
            flat = function(turned.reshape(*turned.shape[: -len(axes)], -1))
            result = flat.reshape(turned.shape)
        else:
            result = function(turned)
        return np.moveaxis(result, last, axes)

    return compute


def _gelu(x: Any, *, approximate: bool = True) -> Array:
    """gelu, or x/2 (1 + tanh(sqrt(2/π) (x + 0.044715 x³))), Hendrycks & Gimpel, 2016."""
    (x,) = promoted(x, floats=True)
    if not approximate:
        return _named("gelu")(x)
    inner = math.sqrt(2 / math.pi) * (x + 0.044715 * np.power(x, 3))
    return 0.5 * x * (1 + np.tanh(inner))


def _squareplus(x: Any, *, b: float = 4) -> Array:
    (x,) = promoted(x, floats=True)
    return (x + np.sqrt(np.square(x) + np.asarray(b, x.dtype))) / 2


def _threshold(x: Any, *, threshold: float, default_value: float) -> Array:
    x = as_array(x)
    return np.where(x > threshold, x, np.asarray(as_value(default_value), x.dtype))


ACTIVATION_OPERATIONS: Mapping[str, Callable[..., Any]] = {
    "Celu": _named("celu"),
    "Elu": _named("elu"),
    "Gelu": _gelu,
    "Glu": _along("glu"),
    "HardShrink": _named("hard_shrink"),
    "HardSigmoid": _named("hard_sigmoid"),
    "HardSilu": _named("hard_silu"),
    "HardTanh": _named("hard_tanh"),
    "LeakyRelu": _named("leaky_relu"),
    "LogSigmoid": _named("log_sigmoid"),
    "LogSoftmax": _along("log_softmax"),
    "Relu": _named("relu"),
    "Relu6": _named("relu6"),
    "Selu": _named("selu"),
    "Sigmoid": _named("sigmoid"),
    "Silu": _named("silu"),
    "SoftShrink": _named("soft_shrink"),
    "Softmax": _along("softmax"),
    "Softplus": _named("softplus"),
    "Softsign": _named("softsign"),
    "SparsePlus": _named("sparse_plus"),
    "SparseSigmoid": _named("sparse_sigmoid"),
    "Sparsemax": _along("sparsemax"),
    "Squareplus": _squareplus,
    "Tanh": _named("tanh"),
    "TanhShrink": _named("tanh_shrink"),
    "Threshold": _threshold,
}

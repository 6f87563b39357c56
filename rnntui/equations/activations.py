"""Keras 3's activations in NumPy, each in the dtype of its argument, along the last axis.

The definitions are those of `keras.activations` and `keras.src.backend.tensorflow.nn`, version
3.15; a function whose meaning changed between versions is defined once per meaning.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
Activation = Callable[[Array], Array]

_SELU_ALPHA = 1.6732632423543772
_SELU_SCALE = 1.0507009873554805


def linear(x: Array) -> Array:
    """Return x."""
    return x


def sigmoid(x: Array) -> Array:
    """Return 1 / (1 + e^-x), computed from e^-|x| so that it never overflows."""
    small = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, small) / (1 + small)


def hard_sigmoid(x: Array) -> Array:
    """Return clip(x / 6 + 1/2, 0, 1): Keras 3's meaning (relu6(x + 3) / 6)."""
    return relu6(x + 3) / 6


def hard_sigmoid_keras2(x: Array) -> Array:
    """Return clip(0.2 x + 1/2, 0, 1), the hard_sigmoid of Keras 1 and 2."""
    return np.clip(0.2 * x + 0.5, 0, 1)


def relu(
    x: Array,
    negative_slope: float = 0.0,
    max_value: float | None = None,
    threshold: float = 0.0,
) -> Array:
    """Return x above the threshold, capped at max_value; below it negative_slope * (x - threshold)."""
    result = np.where(x > threshold, x, np.zeros_like(x)) if threshold else np.maximum(x, 0)
    if max_value is not None:
        result = np.minimum(result, np.asarray(max_value, x.dtype))
    if negative_slope:
        result = result - negative_slope * np.maximum(threshold - x, 0)
    return result


def leaky_relu(x: Array, negative_slope: float = 0.2) -> Array:
    """Return x where positive, else negative_slope * x."""
    return np.where(x > 0, x, negative_slope * x)


def relu6(x: Array) -> Array:
    """Return clip(x, 0, 6)."""
    return np.clip(x, 0, 6)


def elu(x: Array, alpha: float = 1.0) -> Array:
    """Return x where positive, else alpha * (e^x - 1)."""
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


def celu(x: Array, alpha: float = 1.0) -> Array:
    """Return max(x, 0) + alpha * (e^(min(x, 0) / alpha) - 1)."""
    return np.maximum(x, 0) + alpha * np.expm1(np.minimum(x, 0) / alpha)


def selu(x: Array) -> Array:
    """Return the scaled ELU of Klambauer et al., 2017."""
    return _SELU_SCALE * elu(x, _SELU_ALPHA)


def softmax(x: Array) -> Array:
    """Return e^x / sum(e^x) over the last axis."""
    powers = np.exp(x - np.max(x, axis=-1, keepdims=True))
    return powers / np.sum(powers, axis=-1, keepdims=True)


def log_softmax(x: Array) -> Array:
    """Return the logarithm of softmax."""
    shifted = x - np.max(x, axis=-1, keepdims=True)
    return shifted - np.log(np.sum(np.exp(shifted), axis=-1, keepdims=True))


def sparsemax(x: Array) -> Array:
    """Return max(x - tau(x), 0) as Keras computes it.

    Keras's tau sums the cumulative sums over the support, where Martins & Astudillo, 2016, take the
    last of them; this function does what Keras does.
    """
    ordered = np.sort(x, axis=-1)[..., ::-1]
    total = np.cumsum(ordered, axis=-1)
    ranks = np.arange(1, x.shape[-1] + 1, dtype=x.dtype)
    support = ordered - (total - 1) / ranks > 0
    count = np.sum(support, axis=-1, keepdims=True).astype(x.dtype)
    tau = (np.sum(np.where(support, total, 0), axis=-1, keepdims=True) - 1) / count
    return np.maximum(x - tau, 0)


def softplus(x: Array) -> Array:
    """Return log(1 + e^x)."""
    return np.logaddexp(x, np.zeros_like(x))


def log_sigmoid(x: Array) -> Array:
    """Return log(sigmoid(x)) = -softplus(-x)."""
    return -softplus(-x)


def softsign(x: Array) -> Array:
    """Return x / (1 + |x|)."""
    return x / (1 + np.abs(x))


def silu(x: Array) -> Array:
    """Return x * sigmoid(x), also called swish."""
    return x * sigmoid(x)


def hard_silu(x: Array) -> Array:
    """Return x * hard_sigmoid(x), also called hard_swish."""
    return x * hard_sigmoid(x)


def gelu(x: Array) -> Array:
    """Return x * P(X <= x) for X normal: Keras's activation, not the tanh approximation."""
    wide = x.astype(np.float64)
    scaled = wide / math.sqrt(2)
    erf = np.array([math.erf(value) for value in scaled.flat]).reshape(scaled.shape)
    return (0.5 * wide * (1 + erf)).astype(x.dtype)


def glu(x: Array) -> Array:
    """Return a * sigmoid(b) for the halves a, b of the last axis, Dauphin et al., 2017."""
    a, b = np.split(x, 2, axis=-1)
    return a * sigmoid(b)


def mish(x: Array) -> Array:
    """Return x * tanh(softplus(x)), Misra, 2019."""
    return x * np.tanh(softplus(x))


def tanh_shrink(x: Array) -> Array:
    """Return x - tanh(x)."""
    return x - np.tanh(x)


def hard_tanh(x: Array) -> Array:
    """Return clip(x, -1, 1)."""
    return np.clip(x, -1, 1)


def hard_shrink(x: Array, threshold: float = 0.5) -> Array:
    """Return x where |x| is above the threshold, else 0."""
    return np.where(np.abs(x) > threshold, x, np.zeros_like(x))


def soft_shrink(x: Array, threshold: float = 0.5) -> Array:
    """Return x moved towards 0 by the threshold, 0 within it."""
    return np.where(
        x > threshold, x - threshold, np.where(x < -threshold, x + threshold, np.zeros_like(x))
    )


def sparse_plus(x: Array) -> Array:
    """Return 0 below -1, (x + 1)^2 / 4 within ±1, x above."""
    curve = 0.25 * np.square(x + 1)
    return np.where(x <= -1, np.zeros_like(x), np.where(x < 1, curve, x))


def sparse_sigmoid(x: Array) -> Array:
    """Return clip((x + 1) / 2, 0, 1)."""
    return np.clip(0.5 * (x + 1), 0, 1)


def squareplus(x: Array) -> Array:
    """Return (x + sqrt(x^2 + 4)) / 2."""
    return (x + np.sqrt(np.square(x) + 4)) / 2


def exponential(x: Array) -> Array:
    """Return e^x."""
    return np.exp(x)


# Every output of these depends on every input, so no unit can be computed alone.
JOINT = frozenset({"softmax", "log_softmax", "glu", "sparsemax", "squareplus_softmax"})

ACTIVATIONS: Mapping[str, Activation] = {
    "celu": celu,
    "elu": elu,
    "exponential": exponential,
    "gelu": gelu,
    "glu": glu,
    "hard_shrink": hard_shrink,
    "hard_sigmoid": hard_sigmoid,
    "hard_sigmoid_keras2": hard_sigmoid_keras2,
    "hard_silu": hard_silu,
    "hard_swish": hard_silu,
    "hard_tanh": hard_tanh,
    "leaky_relu": leaky_relu,
    "linear": linear,
    "log_sigmoid": log_sigmoid,
    "log_softmax": log_softmax,
    "mish": mish,
    "relu": relu,
    "relu6": relu6,
    "selu": selu,
    "sigmoid": sigmoid,
    "silu": silu,
    "soft_shrink": soft_shrink,
    "softmax": softmax,
    "softplus": softplus,
    "softsign": softsign,
    "sparse_plus": sparse_plus,
    "sparse_sigmoid": sparse_sigmoid,
    "sparsemax": sparsemax,
    "squareplus": squareplus,
    "swish": silu,
    "tanh": np.tanh,
    "tanh_shrink": tanh_shrink,
}


def activation(name: str, parameters: Mapping[str, float | None] | None = None) -> Activation:
    """The function of that name, with its parameters bound (LeakyReLU's negative_slope).

    Raises:
        KeyError: there is no activation of that name.
    """
    function = ACTIVATIONS[name]
    return partial(function, **parameters) if parameters else function

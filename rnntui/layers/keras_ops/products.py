"""Products of tensors. Source: `keras.src.backend.tensorflow.numpy`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from rnntui.layers.keras_ops.promotion import Array, promoted


def _matmul(x1: Any, x2: Any, *, transpose_a: bool = False, transpose_b: bool = False) -> Array:
    """The matrix product; TensorFlow's can transpose its operands first."""
    x, y = promoted(x1, x2)
    x = np.swapaxes(x, -1, -2) if transpose_a else x
    return np.asarray(np.matmul(x, np.swapaxes(y, -1, -2) if transpose_b else y))


def _dot(x1: Any, x2: Any) -> Array:
    return np.asarray(np.dot(*promoted(x1, x2)))


def _tensordot(x1: Any, x2: Any, *, axes: Any = 2) -> Array:
    x, y = promoted(x1, x2)
    return np.asarray(np.tensordot(x, y, axes=axes))


def _einsum(*operands: Any, subscripts: str) -> Array:
    return np.asarray(np.einsum(subscripts, *promoted(*operands), optimize=True))


PRODUCTS: Mapping[str, Callable[..., Any]] = {
    "Dot": _dot,
    "Einsum": _einsum,
    "Matmul": _matmul,
    "Tensordot": _tensordot,
}

"""All operations that rnntui computes, by the names of Keras's classes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from rnntui.layers.keras_ops.activations import ACTIVATION_OPERATIONS
from rnntui.layers.keras_ops.elementwise import ELEMENTWISE
from rnntui.layers.keras_ops.products import PRODUCTS
from rnntui.layers.keras_ops.reductions import REDUCTIONS
from rnntui.layers.keras_ops.shapes import SHAPES

TABLE: Mapping[str, Callable[..., Any]] = {
    **ACTIVATION_OPERATIONS,
    **ELEMENTWISE,
    **PRODUCTS,
    **REDUCTIONS,
    **SHAPES,
}

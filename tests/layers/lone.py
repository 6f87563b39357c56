"""One layer without a model around it."""

from __future__ import annotations

from typing import Any

import numpy as np

from rnntui.layers.layer import LayerFunction
from rnntui.layers.spec import POINTWISE, WHOLE
from rnntui.network.layer_classes import decode_config
from rnntui.network.network import Layer

Shape = tuple[int | None, ...]


def lone(class_name: str, weights: tuple[tuple[int, ...], ...] = (), **config: Any) -> Layer:
    """A layer named by its class, its weights random and of these shapes."""
    random = np.random.default_rng(0)
    arrays = tuple(random.standard_normal(shape).astype(np.float32) for shape in weights)
    return Layer(class_name.lower(), class_name, decode_config(class_name, config), arrays, ())


def function_of(layer: Layer, *shapes: Shape, **said: bool) -> LayerFunction:
    """What it computes, given the shapes of its inputs, and what a call says beside them."""
    if layer.class_name in WHOLE:
        return WHOLE[layer.class_name](layer, shapes, **said)
    return POINTWISE[layer.class_name](layer, shapes[0], "x")

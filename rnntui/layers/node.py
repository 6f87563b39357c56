"""One call of one layer: what a graph is made of."""

from __future__ import annotations

from dataclasses import dataclass

from rnntui.layers.layer import LayerFunction, Shape
from rnntui.network.network import TensorRef


@dataclass(frozen=True, eq=False)
class Node:
    """One call of one layer.

    place: which call, as a TensorRef with index 0
    label: the layer's name; a second call of a shared layer is "name:1"
    """

    place: TensorRef
    label: str
    function: LayerFunction
    inputs: tuple[TensorRef, ...]
    input_shapes: tuple[Shape, ...]

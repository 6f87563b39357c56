"""A node of a graph: one call of one layer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from rnntui.configs.opaque import OperationConfig
from rnntui.layers.layer import LayerFunction, Shape
from rnntui.network.network import TensorRef


@dataclass(frozen=True, eq=False)
class Node:
    """One call of one layer.

    place: the call, as a TensorRef with index 0
    label: the layer's name; a second call of a shared layer is "name:1"
    inputs: its input tensors, in order
    initial: for a recurrent layer, the tensors of its initial state, if it has any
    mask: the tensor passed as its mask
    masked: whether it uses a mask: `mask`, or else its input's
    outer: the call of the Bidirectional layer that it is part of
    """

    place: TensorRef
    label: str
    function: LayerFunction
    inputs: tuple[TensorRef, ...]
    input_shapes: tuple[Shape, ...]
    initial: tuple[TensorRef, ...] = ()
    mask: TensorRef | None = None
    masked: bool = False
    outer: TensorRef | None = None

    @property
    def takes(self) -> tuple[TensorRef, ...]:
        """Every tensor that it needs."""
        return (*self.inputs, *self.initial, *(() if self.mask is None else (self.mask,)))


def takers(nodes: Mapping[TensorRef, Node], place: TensorRef) -> list[Node]:
    """The layers that use a call's output; without operations, which may only compute a mask."""
    return [
        node
        for node in nodes.values()
        if place in node.inputs and not isinstance(node.function.layer.config, OperationConfig)
    ]

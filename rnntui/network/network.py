"""The description of a network: layers as plain frozen data, and the graph of their calls.

A layer has a call for each time it is used in the graph (a shared layer has several); a
`TensorRef` identifies one output of one call, as `keras_history` does in Keras's files.
Nothing here computes: `rnntui.layers` turns this description into functions.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from rnntui.configs.base import LayerConfig

if TYPE_CHECKING:
    from jaxtyping import Shaped


@dataclass(frozen=True, order=True)
class TensorRef:
    """A tensor: the `index`-th output of the `call`-th call of a layer."""

    layer: str
    call: int = 0
    index: int = 0

    @property
    def place(self) -> TensorRef:
        """The call that returns it, as the reference to that call's first output."""
        return self if self.index == 0 else TensorRef(self.layer, self.call)


@dataclass(frozen=True)
class Call:
    """A call of a layer in the graph: its input tensors, positional and by keyword.

    constants: keyword arguments other than tensors ("use_causal_mask", True); for an operation,
        tensors too
    arguments: for an operation (`OperationConfig`), all positional arguments: tensors, numbers,
        arrays, and tuples of them
    """

    inputs: tuple[TensorRef, ...]
    keywords: tuple[tuple[str, TensorRef], ...] = ()
    constants: tuple[tuple[str, Any], ...] = ()
    arguments: tuple[Any, ...] = ()


@dataclass(frozen=True, eq=False)
class Layer:
    """One layer of a model file.

    weights: the arrays in Keras's order (kernel, recurrent_kernel, bias), as in the file
    calls: its uses in the graph; an input layer has one, without inputs
    dtype: the dtype it computes in ("float32")
    """

    name: str
    class_name: str
    config: LayerConfig
    weights: tuple[Shaped[np.ndarray, "..."], ...]
    calls: tuple[Call, ...]
    dtype: str = "float32"

    @property
    def parameters(self) -> int:
        """The number of weights."""
        return sum(array.size for array in self.weights)


@dataclass(frozen=True, eq=False)
class Network:
    """A whole model as its file describes it.

    layers: by name, in the order of their first calls
    order: all calls of all layers (index 0) in topological order
    inputs, outputs: the model's inputs and outputs, in order
    output_layers: for each output, the outermost layer that Keras names it after, which may be a
        nested model; empty if no models are nested
    sequential: whether it is a Sequential model, whose input is not a layer to Keras
    format: "keras" (a .keras zip) or "h5"
    notes: remarks for the user, one line each
    backend: the backend of Keras 1 and 2, if the file names it: "tensorflow", "theano"
    """

    name: str
    layers: Mapping[str, Layer]
    order: tuple[TensorRef, ...]
    inputs: tuple[TensorRef, ...]
    outputs: tuple[TensorRef, ...]
    format: str
    keras_version: str
    path: Path | None = None
    sequential: bool = False
    notes: tuple[str, ...] = ()
    output_layers: tuple[str, ...] = ()
    backend: str = ""

    @property
    def parameters(self) -> int:
        """The number of weights in all layers."""
        return sum(layer.parameters for layer in self.layers.values())

    @property
    def output_names(self) -> tuple[str, ...]:
        """A name for each output: its layer's name; further outputs of that layer are "name:1", …"""
        names: list[str] = []
        for layer in self.output_layers or (reference.layer for reference in self.outputs):
            name, number = layer, 0
            while name in names:
                number += 1
                name = f"{layer}:{number}"
            names.append(name)
        return tuple(names)

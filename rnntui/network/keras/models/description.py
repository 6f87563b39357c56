"""A model as its config describes it: all but its weights, and where those lie."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rnntui.configs.base import LayerConfig
from rnntui.network.network import Call, TensorRef


@dataclass(frozen=True)
class LayerDescription:
    """A layer as the config describes it: all but its weights."""

    name: str
    class_name: str
    config: LayerConfig
    calls: tuple[Call, ...]
    dtype: str


@dataclass(frozen=True)
class Stored:
    """A layer, or a model used as one, as the file has it, so that its weights are found.

    name: of a layer, in the flat graph ("outer/inner")
    own_name: what it is called in the model that it is in
    config: of a layer, as the file has it or decoded
    parts: of a model, its layers in order; None for a layer
    way: from this to the model: "layer" in a TimeDistributed over one
    trainable: whether the models around it are
    """

    name: str
    own_name: str
    class_name: str
    config: Any = None
    parts: tuple[Stored, ...] | None = None
    way: str = ""
    trainable: bool = True

    @property
    def layers(self) -> Iterator[Stored]:
        """All layers inside, or the layer itself, in order."""
        if self.parts is None:
            yield self
            return
        for part in self.parts:
            yield from part.layers


@dataclass(frozen=True)
class ModelDescription:
    """A model as its config describes it, flat: a model used as a layer is the layers in it.

    stored: the layers in the order of the file
    tree: the same as the file nests them
    output_layers: for each output, the layer or model that gives it in the outermost model
    older: whether Keras 1 or 2 wrote it
    backend: what computed for that Keras, where that is known
    notes: what a reader of the file should know, one line each
    """

    name: str
    stored: tuple[LayerDescription, ...]
    tree: tuple[Stored, ...]
    inputs: tuple[TensorRef, ...]
    outputs: tuple[TensorRef, ...]
    output_layers: tuple[str, ...]
    sequential: bool = False
    keras_version: str = ""
    older: bool = False
    backend: str = ""
    notes: tuple[str, ...] = ()

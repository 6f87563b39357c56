"""A model as described by its config: everything but the weights, and how to find those."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rnntui.configs.base import LayerConfig
from rnntui.network.network import Call, TensorRef


@dataclass(frozen=True)
class LayerDescription:
    """A layer as described by the config: everything but its weights."""

    name: str
    class_name: str
    config: LayerConfig
    calls: tuple[Call, ...]
    dtype: str


@dataclass(frozen=True)
class Stored:
    """A layer or nested model as stored in the file, for finding its weights.

    name: for a layer, its name in the flat graph ("outer/inner")
    own_name: its name in the enclosing model
    config: for a layer, as in the file or decoded
    parts: for a model, its layers in order; None for a layer
    inner_path: path from here to the model: "layer" for a TimeDistributed over a model
    trainable: whether the enclosing models are trainable
    """

    name: str
    own_name: str
    class_name: str
    config: Any = None
    parts: tuple[Stored, ...] | None = None
    inner_path: str = ""
    trainable: bool = True

    @property
    def layers(self) -> Iterator[Stored]:
        """The layers inside in order, or the layer itself."""
        if self.parts is None:
            yield self
            return
        for part in self.parts:
            yield from part.layers


@dataclass(frozen=True)
class ModelDescription:
    """A model as described by its config, flat: nested models are replaced by their layers.

    stored: the layers in the order of the file
    tree: the same layers, nested as in the file
    output_layers: for each output, the layer or model of the outermost model that returns it
    older: whether Keras 1 or 2 wrote it
    backend: the backend of that Keras, if known
    notes: remarks for the user, one line each
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

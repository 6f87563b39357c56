"""Masks: which layers' outputs have one, and its values.

A mask is true for each timestep of a sequence that is not masked. Masking and Embedding create one;
a layer that supports masking passes on its first input's; other layers drop it.
Source: `keras.Layer.compute_mask` of each layer; of Keras 1 and 2 for their files.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Any

import numpy as np

from rnntui.configs.base import LayerConfig, LoopConfig
from rnntui.configs.core import ConcatenateConfig, EmbeddingConfig, MaskingConfig
from rnntui.configs.wrappers import BidirectionalConfig
from rnntui.network.layer_classes import LAYER_CLASSES
from rnntui.network.network import Layer

if TYPE_CHECKING:
    from jaxtyping import Bool, Shaped

Mask = np.ndarray[Any, np.dtype[np.bool_]]


@dataclass(frozen=True)
class MaskRules:
    """How masks pass through the layers, in the Keras that saved a file.

    joined_by_all: whether a merging layer joins masks with `and` (before Keras 3.4), else with `or`,
        and only if all of its inputs have one; and whether Maximum, Minimum and Multiply ignore
        masks
    beside_states: whether a recurrent layer with an initial state uses its input's mask (Keras 3
        uses it only if the layer is called with the sequence alone)
    carries_state: whether a recurrent layer's output at a masked timestep is its state (Keras 1,
        and 2 before 2.2.5), else its previous output, at first 0
    zeroed_directions: whether both directions of a Bidirectional output 0 at masked timesteps of a
        sequence (Keras 3); else their configs decide
    """

    joined_by_all: bool = False
    beside_states: bool = False
    carries_state: bool = False
    zeroed_directions: bool = True

    def heeded(
        self, layer: Layer, masks: Sequence[Bool[np.ndarray, " T"] | None]
    ) -> Sequence[Bool[np.ndarray, " T"] | None]:
        """The masks of a layer's inputs that it computes with."""
        ignored = self.joined_by_all and _rule(layer) == "joined"
        return [None for _ in masks] if ignored else masks

    def made(self, layer: Layer, masked: Sequence[bool]) -> bool:
        """Whether a layer's output has a mask.

        Args:
            layer: any layer.
            masked: for each of its inputs, whether it has a mask.
        """
        if _makes(layer.config):
            return True
        match _rule(layer):
            case "joined":
                return any(masked) if self.joined_by_all else all(masked)
            case "concatenated":
                return any(masked)
            case "passes":
                return masked[0]
        return False

    def of(
        self,
        layer: Layer,
        tensors: Sequence[Shaped[np.ndarray, "T ..."]],
        masks: Sequence[Bool[np.ndarray, " T"] | None],
    ) -> Bool[np.ndarray, " T"] | None:
        """The mask of a layer's output; None if it has none."""
        config = layer.config
        if isinstance(config, EmbeddingConfig) and config.mask_zero:
            return _as_mask(tensors[0].astype(np.int32) != 0)
        if isinstance(config, MaskingConfig):
            value = np.asarray(config.mask_value, tensors[0].dtype)
            return _as_mask(np.any(tensors[0] != value, axis=-1))
        if not self.made(layer, [mask is not None for mask in masks]):
            return None
        given = [mask for mask in masks if mask is not None]
        if _rule(layer) == "joined":
            return reduce(np.logical_and if self.joined_by_all else np.logical_or, given)
        if isinstance(config, ConcatenateConfig):
            return self._concatenated(config, tensors, masks)
        return masks[0]

    def _concatenated(
        self,
        config: ConcatenateConfig,
        tensors: Sequence[Shaped[np.ndarray, "T ..."]],
        masks: Sequence[Bool[np.ndarray, " T"] | None],
    ) -> Mask:
        whole = [
            np.ones(tensor.shape, bool)
            if mask is None
            else np.broadcast_to(
                mask.reshape(*mask.shape, *[1] * (tensor.ndim - mask.ndim)), tensor.shape
            )
            for tensor, mask in zip(tensors, masks, strict=True)
        ]
        axis = config.axis if config.axis < 0 else config.axis - 1
        joined = np.concatenate(whole, axis=axis)
        return _as_mask((np.all if self.joined_by_all else np.any)(joined, axis=-1))


def _makes(config: LayerConfig) -> bool:
    if isinstance(config, EmbeddingConfig):
        return config.mask_zero
    return isinstance(config, MaskingConfig)


def _rule(layer: Layer) -> str:
    """How masks pass through a layer, by its class; a recurrent layer's depends on its config."""
    if isinstance(layer.config, LoopConfig):
        return "passes" if layer.config.return_sequences else "dropped"
    if isinstance(layer.config, BidirectionalConfig):
        # The mask of its output is that of its forward run, its first input.
        return "passes"
    known = LAYER_CLASSES.get(layer.class_name)
    return "dropped" if known is None else known.mask


def _as_mask(array: np.ndarray[Any, Any]) -> Mask:
    return np.asarray(array, bool)


def rules_of(keras_version: str, backend: str = "") -> MaskRules:
    """The rules of the Keras that saved a file; today's if the file has no version.

    Args:
        keras_version: as in the file.
        backend: of Keras 1 and 2; only TensorFlow carried states.
    """
    numbers = tuple(int(part) for part in re.findall(r"\d+", keras_version)[:3])
    if not numbers or numbers >= (3, 4):
        return MaskRules()
    if numbers >= (3,):
        return MaskRules(joined_by_all=True)
    return MaskRules(
        joined_by_all=True,
        beside_states=True,
        carries_state=numbers < (2, 2, 5)
        and "-tf" not in keras_version
        and backend in ("", "tensorflow"),
        zeroed_directions=False,
    )

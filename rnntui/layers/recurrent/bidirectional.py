"""Bidirectional: two recurrent layers over one sequence, one of them backwards, and their merge.

Source: `keras.layers.Bidirectional`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec import structs

from rnntui.configs.base import LoopConfig
from rnntui.configs.wrappers import BidirectionalConfig
from rnntui.errors import ModelFileError, UnknownLayerError
from rnntui.layers.layer import LayerFunction, Shape
from rnntui.layers.recurrent.bound_cell import weight_arrays
from rnntui.layers.recurrent.recurrent_layer import RecurrentFunction
from rnntui.network.inner_layer import inner_layer
from rnntui.network.network import Layer

if TYPE_CHECKING:
    from jaxtyping import Shaped

Array = np.ndarray[Any, Any]

MERGE_MODES = ("concat", "sum", "mul", "ave", None)


def directions(layer: Layer, *, zeroed: bool) -> tuple[Layer, Layer]:
    """The two inner layers, "bidirectional/forward_lstm" and "bidirectional/backward_lstm".

    Args:
        layer: the Bidirectional layer; the first half of its weights is the forward layer's.
        zeroed: whether Keras sets their outputs to 0 at masked timesteps of a sequence.

    Raises:
        ModelFileError: two layers that read in the same direction, or do not match.
        UnknownLayerError: an inner layer that is not recurrent, or a merge mode unknown to Keras.
    """
    config = layer.config
    assert isinstance(config, BidirectionalConfig)
    place = f"layer '{layer.name}' (Bidirectional)"
    if config.merge_mode not in MERGE_MODES:
        raise UnknownLayerError(f"{place} has the merge_mode '{config.merge_mode}'")
    count = weight_arrays(config.layer)
    own_name = config.layer.name
    weights = layer.weights[:count], layer.weights[count:]
    forward = inner_layer(layer, config.layer, weights[0], name=_renamed("forward", own_name))
    if not isinstance(forward.config, LoopConfig):
        raise UnknownLayerError(f"{place} wraps a {forward.class_name}, which is not recurrent")
    if config.backward_layer is None:
        backward = inner_layer(
            layer,
            config.layer,
            weights[1],
            name=_renamed("backward", own_name),
            go_backwards=not forward.config.go_backwards,
        )
    else:
        backward = inner_layer(layer, config.backward_layer, weights[1])
    ahead, back = forward.config, backward.config
    if not isinstance(back, LoopConfig) or ahead.go_backwards == back.go_backwards:
        raise ModelFileError(f"{place}: its two layers do not read in opposite directions")
    for key in ("return_sequences", "return_state", "stateful"):
        if getattr(ahead, key) != getattr(back, key):
            raise ModelFileError(f"{place}: its two layers differ in {key}")
    if forward.name == backward.name:
        raise ModelFileError(f"{place}: its two layers have one name, '{forward.name}'")
    if not zeroed:
        return forward, backward
    ahead, back = (
        structs.replace(config, zero_output_for_mask=config.return_sequences)
        for config in (ahead, back)
    )
    return replace(forward, config=ahead), replace(backward, config=back)


class MergedFunction(LayerFunction):
    """The merge of a Bidirectional layer's two runs.

    Its inputs are all results of the forward layer, then all of the backward layer's.
    """

    def __init__(
        self, layer: Layer, forward: RecurrentFunction, backward: RecurrentFunction
    ) -> None:
        config = layer.config
        assert isinstance(config, BidirectionalConfig)
        self._mode = config.merge_mode
        self._flips = backward.config.return_sequences
        one, other = forward.output_shapes, backward.output_shapes
        shapes: tuple[Shape, ...]
        if self._mode == "concat":
            width = (one[0][-1] or 0) + (other[0][-1] or 0)
            shapes = ((*one[0][:-1], width),)
        elif self._mode is None:
            shapes = (one[0], other[0])
        else:
            shapes = (one[0],)
        super().__init__(layer, (*shapes, *one[1:], *other[1:]))
        self.sequences = len(shapes)
        self.returns_sequences = forward.config.return_sequences

    def __call__(
        self,
        forward: Sequence[Shaped[np.ndarray, "..."]],
        backward: Sequence[Shaped[np.ndarray, "..."]],
    ) -> tuple[Shaped[np.ndarray, "..."], ...]:
        """The layer's results from those of the two runs; sequences in the order of the input."""
        y = forward[0].astype(self.dtype, copy=False)
        y_back = backward[0].astype(self.dtype, copy=False)
        if self._flips:
            y_back = y_back[::-1]
        merged: tuple[Array, ...]
        if self._mode == "concat":
            merged = (np.concatenate([y, y_back], axis=-1),)
        elif self._mode == "sum":
            merged = (y + y_back,)
        elif self._mode == "ave":
            merged = ((y + y_back) / np.asarray(2, self.dtype),)
        elif self._mode == "mul":
            merged = (y * y_back,)
        else:
            merged = (y, y_back)
        return (*merged, *forward[1:], *backward[1:])


def _renamed(direction: str, name: str) -> str:
    # Keras names the inner layers forward_lstm and backward_lstm, whichever it is built from.
    for prefix in ("forward_", "backward_"):
        name = name.removeprefix(prefix)
    return f"{direction}_{name}"

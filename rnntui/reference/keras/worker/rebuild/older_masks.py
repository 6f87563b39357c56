"""The masks that an older Keras had, passed explicitly where today's Keras has others.

A layer takes its mask from its input tensor; an explicit one is the keyword `mask`, which a saved
model keeps. Sources: `compute_mask` of the layers of Keras 2.
"""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any

import keras
from keras import layers, ops

if TYPE_CHECKING:
    from rnntui.network.network import Call, TensorRef
    from rnntui.reference.keras.messages import messages

Tensor = Any

_JOINING = (
    layers.Add, layers.Average, layers.Concatenate, layers.Maximum, layers.Minimum,
    layers.Multiply, layers.Subtract,
)  # fmt: skip
# Compute otherwise under masks today.
_HEEDING = (layers.Maximum, layers.Minimum, layers.Multiply)


class OlderMasks:
    """The masks of the tensors of a model while it is built.

    meaning: None if today's masks are meant; then this does nothing.
    """

    def __init__(self, meaning: messages.MaskMeaning | None) -> None:
        self._meaning = meaning
        self._masks: dict[TensorRef, Tensor] = {}

    def without(self, layer: Any, tensors: list[Tensor]) -> list[Tensor]:
        """A layer's inputs, without masks if it is to ignore them."""
        if self._meaning and self._meaning.joined_by_all and isinstance(layer, _HEEDING):
            return [ops.add(tensor, 0) for tensor in tensors]
        return tensors

    def told(self, layer: Any, call: Call, tensor: Tensor, *, has_states: bool) -> Tensor | None:
        """The mask to pass to a layer of one tensor; None if its tensor has it."""
        mask = self._of(call)
        if mask is None or not getattr(layer, "_call_has_mask_arg", False):
            return None
        if has_states:
            return mask if self._meaning and self._meaning.beside_states else None
        return mask if mask is not getattr(tensor, "_keras_mask", None) else None

    def note(self, place: TensorRef, layer: Any, call: Call, results: list[Tensor]) -> None:
        """Record the mask of a call's output."""
        if self._meaning is None:
            return
        mask = self._made(layer, call, results)
        if mask is not None:
            self._masks[place] = mask

    def _of(self, call: Call) -> Tensor | None:
        return self._masks.get(call.inputs[0]) if call.inputs else None

    def _made(self, layer: Any, call: Call, results: list[Tensor]) -> Tensor | None:
        if isinstance(layer, layers.Masking | layers.Embedding):
            return getattr(results[0], "_keras_mask", None)
        if isinstance(layer, _JOINING):
            given = [self._masks.get(ref) for ref in call.inputs]
            if isinstance(layer, layers.Concatenate) and layer.axis == 1 and any(given):
                raise ValueError(f"layer '{layer.name}' concatenates masked sequences")
            found = [mask for mask in given if mask is not None]
            return reduce(ops.logical_and, found) if found else None
        if isinstance(layer, layers.RNN | layers.Bidirectional):
            return self._of(call) if layer.return_sequences else None
        passes = type(layer).compute_mask is keras.Layer.compute_mask and layer.supports_masking
        return self._of(call) if passes else None

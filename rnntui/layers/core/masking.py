"""Masking: masked timesteps set to zero. The mask itself is made in `graph/masks.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rnntui.configs.core import MaskingConfig
from rnntui.errors import ModelFileError
from rnntui.layers.layer import Shape, WholeFunction, named_weights
from rnntui.network.network import Layer

if TYPE_CHECKING:
    from jaxtyping import Float


def masking(layer: Layer, input_shapes: tuple[Shape, ...]) -> WholeFunction:
    """Masking: (T, D) with zeros where all of a timestep is mask_value, `keras.layers.Masking.call`.

    Raises:
        ModelFileError: its input has no timesteps.
    """
    config = layer.config
    assert isinstance(config, MaskingConfig)
    named_weights(layer, {})
    (shape,) = input_shapes
    if len(shape) < 2:
        raise ModelFileError(
            f"layer '{layer.name}' (Masking) takes sequences of vectors (T, D); its input is {shape}"
        )

    def compute(x: Float[np.ndarray, "T *D"]) -> Float[np.ndarray, "T *D"]:
        counts = np.any(x != np.asarray(config.mask_value, x.dtype), axis=-1, keepdims=True)
        return np.where(counts, x, np.zeros((), x.dtype))

    return WholeFunction(layer, shape, compute, keeps_time=True)


WHOLE = {
    "Masking": masking,
}

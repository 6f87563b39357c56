"""Embedding: a row of a table for each integer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rnntui.configs.core import EmbeddingConfig
from rnntui.errors import DataError
from rnntui.layers.layer import Shape, WholeFunction, named_weights
from rnntui.network.network import Layer

if TYPE_CHECKING:
    from jaxtyping import Shaped


def embedding(layer: Layer, input_shapes: tuple[Shape, ...]) -> WholeFunction:
    """Embedding: y_t = embeddings[x_t], `keras.layers.Embedding.call`.

    Integers of any shape (…) -> (…, output_dim). The mask of mask_zero is made in `masks`.

    Raises:
        ModelFileError: the table is not of the config's shape. `compute` raises DataError for an
            integer that it does not hold.
    """
    config = layer.config
    assert isinstance(config, EmbeddingConfig)
    table = named_weights(layer, {"embeddings": (config.input_dim, config.output_dim)})
    rows = table["embeddings"]

    def compute(x: Shaped[np.ndarray, "..."]) -> Shaped[np.ndarray, "..."]:
        places = x.astype(np.int32)
        if places.size and not 0 <= places.min() <= places.max() < len(rows):
            raise DataError(
                f"layer '{layer.name}' (Embedding) knows the integers 0..{len(rows) - 1}; "
                f"it is given {places.min()}..{places.max()}"
            )
        return rows[places]

    (shape,) = input_shapes
    # The integers are not cast to the layer's dtype: float16 could not tell 2048 from 2049.
    return WholeFunction(layer, (*shape, config.output_dim), compute, keeps_time=True, casts=False)


WHOLE = {
    "Embedding": embedding,
}

"""What computes each layer around a recurrence, by Keras's class names.

Each module of `core/`, `spatial/` and `attention/` ends with its own tables; a class's entry in
`rnntui.network.layer_classes` says everything else about it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from rnntui.layers.attention import attention, multi_head
from rnntui.layers.core import (
    activation_layers,
    embedding,
    masking,
    merging,
    normalization,
    pointwise,
    rescaling,
    reshaping,
)
from rnntui.layers.core.time_distributed import time_distributed
from rnntui.layers.layer import LayerFunction, Shape, WholeFunction
from rnntui.layers.spatial import convolution, padding, pooling
from rnntui.network.network import Layer

# Layers of one tensor, shown as equations if they treat each vector of the last axis alike. Called
# with the layer, the input's shape, and the name of the input in the equations.
POINTWISE: dict[str, Callable[[Layer, Shape, str], LayerFunction]] = {
    **activation_layers.POINTWISE,
    **normalization.POINTWISE,
    **pointwise.POINTWISE,
    **rescaling.POINTWISE,
}
# Layers of one or more whole tensors. Called with the layer, the inputs' shapes, and the options of
# the call (`use_causal_mask`).
WHOLE: dict[str, Callable[..., WholeFunction]] = {
    **attention.WHOLE,
    **convolution.WHOLE,
    **embedding.WHOLE,
    **masking.WHOLE,
    **merging.WHOLE,
    **multi_head.WHOLE,
    **normalization.WHOLE,
    **padding.WHOLE,
    **pooling.WHOLE,
    **reshaping.WHOLE,
}


def builder_of(class_name: str) -> Callable[[Layer, Shape, str], LayerFunction] | None:
    """What builds a layer of one tensor, from either table; None if it is in neither."""
    if class_name in WHOLE:
        whole = WHOLE[class_name]
        return lambda layer, shape, input_name: whole(layer, (shape,))
    return POINTWISE.get(class_name)


POINTWISE["TimeDistributed"] = partial(time_distributed, builder_of=builder_of)

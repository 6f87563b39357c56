"""Layers that are not computed here, but by Keras or not at all."""

from __future__ import annotations

from rnntui.layers.layer import LayerFunction, Shape
from rnntui.network.network import Layer


class OpaqueFunction(LayerFunction):
    """A layer without equations or a function; its outputs come from the Keras process, if at all.

    why: a clause that names it
    custom: whether it is the model's own code, which runs only if the user passes it
    gone: whether Keras can't compute it either
    computed: whether its outputs are passed to each run; if not, later layers are not computed
    """

    def __init__(
        self,
        layer: Layer,
        why: str,
        *,
        custom: bool,
        gone: bool = False,
        output_shapes: tuple[Shape, ...] = (),
    ) -> None:
        super().__init__(layer, output_shapes)
        self.why = why
        self.custom = custom
        self.gone = gone
        self.computed = bool(output_shapes)
        self.sequences = len(output_shapes)


class BehindFunction(LayerFunction):
    """A layer that depends on one that is not computed, so that it is not computed either."""

    def __init__(self, layer: Layer) -> None:
        super().__init__(layer, ())

"""The layers that are not computed here: by Keras, or by nobody."""

from __future__ import annotations

from rnntui.layers.layer import LayerFunction, Shape
from rnntui.network.network import Layer


class OpaqueFunction(LayerFunction):
    """A layer without equations or a function; its results come from the Keras process, if at all.

    why: what it is, as a sentence that names it
    custom: whether it is somebody's own code, which runs only where the user says so
    gone: whether Keras can't compute it either
    computed: whether its results are given to each run; else what lies behind it is not computed
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
    """A layer that lies behind one that is not computed, so that it is not computed either."""

    def __init__(self, layer: Layer) -> None:
        super().__init__(layer, ())

"""Building a graph, call by call: each call's inputs, whether it is masked, and its function."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from rnntui.configs.base import LoopConfig
from rnntui.configs.core import InputLayerConfig
from rnntui.configs.opaque import OpaqueConfig, OperationConfig
from rnntui.configs.wrappers import BidirectionalConfig
from rnntui.errors import CustomCodeError, ModelFileError, UnknownLayerError
from rnntui.layers.graph.call_arguments import (
    CallTensors,
    all_call_tensors,
    call_options,
    call_tensors,
    takes_several,
)
from rnntui.layers.graph.masks import rules_of
from rnntui.layers.graph.node import Node
from rnntui.layers.graph.opaque import BehindFunction, OpaqueFunction
from rnntui.layers.layer import LayerFunction, Shape, SteppedFunction, WholeFunction
from rnntui.layers.recurrent.bidirectional import MergedFunction, directions
from rnntui.layers.recurrent.bound_cell import state_arrays, state_entries
from rnntui.layers.recurrent.recurrent_layer import RecurrentFunction
from rnntui.layers.spec import POINTWISE, WHOLE
from rnntui.network.network import Layer, Network, TensorRef


class GraphBuilder:
    """The nodes of a graph so far; `add` the network's calls in order.

    Args:
        network: its description.
        opaque: for calls whose outputs come from Keras: their shapes.
    """

    def __init__(
        self, network: Network, opaque: Mapping[TensorRef, tuple[Shape, ...]] | None = None
    ) -> None:
        self._network = network
        self._opaque = opaque or {}
        self._masked: set[TensorRef] = set()
        self.rules = rules_of(network.keras_version, network.backend)
        self.nodes: dict[TensorRef, Node] = {}

    def add(self, place: TensorRef) -> None:
        """Add one call and all its nodes.

        Raises:
            ModelFileError: weights or shapes that do not fit.
        """
        layer = self._network.layers[place.layer]
        everything = all_call_tensors(layer.calls[place.call])
        if any(self._is_unknown(reference) for reference in everything.inputs):
            self._add(place, BehindFunction(layer), everything)
            return
        before = dict(self.nodes)
        try:
            self._add_call(layer, place)
        except UnknownLayerError as error:
            self.nodes = before
            function = OpaqueFunction(
                layer,
                str(error),
                custom=isinstance(error, CustomCodeError),
                gone=isinstance(layer.config, OpaqueConfig) and layer.config.gone,
                output_shapes=self._opaque.get(place, ()),
            )
            self._add(place, function, everything)

    def _is_unknown(self, reference: TensorRef) -> bool:
        function = self.nodes[reference.place].function
        return isinstance(function, OpaqueFunction | BehindFunction) and not function.output_shapes

    def _add_call(self, layer: Layer, place: TensorRef) -> None:
        if isinstance(layer.config, OpaqueConfig):
            kind = CustomCodeError if layer.config.custom else UnknownLayerError
            raise kind(layer.config.why)
        taken = call_tensors(layer, layer.calls[place.call])
        if isinstance(layer.config, BidirectionalConfig):
            self._add_directions(layer, place, taken)
        elif isinstance(layer.config, LoopConfig):
            self._add_recurrent(layer, place, taken)
        else:
            self._add(place, self._function(layer, place.call, taken), taken)

    def _add_recurrent(
        self, layer: Layer, place: TensorRef, taken: CallTensors, outer: TensorRef | None = None
    ) -> RecurrentFunction:
        shape, *_ = self._shapes(layer, taken)
        alone = not taken.initial or self.rules.beside_states
        masked = taken.mask is not None or (taken.inputs[0] in self._masked and alone)
        stateful = getattr(layer.config, "stateful", False)
        if stateful and len(layer.calls) > 1:
            raise UnknownLayerError(
                f"layer '{layer.name}' ({layer.class_name}) is stateful and called "
                f"{len(layer.calls)} times, where each call continues from the states of another, "
                "which rnntui does not compute"
            )
        starts_elsewhere = bool(taken.initial) or stateful
        function = RecurrentFunction(
            layer,
            shape,
            is_masked=masked,
            output_apart=starts_elsewhere and not self.rules.carries_state,
        )
        if taken.initial:
            function.check_initial([self._shape(reference) for reference in taken.initial])
        self._add(place, function, taken, masked=masked, outer=outer)
        return function

    def _add_directions(self, layer: Layer, place: TensorRef, taken: CallTensors) -> None:
        functions, results = [], []
        two = directions(layer, zeroed=self.rules.zeroed_directions)
        # The forward layer's own come first, which are half of them but where the two layers differ.
        own = state_arrays(two[0].config)
        forward, backward = (state_entries(direction.config) for direction in two)
        if taken.initial and (forward + backward) // 2 != forward:
            raise UnknownLayerError(
                f"layer '{layer.name}' (Bidirectional) has initial states, and its two layers "
                "differ in their number of states: Keras passes one of them the other's"
            )
        for inner, initial in zip(two, (taken.initial[:own], taken.initial[own:]), strict=True):
            there = TensorRef(inner.name, place.call)
            given = replace(taken, initial=initial)
            function = self._add_recurrent(inner, there, given, outer=place)
            functions.append(function)
            results += [replace(there, index=i) for i in range(len(function.output_shapes))]
        merged = MergedFunction(layer, functions[0], functions[1])
        self._add(place, merged, CallTensors(tuple(results), (), None))

    def _add(
        self,
        place: TensorRef,
        function: LayerFunction,
        taken: CallTensors,
        *,
        masked: bool = False,
        outer: TensorRef | None = None,
    ) -> None:
        label = f"{place.layer}:{place.call}" if place.call else place.layer
        self.nodes[place] = Node(
            place,
            label,
            function,
            taken.inputs,
            self._known(taken),
            initial=taken.initial,
            mask=taken.mask,
            masked=masked,
            outer=outer,
        )
        given = [taken.mask is not None or ref in self._masked for ref in taken.inputs]
        if given and function.output_shapes and self.rules.made(function.layer, given):
            for index in range(function.sequences):
                self._masked.add(replace(place, index=index))

    def _function(self, layer: Layer, call: int, taken: CallTensors) -> LayerFunction:
        if isinstance(layer.config, InputLayerConfig):
            return LayerFunction(layer, (layer.config.batch_shape[1:],))
        shapes = self._shapes(layer, taken)
        if isinstance(layer.config, OperationConfig):
            if not shapes:
                raise UnknownLayerError(
                    f"layer '{layer.name}' is the operation {layer.class_name}, but its file "
                    "has no tensor for it"
                )
            from rnntui.layers.graph.operation_layer import operation

            dtypes = tuple(self._dtype(reference) for reference in taken.inputs)
            return operation(layer, layer.calls[call], shapes, dtypes)
        if len(shapes) > 1 and not takes_several(layer):
            raise UnknownLayerError(
                f"layer '{layer.name}' ({layer.class_name}) takes more than one tensor, "
                "which rnntui does not compute"
            )
        options = call_options(layer, layer.calls[call])
        if layer.class_name in WHOLE:
            return WHOLE[layer.class_name](layer, shapes, **options)
        if layer.class_name in POINTWISE:
            giver = self.nodes[taken.inputs[0].place]
            return POINTWISE[layer.class_name](
                layer, shapes[0], _input_name(giver, taken.inputs[0])
            )
        raise UnknownLayerError(
            f"layer '{layer.name}' is a {layer.class_name}, which rnntui does not compute"
        )

    def _shapes(self, layer: Layer, taken: CallTensors) -> tuple[Shape, ...]:
        if not taken.inputs and not isinstance(layer.config, InputLayerConfig | OperationConfig):
            raise ModelFileError(f"layer '{layer.name}' ({layer.class_name}) has no input")
        return tuple(self._shape(reference) for reference in taken.inputs)

    def _known(self, taken: CallTensors) -> tuple[Shape, ...]:
        return tuple(self._shape(ref) for ref in taken.inputs if not self._is_unknown(ref))

    def _dtype(self, reference: TensorRef) -> np.dtype[Any]:
        return self.nodes[reference.place].function.output_dtypes[reference.index]

    def _shape(self, reference: TensorRef) -> Shape:
        shapes = self.nodes[reference.place].function.output_shapes
        if reference.index >= len(shapes):
            raise ModelFileError(
                f"its config takes output {reference.index} of layer '{reference.layer}', "
                f"which has {len(shapes)}"
            )
        return shapes[reference.index]


def _input_name(giver: Node, taken: TensorRef) -> str:
    """What a pointwise layer calls its input: h_t below a recurrence, x_t of an input over time, else x."""
    function = giver.function
    if isinstance(function, RecurrentFunction):
        # Result 0 is the output; the states follow as 1, 2, …
        return function.state_names[taken.index - 1][1] if taken.index else function.output_name
    at_the_start = not isinstance(function, SteppedFunction | WholeFunction | MergedFunction)
    # An input that is one vector has no timesteps.
    over_time = len(function.output_shapes[taken.index]) != 1
    return "x_t" if at_the_start and over_time else "x"

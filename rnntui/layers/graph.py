"""A network as a graph of things that compute: one node for each call of each layer."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from rnntui.data.dataset import InputSpec
from rnntui.errors import ModelFileError, UnknownLayerError
from rnntui.layers.clocks import Time, times_of
from rnntui.layers.known import MERGING, POINTWISE, WHOLE
from rnntui.layers.layer import LayerFunction, Shape, SteppedFunction, WholeFunction
from rnntui.layers.node import Node
from rnntui.layers.recurrent import RecurrentFunction
from rnntui.network.configs import InputLayerConfig, RecurrentConfig
from rnntui.network.configs_around import EmbeddingConfig
from rnntui.network.network import Layer, Network, TensorRef


@dataclass(frozen=True, eq=False)
class Graph:
    """All nodes of a network, each after those it takes its inputs from."""

    network: Network
    nodes: dict[TensorRef, Node]

    def node(self, reference: TensorRef) -> Node:
        """The node that gives a tensor."""
        return self.nodes[reference.place]

    @cached_property
    def times(self) -> dict[TensorRef, Time]:
        """What each node's output has to do with time."""
        return times_of(self.nodes)

    @property
    def recurrent(self) -> tuple[Node, ...]:
        """The nodes that step through time, in order."""
        return tuple(
            node for node in self.nodes.values() if isinstance(node.function, RecurrentFunction)
        )

    @property
    def input_specs(self) -> tuple[InputSpec, ...]:
        """What the network asks of the data, input by input."""
        specs = []
        for reference in self.network.inputs:
            node = self.node(reference)
            shape = node.function.output_shapes[0]
            specs.append(
                InputSpec(
                    node.place.layer, shape, node.function.layer.dtype, self._vocabulary(node.place)
                )
            )
        return tuple(specs)

    def _vocabulary(self, place: TensorRef) -> int | None:
        """How many integers the Embeddings know that read an input; None where none reads it."""
        configs = [n.function.layer.config for n in self.nodes.values() if place in n.inputs]
        known = [config.input_dim for config in configs if isinstance(config, EmbeddingConfig)]
        return min(known, default=None)


def build_graph(network: Network) -> Graph:
    """Turn a network's description into functions, and check that weights and shapes fit.

    Raises:
        ModelFileError: weights missing, or that do not fit their layer; names the file.
        UnknownLayerError: a layer used in a way that rnntui does not compute yet.
    """
    nodes: dict[TensorRef, Node] = {}
    source = network.path.name if network.path else network.name
    for place in network.order:
        layer = network.layers[place.layer]
        call = layer.calls[place.call]
        shapes = tuple(_output_shape(nodes[ref.place], ref, source) for ref in call.inputs)
        givers = [nodes[ref.place] for ref in call.inputs]
        try:
            function = _function(layer, shapes, givers, call.inputs)
        except ModelFileError as error:
            raise type(error)(f"{source}: {error}") from None
        label = f"{layer.name}:{place.call}" if place.call else layer.name
        nodes[place] = Node(place, label, function, call.inputs, shapes)
    return Graph(network, nodes)


def _output_shape(giver: Node, reference: TensorRef, source: str) -> Shape:
    if reference.index >= len(giver.function.output_shapes):
        raise ModelFileError(
            f"{source}: its config takes output {reference.index} of layer '{reference.layer}', "
            f"which gives {len(giver.function.output_shapes)}"
        )
    return giver.function.output_shapes[reference.index]


def _function(
    layer: Layer, shapes: tuple[Shape, ...], givers: list[Node], taken: tuple[TensorRef, ...]
) -> LayerFunction:
    if isinstance(layer.config, InputLayerConfig):
        return LayerFunction(layer, (layer.config.batch_shape[1:],))
    if not shapes:
        raise ModelFileError(f"layer '{layer.name}' ({layer.class_name}) has no input")
    if isinstance(layer.config, RecurrentConfig):
        return RecurrentFunction(layer, shapes[0])
    several = len(shapes) > 1 and layer.class_name not in MERGING
    if several or any(call.keywords for call in layer.calls):
        raise UnknownLayerError(
            f"layer '{layer.name}' ({layer.class_name}) takes more than one tensor, "
            "which rnntui does not compute yet"
        )
    if layer.class_name not in WHOLE | POINTWISE:
        raise UnknownLayerError(
            f"layer '{layer.name}' is a {layer.class_name}, which rnntui does not compute yet"
        )
    if layer.class_name in WHOLE:
        return WHOLE[layer.class_name](layer, shapes)
    return POINTWISE[layer.class_name](layer, shapes[0], _input_name(givers[0], taken[0]))


def _input_name(giver: Node, taken: TensorRef) -> str:
    """What a pointwise layer calls its input: h_t below a recurrence, x_t at the start, else x."""
    function = giver.function
    if isinstance(function, RecurrentFunction):
        # Result 0 is the output; the states follow as 1, 2, …
        return function.state_names[max(0, taken.index - 1)][1]
    at_the_start = not isinstance(function, SteppedFunction | WholeFunction)
    return "x_t" if at_the_start else "x"

"""The computed part of a network in which some layers are not computed."""

from __future__ import annotations

from dataclasses import replace

from rnntui.layers.graph.graph import Graph
from rnntui.layers.graph.node import Node
from rnntui.layers.graph.opaque import BehindFunction, OpaqueFunction
from rnntui.network.network import Network, TensorRef


def upstream(graph: Graph) -> Network | None:
    """A network of the layers that are computed; None if there are none but the inputs.

    Its outputs are the model's computed outputs, and the inputs of the layers that are not computed.
    """
    network = graph.network
    lost = [node for node in graph.nodes.values() if _is_lost(node)]
    missing = {node.place for node in lost}
    taken = (reference for node in lost for reference in node.takes)
    outputs = [
        reference
        for reference in dict.fromkeys((*network.outputs, *taken))
        if reference.place not in missing and reference.place not in network.inputs
    ]
    if not outputs:
        return None
    needed = _needed(graph, outputs)
    order = tuple(place for place in network.order if place in needed)
    return replace(
        network,
        layers={place.layer: network.layers[place.layer] for place in order},
        order=order,
        inputs=tuple(place for place in network.inputs if place in needed),
        outputs=tuple(outputs),
        output_layers=(),
        sequential=False,
    )


def _is_lost(node: Node) -> bool:
    function = node.function
    unknown = isinstance(function, OpaqueFunction) and not function.computed
    return unknown or isinstance(function, BehindFunction)


def _needed(graph: Graph, outputs: list[TensorRef]) -> set[TensorRef]:
    """The calls that the outputs depend on."""
    needed: set[TensorRef] = set()
    waiting = [reference.place for reference in outputs]
    while waiting:
        place = waiting.pop()
        if place not in needed:
            needed.add(place)
            waiting += [reference.place for reference in graph.nodes[place].takes]
    return needed

"""A network as a graph: one node for each call of each layer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from rnntui.configs.base import LayerConfig, LoopConfig
from rnntui.configs.core import EmbeddingConfig, InputLayerConfig, MaskingConfig
from rnntui.data.dataset import InputSpec
from rnntui.errors import ModelFileError
from rnntui.layers.graph.builder import GraphBuilder
from rnntui.layers.graph.clocks import Time, times_of
from rnntui.layers.graph.masks import MaskRules
from rnntui.layers.graph.node import Node, takers
from rnntui.layers.graph.opaque import BehindFunction, OpaqueFunction
from rnntui.layers.layer import Shape
from rnntui.layers.recurrent.recurrent_layer import RecurrentFunction
from rnntui.network.network import Network, TensorRef


@dataclass(frozen=True, eq=False)
class Graph:
    """All nodes of a network, each after the nodes it depends on.

    A Bidirectional layer is three nodes: its two runs, named "outer/inner", and their merge.

    rules: how masks pass through it
    """

    network: Network
    nodes: dict[TensorRef, Node]
    rules: MaskRules

    def node(self, reference: TensorRef) -> Node:
        """The node that computes a tensor."""
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
    def foreign(self) -> tuple[Node, ...]:
        """The nodes that rnntui does not compute: Keras does, or nothing does."""
        return tuple(n for n in self.nodes.values() if isinstance(n.function, OpaqueFunction))

    @property
    def behind(self) -> tuple[Node, ...]:
        """The nodes that are not computed because they depend on one that is not."""
        return tuple(n for n in self.nodes.values() if isinstance(n.function, BehindFunction))

    @property
    def notes(self) -> tuple[str, ...]:
        """Notes on the file for the reader, one line each."""
        behind = ", ".join(node.label for node in self.behind)
        found_notes = []
        for node in self.foreign:
            function = node.function
            assert isinstance(function, OpaqueFunction)
            lost = f", nor are the layers after it: {behind}" if behind else ""
            if function.computed:
                found_notes.append(f"{function.why}; Keras computes it")
            elif function.custom:
                found_notes.append(
                    f"{function.why}; without --custom-objects it is not computed{lost}"
                )
            elif function.gone:
                found_notes.append(f"{function.why}; it is not computed{lost}")
            else:
                then = f", and then neither are the layers after it: {behind}" if behind else ""
                found_notes.append(f"{function.why}; it needs Keras to compute it{then}")
        return (*self.network.notes, *found_notes)

    @property
    def stateful(self) -> bool:
        """Whether a layer continues from its state after the previous batch."""
        return any(_loop(node).stateful for node in self.recurrent)

    @property
    def batch_size(self) -> int | None:
        """The network's fixed batch size, if its inputs have one."""
        for reference in self.network.inputs:
            config = self.network.layers[reference.layer].config
            if isinstance(config, InputLayerConfig) and config.batch_shape[0] is not None:
                return config.batch_shape[0]
        return None

    @property
    def input_specs(self) -> tuple[InputSpec, ...]:
        """What the network requires of the data, input by input."""
        specs = []
        for reference in self.network.inputs:
            node = self.node(reference)
            configs = [taker.function.layer.config for taker in takers(self.nodes, node.place)]
            # How many integers the Embeddings know that read it.
            known = [config.input_dim for config in configs if isinstance(config, EmbeddingConfig)]
            shape = node.function.output_shapes[0]
            specs.append(
                InputSpec(
                    node.place.layer,
                    shape,
                    node.function.layer.dtype,
                    min(known, default=None),
                    _padding(configs, len(shape)),
                )
            )
        return tuple(specs)


def _padding(configs: list[LayerConfig], rank: int) -> float | None:
    """The value of an input's timesteps that all its takers mask."""
    values = set()
    for config in configs:
        if isinstance(config, MaskingConfig) and rank == 2:
            values.add(config.mask_value)
        elif isinstance(config, EmbeddingConfig) and config.mask_zero and rank == 1:
            values.add(0.0)
        else:
            return None
    return values.pop() if len(values) == 1 else None


def build_graph(
    network: Network, opaque: Mapping[TensorRef, tuple[Shape, ...]] | None = None
) -> Graph:
    """Turn a network's description into functions, and check that weights and shapes fit.

    Args:
        network: its description.
        opaque: for calls of layers that rnntui does not compute: the shapes of their outputs.

    Raises:
        ModelFileError: weights missing, or that do not fit their layer; names the file.
        UnknownLayerError: a layer used in a way that rnntui does not compute yet.
    """
    source = network.path.name if network.path else network.name
    building = GraphBuilder(network, opaque)
    for place in network.order:
        try:
            building.add(place)
        except ModelFileError as error:
            raise type(error)(f"{source}: {error}") from None
    return Graph(network, building.nodes, building.rules)


def _loop(node: Node) -> LoopConfig:
    assert isinstance(node.function, RecurrentFunction)
    return node.function.config

"""The layers of a network as a tree: models in the model, the two runs of a Bidirectional layer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from rnntui.debugger.commands.arguments.locations import layers_of
from rnntui.debugger.commands.command import whole
from rnntui.debugger.model.weight_summary import WeightSummary, summed, weights_of
from rnntui.debugger.session.session import Session
from rnntui.layers.graph.node import Node
from rnntui.layers.graph.opaque import BehindFunction, OpaqueFunction
from rnntui.layers.layer import LayerFunction, Shape, SteppedFunction
from rnntui.network.configs.layer_configs import InputLayerConfig

IN_THE_MODEL = "model"


@dataclass(frozen=True)
class LayerRow:
    """One layer, or a model in the model, as a line of the tree.

    label: its whole name, name: its last part; depth: 0 for the outermost
    class_name: Keras's; IN_THE_MODEL for a model that holds layers
    direction: of a Bidirectional layer's run: "forward" or "backward"
    takes, gives: shapes without the batch axis
    functions: of its equations: activation -> tanh
    histogram: of all its weights; None where it has none; weights: one by one
    leaf: whether nothing is below it
    goes_to: the layer at whose equations one is after enter; "" where there are none, and `why`
    """

    label: str
    depth: int
    class_name: str
    direction: str = ""
    takes: tuple[Shape, ...] = ()
    gives: tuple[Shape, ...] = ()
    parameters: int = 0
    dtype: str = ""
    functions: tuple[tuple[str, str], ...] = ()
    histogram: WeightSummary | None = None
    weights: tuple[WeightSummary, ...] = ()
    leaf: bool = True
    goes_to: str = ""
    why: str = ""

    @property
    def name(self) -> str:
        """The last part of its label."""
        return self.label.rpartition("/")[2]

    def is_layer(self, label: str) -> bool:
        """Whether it is itself a layer that steps, not one that holds it."""
        return self.leaf and self.goes_to == label


@dataclass(eq=False)
class _Branch:
    node: Node | None = None
    inner: dict[str, _Branch] = field(default_factory=dict)

    def leaves(self) -> Iterator[Node]:
        """The layers in it, without those that are only made of others in it."""
        if not self.inner and self.node is not None:
            yield self.node
        for branch in self.inner.values():
            yield from branch.leaves()


def layer_tree(session: Session) -> tuple[LayerRow, ...]:
    """All layers, in the order of their first calls, each before what is in it."""
    graph = session.graph
    root = _Branch()
    for node in graph.nodes.values():
        label = node.label
        if node.outer is not None:
            # The call of the outer layer, so that what is called twice has its runs below it.
            label = f"{graph.nodes[node.outer].label}/{label.rpartition('/')[2]}"
        branch = root
        for part in label.split("/"):
            branch = branch.inner.setdefault(part, _Branch())
        branch.node = node
    return tuple(_rows(root, "", 0, frozenset(layers_of(session))))


def line_to(session: Session, label: str) -> str:
    """The command that goes to a layer that steps."""
    plain = re.fullmatch(r"[^\s:=-][^\s:=]*", label) and whole(label) is None
    if plain and label not in ("start", "end", "first", "last"):
        return f"goto {label}"
    labels = list(layers_of(session))
    cursor = session.cursor
    here = session.schedule.stages[cursor.stage].nodes[cursor.node].label
    by = labels.index(label) - labels.index(here)
    if not by:
        return "goto :0"
    return f"down {by}" if by > 0 else f"up {-by}"


def _rows(branch: _Branch, prefix: str, depth: int, steps: frozenset[str]) -> Iterator[LayerRow]:
    for name, inner in branch.inner.items():
        label = f"{prefix}/{name}" if prefix else name
        within = list(inner.leaves())
        first = next((node.label for node in within if node.label in steps), "")
        if inner.node is None:
            layers = {node.place.layer: node.function.layer for node in within}
            arrays = [array for layer in layers.values() for array in layer.weights]
            yield LayerRow(
                label,
                depth,
                IN_THE_MODEL,
                parameters=sum(layer.parameters for layer in layers.values()),
                histogram=summed(arrays) if arrays else None,
                leaf=False,
                goes_to=first,
                why="" if first else "none of its layers has equations",
            )
        else:
            yield replace(_row(inner.node, label, depth, first), leaf=not inner.inner)
        yield from _rows(inner, label, depth + 1, steps)


def _row(node: Node, label: str, depth: int, goes_to: str) -> LayerRow:
    function = node.function
    layer = function.layer
    direction = ""
    if node.outer is not None:
        backwards = getattr(function, "reads_backwards", False)
        direction = "backward" if backwards else "forward"
    return LayerRow(
        label=label,
        depth=depth,
        class_name=layer.class_name,
        direction=direction,
        takes=tuple(node.input_shapes),
        gives=tuple(function.output_shapes),
        parameters=layer.parameters,
        dtype=layer.dtype,
        functions=_functions(function),
        histogram=summed(layer.weights) if layer.weights else None,
        weights=weights_of(function),
        goes_to=goes_to,
        why="" if goes_to else _why(function),
    )


def _functions(function: LayerFunction) -> tuple[tuple[str, str], ...]:
    if isinstance(function, SteppedFunction):
        return tuple(function.functions.items())
    name = getattr(function.layer.config, "activation", None)
    return (("activation", name),) if isinstance(name, str) and name != "linear" else ()


def _why(function: LayerFunction) -> str:
    if isinstance(function.layer.config, InputLayerConfig):
        return "it is an input: it has no equations"
    if isinstance(function, OpaqueFunction):
        return f"it has no equations: {function.why}"
    if isinstance(function, BehindFunction):
        return "it is not computed: what it takes is not"
    if isinstance(function, SteppedFunction):
        return "it does the same at many places at once: its equations are not stepped"
    return "it has no equations: it takes whole tensors"

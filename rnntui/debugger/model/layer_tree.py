"""Layer tree of a network, with nested models and the two runs of Bidirectional layers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from rnntui.configs.core import InputLayerConfig
from rnntui.debugger.commands.arguments.locations import layers_of
from rnntui.debugger.commands.command import whole
from rnntui.debugger.model.weight_summary import WeightSummary, summed, weights_of
from rnntui.debugger.session.session import Session
from rnntui.layers.graph.node import Node
from rnntui.layers.graph.opaque import BehindFunction, OpaqueFunction
from rnntui.layers.layer import LayerFunction, Shape, SteppedFunction

IN_THE_MODEL = "model"


@dataclass(frozen=True)
class LayerRow:
    """One layer or nested model as a row of the tree.

    label: its full name, name: the last part; depth: 0 for the outermost
    class_name: the Keras class; IN_THE_MODEL for a nested model
    direction: of a Bidirectional layer's run: "forward" or "backward"
    takes, gives: shapes without the batch axis
    functions: the functions of its equations: activation -> tanh
    histogram: of all its weights; None if it has none; weights: of each array
    leaf: whether it has no rows below it
    goes_to: the layer that enter goes to; "" if it has no equations, with the reason in `why`
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
        """Whether it is the layer with that label, not a row that contains it."""
        return self.leaf and self.goes_to == label


@dataclass(eq=False)
class _Branch:
    node: Node | None = None
    inner: dict[str, _Branch] = field(default_factory=dict)

    def leaves(self) -> Iterator[Node]:
        """The innermost layers of the branch."""
        if not self.inner and self.node is not None:
            yield self.node
        for branch in self.inner.values():
            yield from branch.leaves()


def layer_tree(session: Session) -> tuple[LayerRow, ...]:
    """All rows, in the order of first calls, each before its inner rows."""
    graph = session.graph
    root = _Branch()
    for node in graph.nodes.values():
        label = node.label
        if node.outer is not None:
            # The label of the outer call, so that a layer called twice has each run below its own call.
            label = f"{graph.nodes[node.outer].label}/{label.rpartition('/')[2]}"
        branch = root
        for part in label.split("/"):
            branch = branch.inner.setdefault(part, _Branch())
        branch.node = node
    return tuple(_rows(root, "", 0, frozenset(layers_of(session))))


def line_to(session: Session, label: str) -> str:
    """The command line that goes to a layer with equations."""
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
        return "an input has no equations"
    if isinstance(function, OpaqueFunction):
        return f"no equations: {function.why}"
    if isinstance(function, BehindFunction):
        return "not computed, as its input is not"
    if isinstance(function, SteppedFunction):
        return "it is applied to many positions at once, so its equations are not stepped through"
    return "no equations: it works on whole tensors"

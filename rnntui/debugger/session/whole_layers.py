"""Whole layers of a stage: layers without equations, with their inputs and results."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from rnntui.configs.wrappers import BidirectionalConfig
from rnntui.debugger.frame.frame import Shape, WholeLayer
from rnntui.debugger.values.step_context import row_read
from rnntui.layers.graph.node import Node
from rnntui.layers.graph.opaque import BehindFunction, OpaqueFunction
from rnntui.layers.recurrent.recurrent_layer import RecurrentFunction
from rnntui.network.network import TensorRef
from rnntui.trace.run import Run
from rnntui.trace.schedule import Stage

if TYPE_CHECKING:
    from jaxtyping import Shaped


def whole_layers_of(run: Run, stage: Stage) -> tuple[WholeLayer, ...]:
    """The whole layers of a stage, without their values."""
    return tuple(
        WholeLayer(
            label=node.label,
            class_name=_class_name(node),
            before=before,
            takes=_takes(run, node),
            gives=tuple(
                _shape(run, replace(node.place, index=index))
                for index in range(len(node.function.output_shapes))
            ),
            value=None,
            missing=_missing(node),
            by_keras=isinstance(node.function, OpaqueFunction) and node.function.computed,
        )
        for before, node in stage.whole_layers
    )


def whole_layers_at(
    run: Run, stage: Stage, whole_layers: tuple[WholeLayer, ...], t: int
) -> tuple[WholeLayer, ...]:
    """The same whole layers with their values at timestep t."""
    return tuple(
        replace(whole, value=_value(run, stage, node, t), reads=_reads(run, stage, node, t))
        for whole, (_, node) in zip(whole_layers, stage.whole_layers, strict=True)
    )


def _class_name(node: Node) -> str:
    layer = node.function.layer
    if isinstance(layer.config, BidirectionalConfig) and layer.config.merge_mode:
        # How the two runs are merged.
        return f"{layer.class_name} ({layer.config.merge_mode})"
    return layer.class_name


def _value(run: Run, stage: Stage, node: Node, t: int) -> Shaped[np.ndarray, "..."] | None:
    if not run.has(node):
        return None
    time, whole = run.graph.times[node.place], run.tensor(node.place)
    if time.clock is None:
        return whole if whole.ndim <= 1 else None
    if time.clock == stage.clock:
        return np.asarray(run.history(node, t, t + 1)[0])
    # A sequence computed before the stage starts: the row that the stage's loop reads, if any.
    readers = [other for other in stage.nodes if node.place in other.inputs]
    loops = [other for other in readers if isinstance(other.function, RecurrentFunction)]
    if not loops or not time.axis:
        return None
    row = row_read(run, loops[0], t)
    return np.asarray(whole[t if row is None else row])


def _reads(run: Run, stage: Stage, node: Node, t: int) -> tuple[float | None, ...]:
    numbers: dict[TensorRef, float | None] = {}
    for reference in node.takes:
        time, giver = run.graph.times[reference.place], run.graph.node(reference)
        row = None
        if time.axis and time.clock == stage.clock and run.has(giver):
            whole = run.tensor(reference)
            row = float(whole[t]) if whole.ndim == 1 else None
        numbers.setdefault(reference.place, row)
    return tuple(numbers.values())


def _takes(run: Run, node: Node) -> tuple[tuple[str, Shape], ...]:
    """The layers whose tensors it takes, without repeats, with their shapes."""
    taken: dict[TensorRef, tuple[str, Shape]] = {}
    for reference in node.takes:
        place = reference.place
        taken.setdefault(place, (run.graph.node(place).label, _shape(run, reference)))
    return tuple(taken.values())


def _shape(run: Run, reference: TensorRef) -> Shape:
    giver = run.graph.node(reference)
    if run.has(giver):
        return run.tensor(reference).shape
    shapes = giver.function.output_shapes
    return shapes[reference.index] if reference.index < len(shapes) else ()


def _missing(node: Node) -> str:
    function = node.function
    if isinstance(function, OpaqueFunction):
        return "" if function.computed else function.why
    if isinstance(function, BehindFunction):
        return "it follows a layer that is not computed"
    return ""

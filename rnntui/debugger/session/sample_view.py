"""Frames of one sample: the values, timeline and prediction at a cursor of its run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from rnntui.data.dataset import ColumnInfo, Dataset
from rnntui.debugger.cursor import Cursor
from rnntui.debugger.explain.conv_window import conv_windows_of
from rnntui.debugger.explain.explain import explain
from rnntui.debugger.explain.gates import gates_of
from rnntui.debugger.frame.frame import Frame, LayerView, Prediction, ReferenceValue, WholeLayer
from rnntui.debugger.frame.timeline import TimelineChoice
from rnntui.debugger.session.architecture import architecture
from rnntui.debugger.session.whole_layers import whole_layers_at, whole_layers_of
from rnntui.debugger.values.prediction import Output, columns_for, target_of
from rnntui.debugger.values.step_context import is_masked, origins, row_read
from rnntui.debugger.values.timeline_builder import TimelineBuilder, stepped
from rnntui.layers.graph.node import Node
from rnntui.trace.run import Run
from rnntui.trace.schedule import Schedule, Stage
from rnntui.trace.verify import Difference, Tolerance, difference

Array = np.ndarray[Any, Any]
Values = dict[tuple[str, str], Array]
_USUAL = TimelineChoice()


class SampleView:
    """Builds the frames of one sample.

    carried_from: the sample whose last states its stateful layers start from
    timelines: its timelines
    """

    def __init__(
        self,
        run: Run,
        schedule: Schedule,
        dataset: Dataset,
        sample: int,
        carried_from: int | None = None,
        output: int = 0,
    ) -> None:
        self.run = run
        self._schedule = schedule
        self._dataset = dataset
        self._sample = sample
        self._carried_from = carried_from
        self._architecture = architecture(run.graph.network)
        self._output: Output | None = None
        self._whole_layers: dict[int, tuple[WholeLayer, ...]] = {}
        self._states: dict[str, Difference] = {}
        self._cache: dict[tuple[int, int], dict[str, dict[str, Array]]] = {}
        self.choose_output(output)

    def choose_output(self, index: int) -> None:
        """Use another model output as the prediction."""
        self._output = Output.of(self.run, index)
        self._target = target_of(self._dataset, self._sample, self.run.graph.network, index)
        self.timelines = TimelineBuilder(self.run, self._schedule, self._output, self._target)

    def values(self, cursor: Cursor) -> Values:
        """All named values at the cursor's stage and timestep, by layer and name."""
        return {
            (label, name): value
            for label, values in self._values(cursor).items()
            for name, value in values.items()
        }

    def frame(
        self,
        cursor: Cursor,
        before: Mapping[tuple[str, str], Array],
        reference: ReferenceValue,
        reference_states: Mapping[str, Array],
        choice: TimelineChoice = _USUAL,
    ) -> Frame:
        """The frame at a cursor, without the parts that only the session knows."""
        stage = self._stage(cursor)
        values = self._values(cursor)
        layers = tuple(
            self._layer(node, cursor.t, values[node.label], before) for node in stage.nodes
        )
        node, layer = stage.nodes[cursor.node], layers[cursor.node]
        function = stepped(node)
        equation = layer.equations[cursor.equation]
        return Frame(
            model="",
            architecture=self._architecture,
            cursor=cursor,
            reason="",
            timesteps=self.run.timesteps(node),
            samples=0,
            sample_name="",
            stages=len(self._schedule.stages),
            outside_time=stage.clock is None,
            layers=layers,
            whole_layers=self._whole_layers_at(cursor),
            steps=explain(
                function.program,
                equation,
                layer.values,
                conv_windows_of(function),
                function.functions,
            ),
            gates=gates_of(layer.equations, equation),
            unit=0,
            timeline=self.timelines.make(cursor, choice),
            prediction=self._prediction(cursor, reference, reference_states),
            reference=reference,
        )

    def _stage(self, cursor: Cursor) -> Stage:
        return self._schedule.stages[cursor.stage]

    def _values(self, cursor: Cursor) -> dict[str, dict[str, Array]]:
        """The values by layer; two are cached, as a move compares the old position and the new one."""
        key = (cursor.stage, cursor.t)
        if key not in self._cache:
            while len(self._cache) > 1:
                self._cache.pop(next(iter(self._cache)))
            self._cache[key] = {
                node.label: self.run.frame(node, cursor.t) for node in self._stage(cursor).nodes
            }
        return self._cache[key]

    def _layer(
        self,
        node: Node,
        t: int,
        values: Mapping[str, Array],
        before: Mapping[tuple[str, str], Array],
    ) -> LayerView:
        function = stepped(node)
        return LayerView(
            label=node.label,
            class_name=function.layer.class_name,
            equations=function.program.equations.lines,
            functions=function.functions,
            weight_names=function.weight_names,
            values=values,
            changed={
                name: _differs(value, before.get((node.label, name)))
                for name, value in values.items()
            },
            output=function.output_name,
            skipped=is_masked(self.run, node, t),
            row=row_read(self.run, node, t),
            origins=() if t else origins(self.run.graph, node, self._carried_from),
            before={
                name: before[node.label, name] for name in values if (node.label, name) in before
            },
            columns=self._columns(node, values),
        )

    def _columns(self, node: Node, values: Mapping[str, Array]) -> dict[str, ColumnInfo]:
        """The data's column names and units for a layer's input and output, if known."""
        function, found = stepped(node), {}
        network = self.run.graph.network
        if node.inputs[:1] == network.inputs[:1]:
            found[function.input_name] = self._dataset.input_columns
        if self._output is not None and node.place == self._output.node.place:
            found[function.output_name] = self._target_columns
        return {
            name: columns
            for name, columns in found.items()
            if columns is not None
            and name in values
            and values[name].ndim == 1
            and values[name].size == len(columns.names)
        }

    @property
    def _target_columns(self) -> ColumnInfo | None:
        """The columns of the output; the data only has them for the first target."""
        first = self._output is None or self._output.index == 0
        return self._dataset.target_columns if first else None

    def _whole_layers_at(self, cursor: Cursor) -> tuple[WholeLayer, ...]:
        stage = self._stage(cursor)
        if not stage.whole_layers:
            return ()
        if cursor.stage not in self._whole_layers:
            self._whole_layers[cursor.stage] = whole_layers_of(self.run, stage)
        return whole_layers_at(self.run, stage, self._whole_layers[cursor.stage], cursor.t)

    def _prediction(
        self, cursor: Cursor, reference: ReferenceValue, reference_states: Mapping[str, Array]
    ) -> Prediction | None:
        output, stage = self._output, self._stage(cursor)
        if output is None:
            return None
        row = row_read(self.run, stage.nodes[cursor.node], cursor.t)
        t = output.timestep(self.run, stage, cursor.t, row)
        y = output.at(self.run, t)
        expected = reference.outputs.get(output.name, None if output.index else reference.output)
        difference_ = None if expected is None else self._difference(output.whole, expected)
        return Prediction(
            layer=output.node.label,
            y=y.reshape(-1),
            reference=output.part(expected, y, t),
            target=output.part(self._target, y, t),
            at_every_t=output.time.axis,
            columns=columns_for(self._target_columns, y.size),
            sample=self._sample,
            output=difference_,
            states=self._states_difference(cursor, reference_states),
            t=t,
            shape=y.shape,
            name=output.name,
            index=output.index,
            outputs=len(self.run.graph.network.outputs),
            classes=output.classes,
        )

    def _states_difference(
        self, cursor: Cursor, reference_states: Mapping[str, Array]
    ) -> Difference | None:
        """The difference of the cursor's recurrent layer from the reference at all timesteps, if known."""
        node = self.timelines.node(cursor)
        key = node.place.layer if node.place.call == 0 else node.label
        if key not in reference_states:
            return None
        if node.label not in self._states:
            ours = self.run.history(node, 0, self.run.timesteps(node))
            self._states[node.label] = self._difference(ours, reference_states[key])
        return self._states[node.label]

    def _difference(self, ours: Array, expected: Array) -> Difference:
        layers = self.run.graph.network.layers.values()
        return difference(ours, expected, Tolerance.usual_for(layer.dtype for layer in layers))


def _differs(value: Array, before: Array | None) -> np.ndarray[Any, np.dtype[np.bool_]]:
    if before is None or before.shape != value.shape:
        return np.zeros(value.shape, bool)
    both_nan = np.isnan(value) & np.isnan(before)
    changed: np.ndarray[Any, np.dtype[np.bool_]] = (value != before) & ~both_nan
    return changed

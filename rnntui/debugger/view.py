"""One sample's run, looked at from a cursor: the values, the timeline and the prediction there."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import numpy as np

from rnntui.data.dataset import Dataset
from rnntui.debugger.cursor import Cursor
from rnntui.debugger.explain import explain
from rnntui.debugger.frame import Frame, KerasValue, LayerView, Prediction, Timeline
from rnntui.debugger.history import History
from rnntui.layers.layer import SteppedFunction
from rnntui.layers.node import Node
from rnntui.layers.recurrent import RecurrentFunction
from rnntui.network.configs import InputLayerConfig
from rnntui.trace.run import Run, prediction_node
from rnntui.trace.schedule import Schedule
from rnntui.trace.verify import Difference, Tolerance, difference

Array = np.ndarray[Any, Any]
# A timeline needs no more than a screen is wide, on both sides of the cursor.
REACH = 256


class SampleView:
    """Builds the frames of one sample."""

    def __init__(self, run: Run, schedule: Schedule, dataset: Dataset, sample: int) -> None:
        self.run = run
        self._schedule = schedule
        self._dataset = dataset
        self._sample = sample
        self._histories: dict[str, History] = {}
        self._prediction_node = prediction_node(run.graph)
        self._states: dict[str, Difference] = {}

    def values(self, cursor: Cursor) -> dict[tuple[int, str], Array]:
        """Every named value of the cursor's stage and timestep, by layer and name."""
        return {
            (index, name): value
            for index, node in enumerate(self._nodes(cursor))
            for name, value in self.run.frame(node, cursor.t).items()
        }

    def frame(
        self,
        cursor: Cursor,
        before: Mapping[tuple[int, str], Array],
        keras: KerasValue,
        keras_states: Mapping[str, Array],
    ) -> Frame:
        """The frame at a cursor, but for what only the session knows."""
        layers = tuple(
            self._layer(index, node, cursor.t, before)
            for index, node in enumerate(self._nodes(cursor))
        )
        node = self._nodes(cursor)[cursor.node]
        layer = layers[cursor.node]
        return Frame(
            model="",
            architecture=self.architecture,
            cursor=cursor,
            reason="",
            timesteps=self.run.timesteps(node),
            samples=0,
            sample_name="",
            stages=len(self._schedule.stages),
            layers=layers,
            steps=explain(_stepped(node).program, layer.equations[cursor.equation], layer.values),
            unit=0,
            timeline=self._timeline(cursor),
            prediction=self._prediction(cursor, keras, keras_states),
            keras=keras,
        )

    @cached_property
    def architecture(self) -> str:
        """The layers in one line: SimpleRNN(4) → Dense(3)."""
        parts = []
        for place in self.run.graph.network.order:
            layer = self.run.graph.network.layers[place.layer]
            if isinstance(layer.config, InputLayerConfig):
                continue
            units = getattr(layer.config, "units", None)
            parts.append(layer.class_name if units is None else f"{layer.class_name}({units})")
        return " → ".join(parts)

    def _nodes(self, cursor: Cursor) -> tuple[Node, ...]:
        return self._schedule.stages[cursor.stage].nodes

    def _layer(
        self, index: int, node: Node, t: int, before: Mapping[tuple[int, str], Array]
    ) -> LayerView:
        function = _stepped(node)
        values = self.run.frame(node, t)
        return LayerView(
            label=node.label,
            class_name=function.layer.class_name,
            equations=function.program.equations.lines,
            functions=function.functions,
            keras_names=function.keras_names,
            values=values,
            changed={
                name: _differs(value, before.get((index, name))) for name, value in values.items()
            },
            output=function.output_name,
        )

    def _history(self, node: Node) -> History:
        if node.label not in self._histories:
            self._histories[node.label] = History(self.run, node)
        return self._histories[node.label]

    def _timeline(self, cursor: Cursor) -> Timeline:
        """Of the layer that the cursor is in, or the recurrence that it follows."""
        node = self._recurrence(cursor)
        history = self._history(node)
        start, stop = max(0, cursor.t - REACH), min(history.timesteps, cursor.t + REACH)
        prediction = scale = None
        if self._prediction_node is not None:
            predicted = self._history(self._prediction_node)
            scale = predicted.scale
            prediction = predicted.window(start, min(stop, predicted.timesteps))
        return Timeline(
            layer=node.label,
            output=_stepped(node).output_name,
            start=start,
            values=history.window(start, stop),
            scale=history.scale,
            prediction=prediction,
            prediction_scale=scale or 0.0,
        )

    def _prediction(
        self, cursor: Cursor, keras: KerasValue, keras_states: Mapping[str, Array]
    ) -> Prediction | None:
        node = self._prediction_node
        if node is None:
            return None
        t = min(cursor.t, self.run.timesteps(node) - 1)
        y = self.run.history(node, t, t + 1)[0]
        whole = next(iter(self.run.outputs.values()))
        at_every_t = whole.ndim == 2

        def here(array: Array | None) -> Array | None:
            if array is None:
                return None
            row = array[cursor.t] if array.ndim == 2 and array.shape == whole.shape else array
            return row if row.shape == y.shape else None

        target = self._dataset.target(self._sample)
        return Prediction(
            layer=node.label,
            y=y,
            keras=here(keras.output),
            target=here(target),
            at_every_t=at_every_t,
            columns=self._columns(len(y)),
            sample=self._sample,
            output=None if keras.output is None else self._difference(whole, keras.output),
            states=self._states_apart(cursor, keras_states),
        )

    def _columns(self, outputs: int) -> Any:
        columns = self._dataset.target_columns
        return columns if columns is not None and len(columns.names) == outputs else None

    def _states_apart(self, cursor: Cursor, keras_states: Mapping[str, Array]) -> Difference | None:
        """Of the recurrence that the cursor is in or follows, as far as Keras has answered."""
        node = self._recurrence(cursor)
        key = node.place.layer if node.place.call == 0 else node.label
        if key not in keras_states:
            return None
        if node.label not in self._states:
            ours = self.run.history(node, 0, self.run.timesteps(node))
            self._states[node.label] = self._difference(ours, keras_states[key])
        return self._states[node.label]

    def _recurrence(self, cursor: Cursor) -> Node:
        """The recurrence that the cursor is in or follows; else the layer that it is in."""
        nodes = self._nodes(cursor)[: cursor.node + 1]
        recurrent = [node for node in nodes if isinstance(node.function, RecurrentFunction)]
        return recurrent[-1] if recurrent else nodes[-1]

    def _difference(self, ours: Array, theirs: Array) -> Difference:
        layers = self.run.graph.network.layers.values()
        return difference(ours, theirs, Tolerance.usual_for(layer.dtype for layer in layers))


def _differs(value: Array, before: Array | None) -> np.ndarray[Any, np.dtype[np.bool_]]:
    if before is None or before.shape != value.shape:
        return np.zeros(value.shape, bool)
    both_nan = np.isnan(value) & np.isnan(before)
    changed: np.ndarray[Any, np.dtype[np.bool_]] = (value != before) & ~both_nan
    return changed


def _stepped(node: Node) -> SteppedFunction:
    assert isinstance(node.function, SteppedFunction)
    return node.function

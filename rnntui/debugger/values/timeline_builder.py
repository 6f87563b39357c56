"""Timelines of one run: any variable at any zoom, one window of columns at a time."""

from __future__ import annotations

from typing import Any

import numpy as np

from rnntui.debugger.cursor import Cursor
from rnntui.debugger.frame.timeline import Lane, Timeline, TimelineChoice
from rnntui.debugger.values.min_max_columns import MinMaxColumns, Piece
from rnntui.debugger.values.prediction import Output
from rnntui.debugger.values.step_context import row_read
from rnntui.debugger.values.value_ranges import Range, range_of
from rnntui.debugger.values.variable_rows import VariableRows
from rnntui.equations.expressions import Operation
from rnntui.layers.graph.node import Node
from rnntui.layers.layer import SteppedFunction
from rnntui.layers.recurrent.recurrent_layer import RecurrentFunction
from rnntui.trace.run import Run
from rnntui.trace.schedule import Schedule

Array = np.ndarray[Any, Any]
# The columns of a window, more than a screen shows; and the fewest when zoomed out.
COLUMNS, _FEWEST = 256, 40
# The most multiplications for one timeline, their overhead per timestep, and the most timesteps.
_WORK, _OVERHEAD, _STEPS = 2_000_000_000, 100_000, 16_384
# Layers with more units, such as ConvLSTM, get no lanes of gates.
_MOST_UNITS = 1024


class TimelineBuilder:
    """Builds the timelines of one run.

    output: the model output shown as the prediction; target: its target, if any
    """

    def __init__(
        self, run: Run, schedule: Schedule, output: Output | None, target: Array | None
    ) -> None:
        self._run = run
        self._schedule = schedule
        self._output = output
        self._target = target
        self._rows: dict[str, VariableRows] = {}
        self._cache: dict[tuple[str, str], MinMaxColumns] = {}

    def node(self, cursor: Cursor) -> Node:
        """The recurrent layer that the cursor is in or follows; else the cursor's layer."""
        nodes = self._schedule.stages[cursor.stage].nodes[: cursor.node + 1]
        recurrent = [node for node in nodes if isinstance(node.function, RecurrentFunction)]
        return recurrent[-1] if recurrent else nodes[-1]

    def options(self, cursor: Cursor) -> list[tuple[str, str]]:
        """The variables that can be shown at a cursor, by layer and name; the default first."""
        node = self.node(cursor)
        here = self._schedule.stages[cursor.stage].nodes[cursor.node]
        output = stepped(node).output_name
        found = [(node.label, output)]
        for shown in (node,) if here is node else (node, here):
            found += [(shown.label, name) for name in self._rows_of(shown).names]
        return list(dict.fromkeys(found))

    def chosen(self, cursor: Cursor, choice: TimelineChoice) -> tuple[str, str]:
        """The variable shown at a cursor."""
        options = self.options(cursor)
        wanted = (choice.layer, choice.name)
        return wanted if wanted in options else options[0]

    def most_zoom(self, cursor: Cursor, choice: TimelineChoice) -> int:
        """The largest zoom: the whole run, or as much as can be computed at once."""
        label, name = self.chosen(cursor, choice)
        node = self._named(cursor, label)
        timesteps = self._run.timesteps(node)
        zoom = 0
        while timesteps > _FEWEST << zoom and self._affordable(node, name, 2 << zoom):
            zoom += 1
        return zoom

    def make(self, cursor: Cursor, choice: TimelineChoice) -> Timeline:
        """The timeline at a cursor."""
        label, name = self.chosen(cursor, choice)
        node = self._named(cursor, label)
        zoom = min(choice.zoom, self.most_zoom(cursor, choice))
        per = 1 << max(0, zoom)
        timesteps = self._run.timesteps(node)
        total = -(-timesteps // per)
        first = min(max(0, cursor.t // per - COLUMNS // 2), max(0, total - COLUMNS))
        window = (per, first, min(total, first + COLUMNS))
        over = self._over_time(node, name)
        piece = over.columns(*window)
        counts = [] if piece.saturated is None else [piece.saturated]
        lanes, left_out = [], []
        others = self._other_lanes(node, name)
        self._load_together(node, [other_name for other_name, _ in others], window)
        for other_name, units in others:
            if not self._affordable(node, other_name, per):
                left_out.append(other_name)
                continue
            other = self._over_time(node, other_name)
            found = other.columns(*window)
            counts += [] if found.saturated is None else [found.saturated]
            lanes.append(_lane(other_name, other, found, every_unit=units))
        predicted, target = self._predicted(cursor, window)
        masked, wholly = self._masked(node, *window)
        extent = None
        if predicted is not None and self._output is not None:
            extent = self._output_over_time(self._output).extent
        elif self._shares_clock(cursor):
            left_out.append("y_t")
        return Timeline(
            layer=label,
            per=per,
            zoom=zoom,
            start=first * per,
            shown=_lane(name, over, piece, every_unit=True),
            predicted=predicted,
            extent=extent,
            target=target,
            lanes=tuple(lanes),
            left_out=tuple(left_out),
            masked=masked,
            wholly_masked=wholly,
            saturated=sum(counts[1:], counts[0]) if counts else None,
            from_end=row_read(self._run, node, cursor.t) is not None,
        )

    def _other_lanes(self, node: Node, name: str) -> list[tuple[str, bool]]:
        """The other lanes of a recurrent layer: states and gates of one unit, and the whole input."""
        function = node.function
        if not isinstance(function, RecurrentFunction):
            return []
        found = []
        if int(np.prod(function.state_shapes[0])) <= _MOST_UNITS:
            states = [after for _, after in function.state_names]
            gates = [
                equation.targets[0]
                for equation in function.program.equations.lines
                if isinstance(equation.expression, Operation)
                and equation.expression.operation in function.functions
            ]
            found = [(lane, False) for lane in dict.fromkeys((*states, *gates)) if lane != name]
            if found and name != function.output_name:
                found = [lane for lane in found if lane[0] != function.output_name]
                found.insert(0, (function.output_name, False))
        if name != "x_t":
            found.append(("x_t", True))
        return found

    def _load_together(self, node: Node, names: list[str], window: tuple[int, int, int]) -> None:
        """Load recomputed variables block by block: one computation gives all variables of a block."""
        per, first, last = window
        together = [
            self._over_time(node, name)
            for name in names
            if not self._stored(node, name) and self._affordable(node, name, per)
        ]
        for block in together[0].blocks(per, first, last) if together else ():
            for over in together:
                over.load(per, block)

    def _predicted(
        self, cursor: Cursor, window: tuple[int, int, int]
    ) -> tuple[Lane | None, Lane | None]:
        output = self._output
        if output is None or not self._shares_clock(cursor):
            return None, None
        if not self._affordable(output.node, "", window[0]):
            return None, None
        over = self._output_over_time(output)
        target, expected = None, self._target
        if output.time.axis and expected is not None and expected.shape == output.whole.shape:
            wanted = self._cache.setdefault(
                ("", "target"),
                MinMaxColumns(lambda start, stop: expected[start:stop], len(expected), stored=True),
            )
            target = _lane("target", wanted, wanted.columns(*window), every_unit=True)
        return _lane("y_t", over, over.columns(*window), every_unit=True), target

    def _shares_clock(self, cursor: Cursor) -> bool:
        clock = self._schedule.stages[cursor.stage].clock
        return self._output is not None and clock is not None and self._output.time.clock == clock

    def _output_over_time(self, output: Output) -> MinMaxColumns:
        key = (output.node.label, "")
        if key not in self._cache:
            node, run = output.node, self._run
            self._cache[key] = MinMaxColumns(
                lambda start, stop: run.history(node, start, stop),
                run.timesteps(node),
                stored=self._stored(node, ""),
            )
        return self._cache[key]

    def _over_time(self, node: Node, name: str) -> MinMaxColumns:
        key = (node.label, name)
        if key not in self._cache:
            rows, ends = self._rows_of(node), range_of(stepped(node), name) or Range()
            stored = self._stored(node, name)
            self._cache[key] = MinMaxColumns(
                lambda start, stop: rows.rows(name, start, stop),
                self._run.timesteps(node),
                stored=stored,
                scale=None if stored else ends.largest,
                limits=ends.limits,
            )
        return self._cache[key]

    def _masked(
        self, node: Node, per: int, first: int, last: int
    ) -> tuple[Array, Array] | tuple[None, None]:
        """Which columns have masked timesteps, and which are masked entirely."""
        states = self._run.states.get(node.place)
        if states is None or states.mask is None:
            return None, None
        masked = ~states.mask[first * per : last * per]
        if per == 1:
            return masked, masked
        starts = np.arange(0, len(masked), per)
        return np.logical_or.reduceat(masked, starts), np.logical_and.reduceat(masked, starts)

    def _affordable(self, node: Node, name: str, per: int) -> bool:
        """Whether a window of columns can be computed without a noticeable wait."""
        if per == 1 or self._stored(node, name):
            return True
        function = node.function
        weights = 0
        if isinstance(function, SteppedFunction):
            weights = sum(array.size for array in function.program.weights.values())
        steps = min(self._run.timesteps(node), COLUMNS * per)
        return steps <= min(_STEPS, _WORK // (_OVERHEAD + weights))

    def _stored(self, node: Node, name: str) -> bool:
        """Whether a variable, or a layer's output (""), is stored as an array."""
        function = node.function
        if isinstance(function, RecurrentFunction):
            states = self._run.states[node.place]
            state_names = {"", *(name_ for pair in function.state_names for name_ in pair)}
            return name in ("x_t", "m_t") or (name in state_names and states.interval == 1)
        output = isinstance(function, SteppedFunction) and name == function.output_name
        return (output or not name) and self._run.graph.times[node.place].axis

    def _rows_of(self, node: Node) -> VariableRows:
        if node.label not in self._rows:
            self._rows[node.label] = VariableRows(self._run, node)
        return self._rows[node.label]

    def _named(self, cursor: Cursor, label: str) -> Node:
        nodes = self._schedule.stages[cursor.stage].nodes
        return next(node for node in nodes if node.label == label)


def _lane(name: str, over: MinMaxColumns, piece: Piece, *, every_unit: bool) -> Lane:
    return Lane(name, over.shape, piece.low, piece.high, over.scale, every_unit)


def stepped(node: Node) -> SteppedFunction:
    """The function of a layer with equations."""
    assert isinstance(node.function, SteppedFunction)
    return node.function

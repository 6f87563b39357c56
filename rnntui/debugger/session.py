"""A session: one network, one data set, a cursor, and the moves that take it elsewhere.

Every move returns a Stop that says why it ended; `frame()` then gives everything at the cursor.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from rnntui.data.binding import bind
from rnntui.data.dataset import Dataset
from rnntui.debugger.breakpoints import Breakpoints, Found, Progress, Site, search
from rnntui.debugger.cursor import Cursor, Stop
from rnntui.debugger.frame import Frame
from rnntui.debugger.keras_answers import KerasAnswers
from rnntui.debugger.marking import Marker
from rnntui.debugger.route import Route
from rnntui.debugger.sample_scope import SampleScope
from rnntui.debugger.units import unit_after
from rnntui.debugger.view import SampleView, Values
from rnntui.debugger.watches import Watches
from rnntui.errors import InputError, OutOfRangeError, UnknownLayerError
from rnntui.layers.graph import Graph
from rnntui.trace.run import Run
from rnntui.trace.runs import USUAL_BATCH, Boxes, Runs, samples_up_to
from rnntui.trace.schedule import schedule
from rnntui.trace.today import notes_with_size


class Session:
    """Where one is in a network's runs. Make one with `open`.

    unit: which output unit of an equation is written out
    keras: what Keras has said, for the frames to show
    fetch_keras: has Keras answer for the current sample, where an expression needs it
    breakpoints, watches: as they stand now
    """

    def __init__(self, graph: Graph, dataset: Dataset, boxes: Boxes | None = None) -> None:
        self.graph = graph
        self.dataset = dataset
        self.schedule = schedule(graph)
        if not self.schedule.stages:
            why = ", so there is no timestep to step through"
            if graph.foreign:
                why = f" that is computed: {'; '.join(graph.notes)}"
            raise UnknownLayerError(f"{self._model}: has no recurrent layer{why}")
        self._runs = Runs(graph, dataset.sample, boxes)
        self._notes = notes_with_size(graph, dataset, samples=1)
        self.unit = 0
        self.keras = KerasAnswers()
        self.fetch_keras: Callable[[], None] | None = None
        self.breakpoints = Breakpoints()
        self.watches = Watches()
        self._marker = Marker()
        self._before: Values = {}
        self._cursor = Cursor(0, self.schedule.start, 0, 0, 0)
        self._reason = "opened"
        self._enter(0)

    @classmethod
    def open(
        cls,
        graph: Graph,
        dataset: Dataset,
        *,
        sample: int = 0,
        time: int = 0,
        boxes: Boxes | None = None,
    ) -> Session:
        """Bind the data to the network and stand at the first equation of a timestep.

        boxes: gives what Keras computes of a sample, where layers of the graph need that

        Raises:
            DataError: the data does not fit the network.
            OutOfRangeError: there is no such sample or timestep.
            UnknownLayerError: nothing in the network steps through time.
        """
        bound = bind(dataset, graph.input_specs)
        session = cls(graph, replace(bound, notes=tuple(dict.fromkeys(bound.notes))), boxes)
        session._check("sample", sample, session.samples)
        session._enter(sample)
        session._check("timestep", time, session.timesteps)
        session._cursor = replace(session._cursor, sample=sample, t=time)
        return session

    @property
    def cursor(self) -> Cursor:
        """Where the session stands."""
        return self._cursor

    @property
    def samples(self) -> int:
        """N."""
        return self.dataset.samples

    @property
    def timesteps(self) -> int:
        """T of the current stage."""
        return self._route.timesteps[self._cursor.stage]

    @property
    def run(self) -> Run:
        """The run of the current sample."""
        return self._view.run

    def next(self, count: int = 1) -> Stop:
        """Go `count` timesteps on, at the same equation."""
        return self._to_time(self._cursor.t + count, count)

    def reverse_next(self, count: int = 1) -> Stop:
        """Go `count` timesteps back, at the same equation."""
        return self._to_time(self._cursor.t - count, count)

    def step(self, count: int = 1) -> Stop:
        """Go `count` equations on: to the next layer, the next timestep, the next stage."""
        return self._step(count, "the last equation of the run")

    def reverse_step(self, count: int = 1) -> Stop:
        """Go `count` equations back."""
        return self._step(-count, "the first equation of the run")

    def first(self) -> Stop:
        """Go to timestep 0."""
        return self._to_time(0)

    def last(self) -> Stop:
        """Go to timestep T-1."""
        return self._to_time(self.timesteps - 1)

    def goto(self, t: int) -> Stop:
        """Go to timestep t, or say that there is none."""
        if not 0 <= t < self.timesteps:
            return self._stay(
                f"no timestep {t}: there are {self.timesteps}, 0 to {self.timesteps - 1}"
            )
        return self._to_time(t)

    def layer_below(self, count: int = 1) -> Stop:
        """Go to the first equation of a later layer."""
        return self._to_layer(count, "the last layer")

    def layer_above(self, count: int = 1) -> Stop:
        """Go to the first equation of an earlier layer."""
        return self._to_layer(-count, "the first layer")

    def next_sample(self, count: int = 1) -> Stop:
        """Go to a later sample, at the same timestep."""
        return self._to_sample(min(self._cursor.sample + count, self.samples - 1), "the last one")

    def previous_sample(self, count: int = 1) -> Stop:
        """Go to an earlier sample, at the same timestep."""
        return self._to_sample(max(self._cursor.sample - count, 0), "the first one")

    def goto_sample(self, sample: int) -> Stop:
        """Go to a sample, or say that there is none."""
        if not 0 <= sample < self.samples:
            return self._stay(
                f"no sample {sample}: there are {self.samples}, 0 to {self.samples - 1}"
            )
        return self._to_sample(sample, "here")

    @property
    def route(self) -> Route:
        """The order of all positions of the current sample."""
        return self._route

    def scope(self, stage: int | None = None, node: int | None = None) -> SampleScope:
        """What an expression may read, seen from a layer; by default the cursor's."""
        cursor = self._cursor
        return SampleScope(
            self.run,
            self.schedule,
            cursor.stage if stage is None else stage,
            cursor.node if node is None else node,
            sample=cursor.sample,
            target=self.dataset.target(cursor.sample),
            ask_keras=self._keras_said,
        )

    def go(self, cursor: Cursor, reason: str) -> Stop:
        """Go to a position of the current sample, for a reason."""
        if cursor == self._cursor:
            return self._stay(reason)
        return self._go(cursor, reason)

    def finish(self, count: int = 1) -> Stop:
        """Go to the last equation of this layer; from there to that of the next."""
        return self._finish(count, "the last equation of the run")

    def reverse_finish(self, count: int = 1) -> Stop:
        """Go to the first equation of this layer; from there to that of the one before."""
        return self._finish(-count, "the first equation of the run")

    def continue_(self, *, backwards: bool = False, progress: Progress | None = None) -> Stop:
        """Go to the next stop after the cursor (or before it); else to the end of the run.

        Raises:
            ExpressionError: a breakpoint's condition can't be computed.
        """
        found = search(
            self.breakpoints,
            self._cursor,
            self._route,
            self.scope,
            backwards=backwards,
            progress=progress,
        )
        self.breakpoints = found.breakpoints
        if found.cancelled:
            return self._stay("given up")
        if found.cursor is None:
            index = 0 if backwards else self._route.starts[-1] - 1
            end = "the first equation of the run" if backwards else "the last equation of the run"
            cursor = self._route.cursor(self._cursor.sample, index)
            return self.go(cursor, f"{end}: no breakpoint on the way")
        return self.go(found.cursor, self._why(found))

    def until(
        self, text: str, sites: tuple[Site, ...], *, progress: Progress | None = None
    ) -> Stop:
        """Go on until a condition holds, whatever the breakpoints; stay where it never does."""
        found = search(
            Breakpoints().added(text, sites),
            self._cursor,
            self._route,
            self.scope,
            progress=progress,
        )
        if found.cursor is None:
            return self._stay(f"{text}: does not come" if not found.cancelled else "given up")
        return self.go(found.cursor, f"t={found.cursor.t}: {text}")

    def _why(self, found: Found) -> str:
        assert found.cursor is not None
        told = ", ".join(f"breakpoint {one.number}: {one.text}" for one in found.stopped)
        when = f"t={found.cursor.t}"
        if self._outside_time(found.cursor) or told.endswith(f" {when}"):
            return told
        return f"{told}, {when}"

    def _finish(self, count: int, end: str) -> Stop:
        target = self._cursor
        for _ in range(abs(count)):
            further = self._route.edge(target, forwards=count > 0)
            if further == target:
                break
            target = further
        if target == self._cursor:
            return self._stay(f"already at {end}")
        label = self.schedule.stages[target.stage].nodes[target.node].label
        return self._go(target, f"at equation {target.equation} of {label}, t={target.t}")

    def _keras_said(self) -> tuple[np.ndarray[Any, Any], Mapping[str, np.ndarray[Any, Any]]]:
        sample = self._cursor.sample
        if sample not in self.keras and self.fetch_keras is not None:
            self.fetch_keras()
        value = self.keras.value(sample)
        if value.output is None:
            raise InputError(f"Keras has no value for this sample: {value.text or value.status}")
        return value.output, self.keras.states(sample)

    def next_unit(self, count: int = 1) -> Stop:
        """Write out a later output unit of the equation."""
        return self._to_unit(count)

    def previous_unit(self, count: int = 1) -> Stop:
        """Write out an earlier output unit of the equation."""
        return self._to_unit(-count)

    def has_keras_answer(self, sample: int) -> bool:
        """Whether Keras has answered for a sample."""
        return sample in self.keras

    def keras_inputs(self) -> dict[str, np.ndarray[Any, Any]]:
        """What Keras must be given for the current sample, which is the last: (N, …) by input."""
        needed = samples_up_to(self.graph, self._cursor.sample)
        samples = [self.dataset.sample(index) for index in needed]
        return {name: np.stack([each[name] for each in samples]) for name in samples[0]}

    def frame(self) -> Frame:
        """Everything at the cursor."""
        sample = self._cursor.sample
        names = self.dataset.sample_ids
        frame = self._view.frame(
            self._cursor,
            self._before,
            self.keras.value(sample),
            self.keras.states(sample),
        )
        units = frame.steps[-1].results[0].value.size
        frame = replace(
            frame,
            model=self._model,
            reason=self._reason,
            samples=self.samples,
            sample_name=str(names[sample]) if names else "",
            unit=min(self.unit, units - 1),
            notes=(*self._notes, *self.dataset.notes),
        )
        return replace(frame, stops=self._marker.stops(self, frame))

    @property
    def _model(self) -> str:
        network = self.graph.network
        return network.path.name if network.path else network.name

    def _to_time(self, t: int, count: int | None = None) -> Stop:
        here, end = self._cursor.t, self.timesteps - 1
        target = self._route.at_time(self._cursor, t)
        place = {0: ", the first timestep", end: ", the last timestep"}.get(target.t, "")
        if target == self._cursor:
            if self._outside_time(target):
                label = self.schedule.stages[target.stage].nodes[target.node].label
                return self._stay(f"{label} stands outside time: it has one value, no timesteps")
            onward = self._onward if t > here else ""
            return self._stay(f"already at t={here}{place}{onward}")
        short = count is not None and abs(target.t - here) < count
        why = f" ({abs(target.t - here)} of {count} timesteps)" if short else ""
        masked = ", masked: skipped" if self._view.skipped(target) else ""
        return self._go(target, f"stopped at t={target.t}{masked}{place}{why}")

    @property
    def _onward(self) -> str:
        """Where a last timestep leads to, if to anything."""
        stage = self._cursor.stage + 1
        if stage == len(self.schedule.stages):
            return ""
        return f"; s goes on to {self.schedule.stages[stage].nodes[0].label}"

    def _step(self, count: int, end: str) -> Stop:
        target = self._route.stepped(self._cursor, count)
        if target == self._cursor:
            return self._stay(f"already at {end}")
        label = self.schedule.stages[target.stage].nodes[target.node].label
        moved = abs(self._route.index(target) - self._route.index(self._cursor))
        short = f" ({moved} of {abs(count)} equations: {end})" if moved < abs(count) else ""
        when = "outside time" if self._outside_time(target) else f"t={target.t}"
        return self._go(target, f"stepped to equation {target.equation} of {label}, {when}{short}")

    def _to_layer(self, count: int, end: str) -> Stop:
        target = self._route.at_layer(self._cursor, count)
        label = self.schedule.stages[target.stage].nodes[target.node].label
        if (target.stage, target.node) == (self._cursor.stage, self._cursor.node):
            return self._stay(f"already in {label}, {end}")
        return self._go(target, f"in layer {label}")

    def _to_sample(self, sample: int, where: str) -> Stop:
        if sample == self._cursor.sample:
            return self._stay(f"already at sample {sample}, {where}")
        before = self._remember()
        self._enter(sample)
        self._before = before
        # Its sequence may be shorter.
        here = self._route.at_time(replace(self._cursor, sample=sample), self._cursor.t)
        return self._stopped(here, f"opened sample {sample}")

    def _to_unit(self, count: int) -> Stop:
        frame = self.frame()
        unit, place = unit_after(frame, count)
        if unit == frame.unit:
            return self._stay(f"already at unit {place}, {'the last' if unit else 'the first'}")
        self.unit = unit
        self._reason = f"unit {place}"
        return Stop(self._reason, self._cursor)

    def _enter(self, sample: int) -> None:
        run = self._runs.run(sample)
        batch = self.graph.batch_size or USUAL_BATCH
        carried_from = sample - batch if sample >= batch else None
        self._view = SampleView(run, self.schedule, self.dataset, sample, carried_from)
        self._route = Route.of(self.schedule, run)

    def _outside_time(self, cursor: Cursor) -> bool:
        return self.schedule.stages[cursor.stage].clock is None

    def _go(self, cursor: Cursor, reason: str) -> Stop:
        self._before = self._remember()
        return self._stopped(cursor, reason)

    def _stopped(self, cursor: Cursor, reason: str) -> Stop:
        self._cursor, self._reason = cursor, reason
        return Stop(reason, cursor)

    def _stay(self, reason: str) -> Stop:
        self._reason = reason
        return Stop(reason, self._cursor, moved=False)

    def _remember(self) -> Values:
        return self._view.values(self._cursor)

    def _check(self, what: str, index: int, count: int) -> None:
        if not 0 <= index < count:
            raise OutOfRangeError(
                f"{self.dataset.name}: no {what} {index}; there are {count}, 0 to {count - 1}"
            )

"""A session: one network, one data set, a cursor, and the moves that take it elsewhere.

Every move returns a Stop that says why it ended; `frame()` then gives everything at the cursor.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from rnntui.data.binding.bind import bind
from rnntui.data.dataset import Dataset
from rnntui.debugger.breakpoints.breakpoints import Breakpoints, Found, Progress, Site, search
from rnntui.debugger.breakpoints.watches import Watches
from rnntui.debugger.cursor import Stop
from rnntui.debugger.frame.frame import Frame
from rnntui.debugger.frame.timeline import TimelineChoice
from rnntui.debugger.number_format import DEFAULT_FORMAT
from rnntui.debugger.session.markers import StopMarkers
from rnntui.debugger.session.standing import Standing
from rnntui.debugger.session.units import unit_after
from rnntui.debugger.values.timeline_builder import TimelineBuilder
from rnntui.layers.graph.graph import Graph, build_graph
from rnntui.network.read import read_network
from rnntui.trace.runs import OpaqueValues
from rnntui.trace.version_drift import notes_with_size


class Session(Standing):
    """Where one is in a network's runs. Make one with `open`.

    unit: which output unit of an equation is written out; reading: how numbers are shown
    breakpoints, watches: as they stand now
    timeline: which variable is shown over time, and how far zoomed out
    """

    def __init__(self, graph: Graph, dataset: Dataset, opaque: OpaqueValues | None = None) -> None:
        super().__init__(graph, dataset, opaque)
        self._notes = notes_with_size(graph, dataset, samples=1)
        self.unit, self.reading = 0, DEFAULT_FORMAT
        self.breakpoints = Breakpoints()
        self.watches = Watches()
        self.timeline = TimelineChoice()
        self._marker = StopMarkers()

    @classmethod
    def open(
        cls,
        graph: Graph,
        dataset: Dataset,
        *,
        sample: int = 0,
        time: int = 0,
        opaque: OpaqueValues | None = None,
    ) -> Session:
        """Bind the data to the network and stand at the first equation of a timestep.

        opaque: gives what Keras computes of a sample, where layers of the graph need that

        Raises:
            DataError: the data does not fit the network.
            OutOfRangeError: there is no such sample or timestep.
            UnknownLayerError: nothing in the network steps through time.
        """
        bound = bind(dataset, graph.input_specs)
        session = cls(graph, replace(bound, notes=tuple(dict.fromkeys(bound.notes))), opaque)
        session._check("sample", sample, session.samples)
        session._enter(sample)
        session._check("timestep", time, session.timesteps)
        session._cursor = replace(session._cursor, sample=sample, t=time)
        return session

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
            self.site_scope,
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
            self.site_scope,
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

    def next_unit(self, count: int = 1) -> Stop:
        """Write out a later output unit of the equation."""
        return self._to_unit(count)

    def previous_unit(self, count: int = 1) -> Stop:
        """Write out an earlier output unit of the equation."""
        return self._to_unit(-count)

    @property
    def timelines(self) -> TimelineBuilder:
        """What the current sample can show over time."""
        return self._view.timelines

    @property
    def reason(self) -> str:
        """Why the session stands where it does."""
        return self._reason

    def stay(self, reason: str) -> Stop:
        """Change nothing of where the session stands but the reason."""
        return self._stay(reason)

    def frame(self) -> Frame:
        """Everything at the cursor."""
        sample = self._cursor.sample
        names = self.dataset.sample_ids
        frame = self._view.frame(
            self._cursor,
            self._before,
            self.reference.value(sample),
            self.reference.states(sample),
            self.timeline,
        )
        units = frame.steps[-1].results[0].value.size
        frame = replace(
            frame,
            model=self._model,
            reason=self._reason,
            samples=self.samples,
            sample_name=str(names[sample]) if names else "",
            unit=min(self.unit, units - 1),
            reading=self.reading,
            notes=(*self._notes, *self.dataset.notes),
        )
        return replace(frame, stops=self._marker.stops(self, frame))

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

    def _to_unit(self, count: int) -> Stop:
        frame = self.frame()
        unit, place = unit_after(frame, count)
        if unit == frame.unit:
            return self._stay(f"already at unit {place}, {'the last' if unit else 'the first'}")
        self.unit, self._reason = unit, f"unit {place}"
        return Stop(self._reason, self._cursor)


def open_session(path: Path, dataset: Dataset, sample: int = 0, time: int = 0) -> Session:
    """Read a model file and stand in it, at a sample and timestep.

    Raises:
        InputError: the file is no model, the data does not fit it, or there is no such place.
    """
    return Session.open(build_graph(read_network(path)), dataset, sample=sample, time=time)

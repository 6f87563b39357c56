"""Session: a network, a data set, a cursor, and the moves of the cursor.

Each move returns a Stop with the reason it ended; `frame()` then gives everything at the cursor.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np

from rnntui.data.binding.bind import bind
from rnntui.data.dataset import Dataset
from rnntui.debugger.breakpoints.breakpoints import Breakpoints, Found, Progress, Site, search
from rnntui.debugger.breakpoints.watches import Watches
from rnntui.debugger.cursor import Cursor, Stop
from rnntui.debugger.frame.frame import Frame
from rnntui.debugger.frame.timeline import TimelineChoice
from rnntui.debugger.number_format import DEFAULT_FORMAT
from rnntui.debugger.positions import Positions
from rnntui.debugger.samples.table import SampleTable
from rnntui.debugger.session.markers import StopMarkers
from rnntui.debugger.session.motion import Motion, stay, unit_after
from rnntui.debugger.session.sample_view import SampleView, Values
from rnntui.debugger.values.reference_values import ReferenceValues
from rnntui.debugger.values.sample_scope import SampleScope
from rnntui.debugger.values.timeline_builder import TimelineBuilder
from rnntui.errors import InputError, OutOfRangeError, UnknownLayerError
from rnntui.layers.graph.graph import Graph
from rnntui.trace.run import Run
from rnntui.trace.runs import USUAL_BATCH, OpaqueValues, Runs, samples_up_to
from rnntui.trace.schedule import schedule
from rnntui.trace.version_drift import notes_with_size


class Session:
    """A debugging session. `open` makes one from data that is not bound yet.

    unit: the output unit that is worked out; reading: the number format
    breakpoints, watches: the current ones
    timeline: the variable shown in the timeline, and its zoom
    reference: the reference's values so far, by sample
    fetch_reference: computes the reference's values of the current sample; None if it can't
    """

    def __init__(
        self,
        graph: Graph,
        dataset: Dataset,
        opaque: OpaqueValues | None = None,
        sample: int = 0,
        time: int = 0,
    ) -> None:
        self.graph = graph
        self.dataset = dataset
        self.schedule = schedule(graph)
        if not self.schedule.stages:
            why = "no recurrent layer, so there are no timesteps to step through"
            if graph.foreign:
                why = f"no recurrent layer can be computed: {'; '.join(graph.notes)}"
            raise UnknownLayerError(f"{self._model}: {why}")
        self._runs = Runs(graph, dataset.sample, opaque)
        self.reference = ReferenceValues()
        self.fetch_reference: Callable[[], None] | None = None
        self.unit, self.reading = 0, DEFAULT_FORMAT
        self.breakpoints = Breakpoints()
        self.watches = Watches()
        self.timeline = TimelineChoice()
        self._markers = StopMarkers(self.scope, self.site_scope)
        self._before: Values = {}
        self._output = 0
        self._check("sample", sample, dataset.samples)
        self._enter(sample)
        self._stop = Stop("opened", Cursor(sample, self.schedule.start, 0, 0, 0))
        self._check("timestep", time, self.timesteps)
        self._stop = Stop("opened", replace(self.cursor, t=time))
        self._notes = notes_with_size(graph, dataset, samples=1)

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
        """Bind the data to the network and stop at the first equation of a timestep.

        Args:
            graph: the network.
            dataset: its data, not bound yet.
            sample, time: where to start.
            opaque: the reference's values of opaque layers, by sample.

        Raises:
            DataError: the data does not fit the network.
            OutOfRangeError: there is no such sample or timestep.
            UnknownLayerError: the network has no recurrent layer that can be computed.
        """
        bound = bind(dataset, graph.input_specs)
        bound = replace(bound, notes=tuple(dict.fromkeys(bound.notes)))
        return cls(graph, bound, opaque, sample, time)

    @property
    def cursor(self) -> Cursor:
        """The current position."""
        return self._stop.cursor

    @property
    def reason(self) -> str:
        """Why the cursor is here."""
        return self._stop.reason

    @property
    def samples(self) -> int:
        """N."""
        return self.dataset.samples

    @property
    def timesteps(self) -> int:
        """T of the current stage."""
        return self._motion.timesteps(self.cursor)

    @property
    def run(self) -> Run:
        """The run of the current sample."""
        return self._view.run

    @property
    def positions(self) -> Positions:
        """The order of all positions of the current sample."""
        return self._motion.positions

    @property
    def timelines(self) -> TimelineBuilder:
        """The timelines of the current sample."""
        return self._view.timelines

    @property
    def output(self) -> int:
        """The index of the model output shown as the prediction."""
        return self._output

    @cached_property
    def table(self) -> SampleTable:
        """The table of samples, as far as computed."""
        return SampleTable(
            self.dataset, self.graph, self.schedule, self.reference, self._runs.run, self.scope
        )

    def frame(self) -> Frame:
        """Everything at the cursor."""
        sample = self.cursor.sample
        names = self.dataset.sample_ids
        frame = self._view.frame(
            self.cursor,
            self._before,
            self.reference.value(sample),
            self.reference.states(sample),
            self.timeline,
        )
        units = frame.steps[-1].results[0].value.size
        frame = replace(
            frame,
            model=self._model,
            reason=self.reason,
            samples=self.samples,
            sample_name=str(names[sample]) if names else "",
            unit=min(self.unit, units - 1),
            reading=self.reading,
            notes=(*self._notes, *self.dataset.notes),
        )
        answered = self.has_reference(sample)
        return replace(
            frame,
            stops=self._markers.stops(self.breakpoints, self.watches, frame, (self.run, answered)),
        )

    def scope(
        self,
        stage: int | None = None,
        node: int | None = None,
        at: tuple[int, int] | None = None,
    ) -> SampleScope:
        """The scope of an expression in a layer; by default the cursor's.

        at: stage and number of the layer whose timesteps count, if another
        """
        cursor = self.cursor
        return SampleScope(
            self.run,
            self.schedule,
            cursor.stage if stage is None else stage,
            cursor.node if node is None else node,
            at=at,
            sample=cursor.sample,
            target=self.dataset.target(cursor.sample),
            ask_reference=self._ask_reference,
        )

    def site_scope(self, site: Site) -> SampleScope:
        """The scope of a breakpoint's condition: names from one layer, timesteps from its site."""
        return self.scope(*site.layer, (site.line.stage, site.line.node))

    def has_reference(self, sample: int) -> bool:
        """Whether the reference's values of a sample are known."""
        return sample in self.reference

    def reference_inputs(self) -> dict[str, np.ndarray[Any, Any]]:
        """The inputs the reference needs for the current sample, which is the last: (N, …) by name."""
        needed = samples_up_to(self.graph, self.cursor.sample)
        samples = [self.dataset.sample(index) for index in needed]
        return {name: np.stack([each[name] for each in samples]) for name in samples[0]}

    def _ask_reference(self) -> tuple[np.ndarray[Any, Any], Mapping[str, np.ndarray[Any, Any]]]:
        sample = self.cursor.sample
        if sample not in self.reference and self.fetch_reference is not None:
            self.fetch_reference()
        value = self.reference.value(sample)
        if value.output is None:
            raise InputError(f"Keras has no values for this sample: {value.text or value.status}")
        return value.output, self.reference.states(sample)

    def next(self, count: int = 1) -> Stop:
        """Go `count` timesteps forward, at the same equation."""
        return self._arrive(self._motion.to_time(self.cursor, self.cursor.t + count, count))

    def reverse_next(self, count: int = 1) -> Stop:
        """Go `count` timesteps back, at the same equation."""
        return self._arrive(self._motion.to_time(self.cursor, self.cursor.t - count, count))

    def step(self, count: int = 1) -> Stop:
        """Go `count` equations forward, through layers, timesteps and stages."""
        return self._arrive(self._motion.by_equations(self.cursor, count))

    def reverse_step(self, count: int = 1) -> Stop:
        """Go `count` equations back."""
        return self._arrive(self._motion.by_equations(self.cursor, -count))

    def first(self) -> Stop:
        """Go to timestep 0."""
        return self.goto(0)

    def last(self) -> Stop:
        """Go to timestep T-1."""
        return self.goto(self.timesteps - 1)

    def goto(self, t: int) -> Stop:
        """Go to timestep t; stay if there is none."""
        if not 0 <= t < self.timesteps:
            return self.stay(f"no timestep {t}: {_there_are(self.timesteps)}")
        return self._arrive(self._motion.to_time(self.cursor, t))

    def layer_below(self, count: int = 1) -> Stop:
        """Go to the first equation of a later layer."""
        return self._arrive(self._motion.by_layers(self.cursor, count))

    def layer_above(self, count: int = 1) -> Stop:
        """Go to the first equation of an earlier layer."""
        return self._arrive(self._motion.by_layers(self.cursor, -count))

    def finish(self, count: int = 1) -> Stop:
        """Go to the last equation of this layer, then of the next."""
        return self._arrive(self._motion.finish(self.cursor, count))

    def reverse_finish(self, count: int = 1) -> Stop:
        """Go to the first equation of this layer, then of the previous one."""
        return self._arrive(self._motion.finish(self.cursor, -count))

    def go(self, cursor: Cursor, reason: str) -> Stop:
        """Go to a position of the current sample."""
        return self.stay(reason) if cursor == self.cursor else self._arrive(Stop(reason, cursor))

    def stay(self, reason: str) -> Stop:
        """Stay at the cursor, with a reason."""
        self._stop = stay(self.cursor, reason)
        return self._stop

    def continue_(self, *, backwards: bool = False, progress: Progress | None = None) -> Stop:
        """Go to the next stop after (or before) the cursor, else to the end (or start) of the run.

        Raises:
            ExpressionError: a breakpoint's condition can't be computed.
        """
        found = self._search(self.breakpoints, backwards=backwards, progress=progress)
        self.breakpoints = found.breakpoints
        if found.cancelled:
            return self.stay("cancelled")
        if found.cursor is None:
            end = self._motion.end(self.cursor, backwards=backwards)
            where = "start" if backwards else "end"
            return self.go(end.cursor, f"{where} of run; no breakpoint hit")
        return self.go(found.cursor, self._why(found))

    def until(
        self, text: str, sites: tuple[Site, ...], *, progress: Progress | None = None
    ) -> Stop:
        """Run until a condition holds, ignoring breakpoints; stay if it never does."""
        found = self._search(Breakpoints().added(text, sites), progress=progress)
        if found.cursor is None:
            return self.stay(
                f"{text}: does not hold later in this run" if not found.cancelled else "cancelled"
            )
        return self.go(found.cursor, f"t={found.cursor.t}: {text}")

    def _search(
        self, breakpoints: Breakpoints, *, backwards: bool = False, progress: Progress | None
    ) -> Found:
        return search(
            breakpoints,
            self.cursor,
            self.positions,
            self.site_scope,
            backwards=backwards,
            progress=progress,
        )

    def _why(self, found: Found) -> str:
        assert found.cursor is not None
        breakpoints = ", ".join(f"breakpoint {b.number}: {b.text}" for b in found.stopped)
        when = f"t={found.cursor.t}"
        if self._motion.outside_time(found.cursor) or breakpoints.endswith(f" {when}"):
            return breakpoints
        return f"{breakpoints}, {when}"

    def _arrive(self, stop: Stop) -> Stop:
        if stop.moved:
            self._before = self._view.values(self.cursor)
        self._stop = stop
        return stop

    def next_sample(self, count: int = 1) -> Stop:
        """Go to a later sample, at the same timestep."""
        return self._to_sample(min(self.cursor.sample + count, self.samples - 1), ", the last")

    def previous_sample(self, count: int = 1) -> Stop:
        """Go to an earlier sample, at the same timestep."""
        return self._to_sample(max(self.cursor.sample - count, 0), ", the first")

    def goto_sample(self, sample: int) -> Stop:
        """Go to a sample; stay if there is none."""
        if not 0 <= sample < self.samples:
            return self.stay(f"no sample {sample}: {_there_are(self.samples)}")
        return self._to_sample(sample)

    def next_unit(self, count: int = 1) -> Stop:
        """Work out the output unit `count` further, or back if negative."""
        frame = self.frame()
        unit, place = unit_after(frame, count)
        if unit == frame.unit:
            return self.stay(f"already at unit {place}, {'the last' if unit else 'the first'}")
        self.unit = unit
        self._stop = Stop(f"unit {place}", self.cursor)
        return self._stop

    def choose_output(self, index: int) -> Stop:
        """Show a model output as the prediction."""
        names = self.graph.network.output_names
        if len(names) == 1:
            return self.stay(f"the model has only one output, {names[0]}")
        self._output = index
        self._view.choose_output(index)
        return self.stay(f"prediction: {names[index]}, output {index + 1} of {len(names)}")

    @property
    def _model(self) -> str:
        network = self.graph.network
        return network.path.name if network.path else network.name

    def _to_sample(self, sample: int, where: str = "") -> Stop:
        if sample == self.cursor.sample:
            return self.stay(f"already at sample {sample}{where}")
        self._before = self._view.values(self.cursor)
        self._enter(sample)
        # The new sequence may be shorter.
        here = self.positions.at_time(replace(self.cursor, sample=sample), self.cursor.t)
        self._stop = Stop(f"opened sample {sample}", here)
        return self._stop

    def _enter(self, sample: int) -> None:
        run = self._runs.run(sample)
        batch = self.graph.batch_size or USUAL_BATCH
        carried_from = sample - batch if sample >= batch else None
        self._view = SampleView(
            run, self.schedule, self.dataset, sample, carried_from, self._output
        )
        self._motion = Motion.of(self.schedule, run)

    def _check(self, what: str, index: int, count: int) -> None:
        if not 0 <= index < count:
            raise OutOfRangeError(f"{self.dataset.name}: no {what} {index}; {_there_are(count)}")


def _there_are(count: int) -> str:
    return f"there are {count}, 0 to {count - 1}"

"""Where one stands: in which sample's run, at which cursor, and what stood there before."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

import numpy as np

from rnntui.data.dataset import Dataset
from rnntui.debugger.breakpoints.breakpoints import Site
from rnntui.debugger.cursor import Cursor, Stop
from rnntui.debugger.positions import Positions
from rnntui.debugger.samples.table import SampleTable
from rnntui.debugger.session.reference_values import ReferenceValues
from rnntui.debugger.session.sample_view import SampleView, Values
from rnntui.debugger.values.sample_scope import SampleScope
from rnntui.errors import InputError, OutOfRangeError, UnknownLayerError
from rnntui.layers.graph.graph import Graph
from rnntui.trace.run import Run
from rnntui.trace.runs import USUAL_BATCH, OpaqueValues, Runs, samples_up_to
from rnntui.trace.schedule import schedule


class Standing:
    """What a session is without its moves.

    keras: what Keras has said, for the frames to show
    fetch_reference: has Keras answer for the current sample, where an expression needs it
    """

    def __init__(self, graph: Graph, dataset: Dataset, opaque: OpaqueValues | None = None) -> None:
        self.graph = graph
        self.dataset = dataset
        self.schedule = schedule(graph)
        if not self.schedule.stages:
            why = ", so there is no timestep to step through"
            if graph.foreign:
                why = f" that is computed: {'; '.join(graph.notes)}"
            raise UnknownLayerError(f"{self._model}: has no recurrent layer{why}")
        self._runs = Runs(graph, dataset.sample, opaque)
        self.reference = ReferenceValues()
        self.fetch_reference: Callable[[], None] | None = None
        self._before: Values = {}
        self._output = 0
        self._cursor = Cursor(0, self.schedule.start, 0, 0, 0)
        self._reason = "opened"
        self._enter(0)

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

    def run_of(self, sample: int) -> Run:
        """The run of any sample, wherever the cursor stands; made anew, for a thread of its own."""
        return self._runs.run(sample)

    @cached_property
    def table(self) -> SampleTable:
        """All samples in a few numbers each, as far as they were looked at."""
        return SampleTable(self)

    @property
    def route(self) -> Positions:
        """The order of all positions of the current sample."""
        return self._route

    def scope(
        self,
        stage: int | None = None,
        node: int | None = None,
        at: tuple[int, int] | None = None,
    ) -> SampleScope:
        """What an expression may read, seen from a layer; by default the cursor's.

        at: stage and number of the layer whose timesteps count, where that is another
        """
        cursor = self._cursor
        return SampleScope(
            self.run,
            self.schedule,
            cursor.stage if stage is None else stage,
            cursor.node if node is None else node,
            at=at,
            sample=cursor.sample,
            target=self.dataset.target(cursor.sample),
            ask_keras=self._keras_said,
        )

    @property
    def output(self) -> int:
        """Which of the model's outputs is the prediction."""
        return self._output

    def choose_output(self, index: int) -> Stop:
        """Let another output of the model be the prediction."""
        names = self.graph.network.output_names
        if len(names) == 1:
            return self._stay(f"the model has one output, {names[0]}")
        self._output = index
        self._view.choose_output(index)
        return self._stay(f"predicted: {names[index]}, output {index + 1} of {len(names)}")

    def site_scope(self, site: Site) -> SampleScope:
        """What a breakpoint's condition reads: its names from one layer, its time from its place."""
        return self.scope(*site.layer, (site.line.stage, site.line.node))

    def go(self, cursor: Cursor, reason: str) -> Stop:
        """Go to a position of the current sample, for a reason."""
        if cursor == self._cursor:
            return self._stay(reason)
        return self._go(cursor, reason)

    def has_reference(self, sample: int) -> bool:
        """Whether Keras has answered for a sample."""
        return sample in self.reference

    def reference_inputs(self) -> dict[str, np.ndarray[Any, Any]]:
        """What Keras must be given for the current sample, which is the last: (N, …) by input."""
        needed = samples_up_to(self.graph, self._cursor.sample)
        samples = [self.dataset.sample(index) for index in needed]
        return {name: np.stack([each[name] for each in samples]) for name in samples[0]}

    def _keras_said(self) -> tuple[np.ndarray[Any, Any], Mapping[str, np.ndarray[Any, Any]]]:
        sample = self._cursor.sample
        if sample not in self.reference and self.fetch_reference is not None:
            self.fetch_reference()
        value = self.reference.value(sample)
        if value.output is None:
            raise InputError(f"Keras has no value for this sample: {value.text or value.status}")
        return value.output, self.reference.states(sample)

    @property
    def _model(self) -> str:
        network = self.graph.network
        return network.path.name if network.path else network.name

    def _to_sample(self, sample: int, where: str) -> Stop:
        if sample == self._cursor.sample:
            return self._stay(f"already at sample {sample}, {where}")
        before = self._remember()
        self._enter(sample)
        self._before = before
        # Its sequence may be shorter.
        here = self._route.at_time(replace(self._cursor, sample=sample), self._cursor.t)
        return self._stopped(here, f"opened sample {sample}")

    def _enter(self, sample: int) -> None:
        run = self._runs.run(sample)
        batch = self.graph.batch_size or USUAL_BATCH
        carried_from = sample - batch if sample >= batch else None
        self._view = SampleView(
            run, self.schedule, self.dataset, sample, carried_from, self._output
        )
        self._route = Positions.of(self.schedule, run)

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

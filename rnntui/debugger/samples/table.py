"""Sample table: the summaries of all samples, computed one at a time in any order, and cached.

`step` may be called from another thread; all other methods only read its results.
"""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Sequence
from typing import Literal, get_args

import numpy as np

from rnntui.data.dataset import Dataset
from rnntui.debugger.samples.filter import SampleFilter, read_filter
from rnntui.debugger.samples.summary import SampleSummary, lengths_of, summary_of
from rnntui.debugger.values.reference_values import ReferenceValues
from rnntui.debugger.values.sample_scope import SampleScope
from rnntui.errors import InputError, RnntuiError
from rnntui.layers.graph.graph import Graph
from rnntui.trace.run import Run
from rnntui.trace.schedule import Schedule
from rnntui.trace.verify import Difference, Tolerance, difference

Column = Literal["id", "length", "error", "keras", "saturation", "output"]
COLUMNS: tuple[Column, ...] = get_args(Column)
# These columns are known without a run.
_AT_ONCE = ("id", "length")
_CACHED_VALUES = 1 << 24


class SampleTable:
    """The samples of a session.

    Args:
        dataset, graph, schedule: of the session.
        reference: the reference's values so far.
        run: makes the run of a sample; called in the thread of `step`.
        scope: gives the scope of a condition in a layer (stage, node).
    """

    def __init__(
        self,
        dataset: Dataset,
        graph: Graph,
        schedule: Schedule,
        reference: ReferenceValues,
        run: Callable[[int], Run],
        scope: Callable[[int, int], SampleScope],
    ) -> None:
        self._dataset = dataset
        self._graph = graph
        self._schedule = schedule
        self._reference = reference
        self._make_run = run
        self._scope = scope
        self.samples = dataset.samples
        self.names = dataset.sample_ids
        self.lengths = lengths_of(dataset)
        self.summaries: dict[int, SampleSummary] = {}
        self.filter: SampleFilter | None = None
        self._filters: dict[str, SampleFilter] = {}
        self._here = (schedule.start, 0)
        self._agreements: dict[int, Difference] = {}
        self._runs: dict[int, Run] = {}
        self._done = 0
        self._lock = threading.Lock()

    def set_layer(self, stage: int, node: int) -> None:
        """Set the layer in whose scope conditions are."""
        if (stage, node) != self._here:
            self._here = (stage, node)
            self._filters.clear()

    def set_filter(self, text: str) -> None:
        """Show only the samples where a condition holds, or whose number or name matches.

        Raises:
            ExpressionError: invalid; the filter is unchanged.
        """
        text = text.strip()
        if text and text not in self._filters:
            self._filters[text] = self.check_filter(text)
        self.filter = self._filters[text] if text else None
        if self.filter is not None and self.filter.unknown:
            # The reference may have answered since.
            again = SampleFilter(text, self.filter.expression)
            self.filter = self._filters[text] = again

    def check_filter(self, text: str) -> SampleFilter:
        """Parse a filter without setting it.

        Raises:
            ExpressionError: neither a condition nor a part of a number or name.
        """
        return read_filter(text, self._scope(*self._here), self.names, self.samples)

    @property
    def complete(self) -> bool:
        """Whether all is computed."""
        return len(self.summaries) == self.samples and not self._unfiltered()

    def step(self, first: Sequence[int] = ()) -> bool:
        """Compute one missing sample, those in `first` before others; False if none is missing."""
        with self._lock:
            return self._step(first)

    def _step(self, first: Sequence[int]) -> bool:
        for sample in first:
            if sample not in self.summaries:
                self._summarize(sample)
                return True
        filtered = self.filter
        if filtered is not None and self._unfiltered():
            sample = filtered.done
            filtered.done += 1
            self._check(filtered, sample)
            return True
        while self._done < self.samples and self._done in self.summaries:
            self._done += 1
        if self._done < self.samples:
            self._summarize(self._done)
            return True
        return False

    def order(self, column: Column, *, down: bool = False, unit: int = 0) -> list[int]:
        """The samples shown, sorted by a column; samples without a value come last."""
        shown = self._shown()
        if column == "id":
            return shown[::-1] if down else shown
        known, rest = [], []
        for sample in shown:
            key = self._key(column, sample, unit)
            if key is None:
                rest.append(sample)
            else:
                known.append((-key if down else key, sample))
        return [sample for _, sample in sorted(known)] + rest

    def waits(self, column: Column) -> bool:
        """Whether the order by a column may still change."""
        return column not in _AT_ONCE and len(self.summaries) < self.samples

    def agreement(self, sample: int) -> Difference | None:
        """The difference of our output from the reference's; None if that is unknown."""
        if sample not in self._agreements:
            summary, reference = self.summaries.get(sample), self._reference.value(sample)
            if summary is None or summary.output is None or reference.output is None:
                return None
            layers = self._graph.network.layers.values()
            tolerance = Tolerance.usual_for(layer.dtype for layer in layers)
            self._agreements[sample] = difference(summary.output, reference.output, tolerance)
        return self._agreements[sample]

    def _key(self, column: Column, sample: int, unit: int) -> float | None:
        if column == "length":
            return float(self.lengths[sample])
        summary = self.summaries.get(sample)
        if summary is None:
            return None
        if column == "keras":
            agreement = self.agreement(sample)
            return None if agreement is None else agreement.max_abs_error
        if column == "saturation":
            return summary.saturation.share
        value = summary.error if column == "error" else summary.last(unit)
        # NaN sorts as worse than any number.
        return math.inf if value is not None and math.isnan(value) else value

    def _shown(self) -> list[int]:
        if self.filter is None:
            return list(range(self.samples))
        matches = self.filter.matches
        return [sample for sample in range(self.samples) if matches.get(sample)]

    def _unfiltered(self) -> bool:
        filtered = self.filter
        return (
            filtered is not None
            and filtered.expression is not None
            and filtered.done < self.samples
        )

    def _summarize(self, sample: int) -> None:
        target = self._dataset.target(sample)
        try:
            run = self._run(sample)
            found = summary_of(run, self._schedule, sample, target)
        except RnntuiError as error:
            found = SampleSummary(sample, failed=str(error))
        self.summaries[sample] = found

    def _check(self, filtered: SampleFilter, sample: int) -> None:
        try:
            run = self._run(sample)
        except RnntuiError as error:
            filtered.matches[sample], filtered.unknown[sample] = False, str(error)
            return
        scope = SampleScope(
            run,
            self._schedule,
            *self._here,
            sample=sample,
            target=self._dataset.target(sample),
            ask_reference=lambda: self._ask_reference(sample),
        )
        filtered.check(sample, scope)

    def _ask_reference(self, sample: int) -> tuple[np.ndarray, dict[str, np.ndarray]]:
        values = self._reference
        output = values.value(sample).output
        if output is None:
            raise InputError("Keras has not computed this sample")
        return output, dict(values.states(sample))

    def _run(self, sample: int) -> Run:
        """A sample's run; recent runs are cached, up to a limit of their total size."""
        if sample not in self._runs:
            run = self._make_run(sample)
            values = sum(
                run.timesteps(node) * sum(state.size for state in run.last_states[node.place])
                for node in run.graph.recurrent
                if node.place in run.last_states
            )
            while self._runs and len(self._runs) >= max(1, _CACHED_VALUES // max(1, values)):
                self._runs.pop(next(iter(self._runs)))
            self._runs[sample] = run
        return self._runs[sample]

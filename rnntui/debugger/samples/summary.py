"""Sample summary: error, saturated share, and output over time of one sample's run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from rnntui.data.dataset import Dataset
from rnntui.debugger.values.prediction import Output
from rnntui.debugger.values.saturation import Saturation, saturation
from rnntui.trace.run import Run
from rnntui.trace.schedule import Schedule

if TYPE_CHECKING:
    from jaxtyping import Float, Shaped

Array = np.ndarray[Any, Any]
# The most timesteps of a sparkline, and the most outputs to choose from.
POINTS, OUTPUTS = 64, 64
NO_TARGET = "no target"
_NOTHING = Saturation(0, 0)


@dataclass(frozen=True, eq=False)
class SampleSummary:
    """The summary of one sample's run.

    output: the model's first output, as from `predict`; None if it is not computed
    error: mean |output - target|; None if there is none, with the reason in `why`
    saturation: of its tanh and sigmoid units
    over_time: the output at up to 64 evenly spread timesteps, flat; None if it has one value for
        the whole sequence
    failed: why the sample could not be run; "" if it could
    """

    sample: int
    output: Shaped[np.ndarray, "..."] | None = None
    error: float | None = None
    why: str = ""
    saturation: Saturation = _NOTHING
    over_time: Float[np.ndarray, "points K"] | None = None
    failed: str = ""

    def last(self, unit: int) -> float | None:
        """One unit of the output at the end of the sequence."""
        if self.over_time is not None and len(self.over_time):
            return float(self.over_time[-1, min(unit, self.over_time.shape[1] - 1)])
        if self.output is None or not self.output.size:
            return None
        flat = self.output.reshape(-1)
        return float(flat[min(unit, flat.size - 1)])


def lengths_of(dataset: Dataset) -> list[int]:
    """The number of timesteps of each sample's first input."""
    name, array = next(iter(dataset.inputs.items()))
    lengths = dataset.lengths.get(name)
    if lengths is not None:
        return [int(length) for length in lengths.tolist()]
    return [array.shape[1] if array.ndim > 1 else 1] * dataset.samples


def summary_of(run: Run, schedule: Schedule, sample: int, target: Array | None) -> SampleSummary:
    """The summary of one run."""
    output = Output.of(run)
    if output is None:
        why = "the output is not computed"
        return SampleSummary(sample, why=why, saturation=saturation(run, schedule))
    error, why = error_of(output.whole, target)
    return SampleSummary(
        sample,
        output.whole,
        error,
        why,
        saturation(run, schedule),
        _over_time(run, output),
    )


def error_of(output: Array, target: Array | None) -> tuple[float | None, str]:
    """Mean |output - target|, or why it is not known."""
    if target is None:
        return None, NO_TARGET
    if output.shape != target.shape:
        return None, f"target {_shape_text(target)} does not match output {_shape_text(output)}"
    if not output.size:
        return None, "no values"
    with np.errstate(all="ignore"):
        return float(np.mean(np.abs(output - target))), ""


def _over_time(run: Run, output: Output) -> Array | None:
    if output.time.clock is None:
        return None
    timesteps = run.timesteps(output.node)
    if timesteps <= POINTS:
        rows = run.history(output.node, 0, timesteps)
    else:
        places = np.linspace(0, timesteps - 1, POINTS).astype(int).tolist()
        rows = np.concatenate([run.history(output.node, t, t + 1) for t in places])
    flat: Array = rows.reshape(len(rows), -1)[:, :OUTPUTS].astype(float)
    return flat


def _shape_text(array: Array) -> str:
    return "×".join(str(size) for size in array.shape) or "scalar"

"""The reference's values known so far, by sample."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rnntui.debugger.frame.frame import ReferenceValue

if TYPE_CHECKING:
    import numpy as np
    from jaxtyping import Shaped

    from rnntui.reference.protocol import ReferenceRun


class ReferenceValues:
    """The reference's values of the samples it has computed; a status for all others."""

    def __init__(self) -> None:
        self._values: dict[int, ReferenceValue] = {}
        self._states: dict[int, Mapping[str, Shaped[np.ndarray, "T M"]]] = {}
        self.status = ReferenceValue("off")

    def add(
        self,
        sample: int,
        output: Shaped[np.ndarray, "..."],
        states: Mapping[str, Shaped[np.ndarray, "T M"]],
        text: str,
        outputs: Mapping[str, Shaped[np.ndarray, "..."]] | None = None,
    ) -> None:
        """Add a sample: the first output, recurrent layers' outputs at all t, and all outputs by name."""
        self._values[sample] = ReferenceValue("ready", text, output, outputs or {})
        self._states[sample] = states

    def add_run(
        self, sample: int, run: ReferenceRun, label: str, output_names: Sequence[str]
    ) -> None:
        """Add the reference's run of samples of which the last is `sample`.

        A stateful network's sample is run together with those before it. Outputs go by the network's
        names, or by position where the reference calls them something else.
        """
        outputs = {
            name: run.outputs.get(name, values)[-1]
            for name, values in zip(output_names, run.outputs.values(), strict=False)
        }
        states = {layer: rows[-1] for layer, rows in run.sequences.items()}
        self.add(sample, outputs[output_names[0]], states, label, outputs)

    def value(self, sample: int) -> ReferenceValue:
        """The value for a sample, or the current status."""
        return self._values.get(sample, self.status)

    def states(self, sample: int) -> Mapping[str, Shaped[np.ndarray, "T M"]]:
        """The recurrent layers' outputs of a sample, by layer; empty if unknown."""
        return self._states.get(sample, {})

    def __contains__(self, sample: int) -> bool:
        return sample in self._values

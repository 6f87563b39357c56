"""What Keras has said so far, sample by sample."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from rnntui.debugger.frame.frame import ReferenceValue

if TYPE_CHECKING:
    import numpy as np
    from jaxtyping import Shaped


class ReferenceValues:
    """Keras's values for the samples that it has answered for; a status for all others."""

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
        """Note its first output for a sample, all by name, and each recurrent layer's at every t."""
        self._values[sample] = ReferenceValue("ready", text, output, outputs or {})
        self._states[sample] = states

    def value(self, sample: int) -> ReferenceValue:
        """Its value for a sample, or how it is doing."""
        return self._values.get(sample, self.status)

    def states(self, sample: int) -> Mapping[str, Shaped[np.ndarray, "T M"]]:
        """Its recurrent layers' outputs for a sample, by layer; none before it has answered."""
        return self._states.get(sample, {})

    def __contains__(self, sample: int) -> bool:
        return sample in self._values

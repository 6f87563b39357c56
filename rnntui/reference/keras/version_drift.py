"""What today's Keras computes for a file that an older one meant otherwise, and how far off it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rnntui.errors import KerasRefusedError
from rnntui.reference.keras.rebuild.request import means_otherwise
from rnntui.trace.verify import Tolerance, difference

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from jaxtyping import Shaped

    from rnntui.network.network import Network
    from rnntui.reference.keras.client import KerasProcess
    from rnntui.reference.keras.results import Reference

    _Arrays = Mapping[str, Shaped[np.ndarray, "N ..."]]


class VersionDrift:
    """How far a model's output moves when its file is loaded by today's Keras.

    `note` what the model computes as its writer meant it; then ask `told_by`.
    """

    def __init__(self, network: Network) -> None:
        self._network = network
        self._noted: list[tuple[_Arrays, _Arrays]] = []

    def note(self, inputs: _Arrays, meant: Reference) -> None:
        """Keep some samples, and what the model computes for them."""
        self._noted.append((inputs, meant.outputs))

    def told_by(self, keras: KerasProcess) -> str | None:
        """One line for the reader; None where today's Keras can't load or run the file, or agrees.

        Keras then holds the file as it loads it.
        """
        if self._network.path is None:
            return None
        try:
            keras.load(self._network.path)
            largest = max(self._largest(keras))
        except KerasRefusedError:
            return None
        if not largest:
            return None
        today = ".".join(keras.versions().keras.split(".")[:2])
        return (
            f"saved by Keras {self._network.keras_version}, whose {means_otherwise(self._network)}; "
            f"loaded by Keras {today} this model's output moves by up to {largest:.3g}"
        )

    def _largest(self, keras: KerasProcess) -> list[float]:
        return [
            difference(now, then, Tolerance()).max_abs_error
            for inputs, meant in self._noted
            for now, then in zip(
                keras.reference(inputs).outputs.values(), meant.values(), strict=True
            )
        ]

"""A data set: N samples, each one sequence, with targets and what their columns mean.

In the letters of the field: N samples of T timesteps of D features, and K target outputs.
A data set is independent of any network; `binding.py` checks that the two fit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from jaxtyping import Float, Shaped


@dataclass(frozen=True, eq=False)
class Columns:
    """What the columns of a standardised array mean: raw = standardised * scale + offset.

    names: one per column, e.g. ("latitude", "longitude", "elevation", "speed")
    units: one per column, e.g. ("°", "°", "ft", "kt"); "" where a column has none
    offset: float64, what was subtracted: (columns,), or (N, columns) where each sample has its
        own (a sequence of positions taken relative to its own centre); None: not standardised
    scale: (columns,) float64, what it was divided by; None: not standardised
    """

    names: tuple[str, ...]
    units: tuple[str, ...]
    offset: Float[np.ndarray, "*N columns"] | None = None
    scale: Float[np.ndarray, " columns"] | None = None

    def physical(
        self, values: Float[np.ndarray, "... columns"], sample: int | None = None
    ) -> Float[np.ndarray, "... columns"]:
        """The values in the columns' own units: degrees and feet for standardised positions.

        Args:
            values: of sample `sample`, in any shape that ends in the columns; or with
                `sample=None` of all samples, (N, ..., columns).
            sample: whose values these are; it matters where samples have offsets of their own.

        Returns:
            float64 in the shape of `values`; the values themselves where not standardised.
        """
        if self.offset is None or self.scale is None:
            return values
        offset = self.offset
        if offset.ndim == 2:
            if sample is not None:
                offset = offset[sample]
            else:
                samples, columns = offset.shape
                offset = offset.reshape(samples, *(1 for _ in values.shape[1:-1]), columns)
        physical: np.ndarray[Any, Any] = values * self.scale + offset
        return physical

    @property
    def standardised(self) -> bool:
        """Whether physical() differs from the values themselves."""
        return self.offset is not None and self.scale is not None


@dataclass(frozen=True, eq=False)
class Dataset:
    """N samples as arrays by input name, sample first.

    inputs: name -> (N, T, D) floats or (N, T) integers; a file's only input is named "X"
    targets: name -> (N, K) (or (N, T, K)); a file's only target is named "Y"; may be empty
    sample_ids: a name for each sample ("SAMU31 11:25:15"), or () where they have none
    input_columns, target_columns: the meaning of the columns, where the file says; where there
        are several inputs or targets, of the first
    path: the file it came from; None for random data
    notes: what a reader should know, one line each ("12 NaN in X, first at sample 3, t 7")
    """

    name: str
    inputs: Mapping[str, Shaped[np.ndarray, "N T ..."]]
    targets: Mapping[str, Shaped[np.ndarray, "N ..."]] = field(default_factory=dict)
    sample_ids: tuple[str, ...] = ()
    input_columns: Columns | None = None
    target_columns: Columns | None = None
    path: Path | None = None
    notes: tuple[str, ...] = ()

    @property
    def samples(self) -> int:
        """N, the number of samples."""
        return len(next(iter(self.inputs.values())))

    def sample(self, index: int) -> dict[str, Shaped[np.ndarray, "T ..."]]:
        """The inputs of one sample, by input name, without the batch axis."""
        return {name: array[index] for name, array in self.inputs.items()}

    def target(self, index: int) -> Shaped[np.ndarray, "*axes"] | None:
        """The target of one sample, or None; for several targets, the first."""
        first: np.ndarray[Any, Any] | None = next(iter(self.targets.values()), None)
        return None if first is None else first[index]


@dataclass(frozen=True)
class InputSpec:
    """What one input of a network asks of the data.

    name: the input layer's name
    shape: without the batch axis, None where any length goes: (20, 4), (None, 4) or (None,)
    dtype: the dtype to feed ("float32", "int32")
    vocabulary: for an input that an Embedding reads, its input_dim: values are the integers
        0..vocabulary-1, whatever the dtype they are fed in
    """

    name: str
    shape: tuple[int | None, ...]
    dtype: str = "float32"
    vocabulary: int | None = None

"""A data set: N samples, each a sequence, with targets and the meaning of their columns.

N samples of T timesteps of D features, and K target outputs.
A data set is independent of any network; `binding/` checks that the two fit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from jaxtyping import Float, Int, Shaped


@dataclass(frozen=True, eq=False)
class ColumnInfo:
    """Names, units and standardisation of an array's columns: raw = standardised * scale + offset.

    names: one per column, e.g. ("latitude", "longitude", "elevation", "speed")
    units: one per column, e.g. ("°", "°", "ft", "kt"); "" for a column without a unit
    offset: float64, the value subtracted: (columns,), or (N, columns) if it differs by sample
        (e.g. positions relative to each sequence's centre); None: not standardised
    scale: (columns,) float64, the divisor; None: not standardised
    """

    names: tuple[str, ...]
    units: tuple[str, ...]
    offset: Float[np.ndarray, "*N columns"] | None = None
    scale: Float[np.ndarray, " columns"] | None = None

    def physical(
        self, values: Float[np.ndarray, "... columns"], sample: int | None = None
    ) -> Float[np.ndarray, "... columns"]:
        """Values in physical units, e.g. degrees and feet for standardised positions.

        Args:
            values: those of sample `sample`, in any shape that ends in the columns; with
                `sample=None`, those of all samples, (N, ..., columns).
            sample: index of the sample; needed if the offset differs by sample.

        Returns:
            float64 in the shape of `values`; `values` unchanged if not standardised.
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
        """Whether physical() changes the values."""
        return self.offset is not None and self.scale is not None


@dataclass(frozen=True, eq=False)
class Dataset:
    """N samples as arrays by input name, sample first.

    inputs: name -> (N, T, D) floats or (N, T) integers; a file's only input is named "X"
    targets: name -> (N, K) (or (N, T, K)); a file's only target is named "Y"; may be empty
    lengths: input name -> (N,), the T of each sample, where these differ: sample i is the first
        lengths[i] timesteps of its row; the rest is filler
    target_lengths: the same for targets (N, T, K)
    sample_ids: a name for each sample ("SAMU31 11:25:15"), or () if they have none
    input_columns, target_columns: the meaning of the columns, if the file gives it; with several
        inputs or targets, that of the first
    path: the file it was read from; None for random data
    notes: remarks for the user, one line each ("12 NaN in X, first at sample 3, t 7")
    """

    name: str
    inputs: Mapping[str, Shaped[np.ndarray, "N T ..."]]
    targets: Mapping[str, Shaped[np.ndarray, "N ..."]] = field(default_factory=dict)
    sample_ids: tuple[str, ...] = ()
    input_columns: ColumnInfo | None = None
    target_columns: ColumnInfo | None = None
    path: Path | None = None
    notes: tuple[str, ...] = ()
    lengths: Mapping[str, Int[np.ndarray, " N"]] = field(default_factory=dict)
    target_lengths: Mapping[str, Int[np.ndarray, " N"]] = field(default_factory=dict)

    @property
    def samples(self) -> int:
        """N, the number of samples."""
        return len(next(iter(self.inputs.values())))

    def sample(self, index: int) -> dict[str, Shaped[np.ndarray, "T ..."]]:
        """The inputs of one sample by input name, without the batch axis and without filler."""
        return {
            name: array[index][: self.lengths[name][index]]
            if name in self.lengths
            else array[index]
            for name, array in self.inputs.items()
        }

    def target(self, index: int, name: str | None = None) -> Shaped[np.ndarray, "*axes"] | None:
        """A target of one sample, or None if there is none; without a name, the first target."""
        name = next(iter(self.targets), None) if name is None else name
        if name is None:
            return None
        target: np.ndarray[Any, Any] = self.targets[name][index]
        lengths = self.target_lengths.get(name)
        return target if lengths is None else target[: lengths[index]]

    def batches(self, size: int) -> Iterator[dict[str, Shaped[np.ndarray, "batch T ..."]]]:
        """All samples in batches of up to `size`: arrays without filler, by input name.

        Samples of equal lengths are batched together; otherwise their order is kept.
        """
        indices = np.arange(self.samples)
        groups = [indices]
        if self.lengths:
            _, group = np.unique(np.stack([*self.lengths.values()]), axis=1, return_inverse=True)
            groups = [indices[group.ravel() == index] for index in range(int(group.max()) + 1)]
        for members in groups:
            for start in range(0, len(members), size):
                yield self._batch(members[start : start + size])

    def _batch(self, members: Int[np.ndarray, " n"]) -> dict[str, Shaped[np.ndarray, "n T ..."]]:
        batch = {name: array[members] for name, array in self.inputs.items()}
        for name, lengths in self.lengths.items():
            batch[name] = batch[name][:, : lengths[members[0]]]
        return batch


@dataclass(frozen=True)
class InputSpec:
    """The shape, dtype and values that one input of a network requires.

    name: the input layer's name
    shape: without the batch axis, None for any length: (20, 4), (None, 4) or (None,)
    dtype: the dtype of the array to pass ("float32", "int32")
    vocabulary: for the input of an Embedding, its input_dim: values are the integers
        0..vocabulary-1, whatever the dtype of the array
    padding: the value that marks masked timesteps (a Masking's mask_value; 0 for an Embedding
        with mask_zero), so that sequences can be padded with it; None: the network masks none
    """

    name: str
    shape: tuple[int | None, ...]
    dtype: str = "float32"
    vocabulary: int | None = None
    padding: float | None = None

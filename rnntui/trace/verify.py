"""Differences between rnntui's values and the reference's, output by output and layer by layer.

The reference's values are passed in as arrays. Many samples may be compared batch by batch, and the
results joined.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from rnntui.layers.graph.graph import Graph
from rnntui.layers.graph.node import Node
from rnntui.network.network import TensorRef
from rnntui.trace.run import Run
from rnntui.trace.runs import Runs

if TYPE_CHECKING:
    from jaxtyping import Shaped

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Tolerance:
    """What counts as equal: |ours - reference| <= atol + rtol * |reference|, as in np.allclose."""

    atol: float = 1e-5
    rtol: float = 1e-5

    @classmethod
    def usual_for(cls, dtypes: Iterable[str]) -> Tolerance:
        """1e-5, or ten roundings of float16 where a layer computes in it."""
        return cls(1e-2, 1e-2) if "float16" in dtypes else cls()


@dataclass(frozen=True)
class Difference:
    """The difference between two arrays.

    max_abs_error: the largest absolute difference; infinite if only one of the two is NaN or
        infinite
    max_ulp: the largest number of steps between neighbouring floats of the reference's dtype; None
        if max_abs_error is infinite
    allclose: whether every pair is within the tolerance
    """

    max_abs_error: float = 0.0
    max_ulp: int | None = 0
    allclose: bool = True

    def joined(self, other: Difference) -> Difference:
        """The difference over both comparisons."""
        neither = self.max_ulp is None or other.max_ulp is None
        return Difference(
            max(self.max_abs_error, other.max_abs_error),
            None if neither else max(self.max_ulp or 0, other.max_ulp or 0),
            self.allclose and other.allclose,
        )


def difference(
    ours: Shaped[np.ndarray, "*shape"], keras: Shaped[np.ndarray, "*shape"], tolerance: Tolerance
) -> Difference:
    """Compare two arrays; NaN equals NaN, and infinity the same infinity, in the same place."""
    if ours.shape != keras.shape:
        return Difference(math.inf, None, False)
    if ours.size == 0:
        return Difference()
    ours = ours.astype(keras.dtype, copy=False)
    with np.errstate(all="ignore"):
        same = (ours == keras) | (np.isnan(ours) & np.isnan(keras))
        errors = np.abs(ours.astype(np.float64) - keras.astype(np.float64))
        close = np.isclose(ours, keras, atol=tolerance.atol, rtol=tolerance.rtol, equal_nan=True)
    errors[same] = 0.0
    errors[np.isnan(errors)] = math.inf
    largest = float(errors.max())
    ulp = None if math.isinf(largest) else _largest_ulp(ours[~same], keras[~same])
    return Difference(largest, ulp, bool(close.all()))


def _largest_ulp(ours: Shaped[np.ndarray, " n"], keras: Shaped[np.ndarray, " n"]) -> int:
    """The largest distance in ulp, for finite arrays of one dtype."""
    return int(_ulps(ours, keras).max()) if ours.size else 0


def ulps_apart(
    ours: Shaped[np.ndarray, " n"], keras: Shaped[np.ndarray, " n"]
) -> tuple[int | None, ...]:
    """For each pair, the number of steps between neighbouring floats; None for NaN or infinity."""
    ours = ours.astype(keras.dtype, copy=False)
    finite = np.isfinite(ours) & np.isfinite(keras)
    zero = np.zeros((), keras.dtype)
    steps = _ulps(np.where(finite, ours, zero), np.where(finite, keras, zero)).tolist()
    return tuple(step if here else None for step, here in zip(steps, finite.tolist(), strict=True))


def _ulps(ours: Shaped[np.ndarray, " n"], keras: Shaped[np.ndarray, " n"]) -> Array:
    if keras.dtype.kind != "f":
        return np.abs(ours.astype(np.int64) - keras.astype(np.int64))
    a, b = _ordinals(ours), _ordinals(keras)
    # Unsigned, since two float64 of opposite sign can be more than an int64 apart.
    apart: Array = np.maximum(a, b).view(np.uint64) - np.minimum(a, b).view(np.uint64)
    return apart


def _ordinals(values: Shaped[np.ndarray, " n"]) -> Shaped[np.ndarray, " n"]:
    """Each float as its place in the order of all floats of its dtype; both zeros are 0."""
    bits: Array = values.view(f"i{values.dtype.itemsize}").astype(np.int64)
    lowest = -(2 ** (8 * values.dtype.itemsize - 1))
    ordinals: Array = np.where(bits >= 0, bits, lowest - bits)
    return ordinals


@dataclass(frozen=True)
class Compared:
    """One output of the model, or one recurrent layer at every timestep, compared with the reference's."""

    name: str
    class_name: str
    difference: Difference


@dataclass(frozen=True)
class Verification:
    """A network compared with the reference over some samples.

    timesteps: T of the longest recurrent layer; 0 if there is none
    """

    samples: int
    timesteps: int
    outputs: tuple[Compared, ...]
    layers: tuple[Compared, ...]

    @property
    def allclose(self) -> bool:
        """Whether every output and every timestep is within the tolerance."""
        return all(row.difference.allclose for row in (*self.outputs, *self.layers))

    @property
    def worst(self) -> Difference:
        """The difference over all outputs and layers."""
        whole = Difference()
        for row in (*self.outputs, *self.layers):
            whole = whole.joined(row.difference)
        return whole

    def joined(self, other: Verification) -> Verification:
        """The verification over the samples of both."""
        return Verification(
            self.samples + other.samples,
            max(self.timesteps, other.timesteps),
            _joined_rows(self.outputs, other.outputs),
            _joined_rows(self.layers, other.layers),
        )


def _joined_rows(rows: tuple[Compared, ...], others: tuple[Compared, ...]) -> tuple[Compared, ...]:
    return tuple(
        Compared(row.name, row.class_name, row.difference.joined(other.difference))
        for row, other in zip(rows, others, strict=True)
    )


def verify(
    graph: Graph,
    inputs: Mapping[str, Shaped[np.ndarray, "N T ..."]],
    outputs: Mapping[str, Shaped[np.ndarray, "N ..."]],
    sequences: Mapping[str, Shaped[np.ndarray, "N T M"]],
    tolerance: Tolerance,
    *,
    states: Mapping[str, Sequence[Shaped[np.ndarray, "N ..."]]] | None = None,
    opaque: Mapping[TensorRef, Sequence[Shaped[np.ndarray, "N ..."]]] | None = None,
) -> Verification:
    """Run every sample, and compare it with the reference's values.

    Args:
        graph: the network.
        inputs: its inputs by name, sample first.
        outputs: the reference's outputs, in the order of the model's.
        sequences: the reference's output of each recurrent layer at every timestep, by layer name;
            a layer's second call is "name:1".
        tolerance: what counts as equal.
        states: the reference's states of each recurrent layer after its last timestep, by the same
            names; they count as part of the layer.
        opaque: by call, the outputs of opaque layers.

    An output that is not computed here is not compared.
    """
    samples = len(next(iter(inputs.values())))
    given = opaque or {}
    made = Runs(
        graph,
        lambda index: {name: array[index] for name, array in inputs.items()},
        lambda index: {place: [array[index] for array in given[place]] for place in given},
    )
    runs = [made.run(index) for index in range(samples)]
    names = graph.network.output_names
    output_rows = tuple(
        Compared(
            name,
            graph.network.layers[reference.layer].class_name,
            difference(np.stack([run.outputs[name] for run in runs]), reference_values, tolerance),
        )
        for name, reference, reference_values in zip(
            names, graph.network.outputs, outputs.values(), strict=True
        )
        if name in runs[0].outputs
    )
    layer_rows = tuple(
        _layer_row(node, runs, sequences, states or {}, tolerance) for node in graph.recurrent
    )
    timesteps = max((runs[0].timesteps(node) for node in graph.recurrent), default=0)
    return Verification(samples, timesteps, output_rows, layer_rows)


def _layer_row(
    node: Node,
    runs: list[Run],
    sequences: Mapping[str, Shaped[np.ndarray, "N T M"]],
    states: Mapping[str, Sequence[Shaped[np.ndarray, "N ..."]]],
    tolerance: Tolerance,
) -> Compared:
    call = node.place.call
    name = f"{node.place.layer}:{call}" if call else node.place.layer
    reference_values = sequences.get(name)
    # A layer that Keras did not report is a difference, not something to pass over.
    apart = Difference(math.inf, None, False)
    if reference_values is not None:
        ours = np.stack([run.history(node, 0, run.timesteps(node)) for run in runs])
        apart = difference(ours, reference_values, tolerance)
    for index, last in enumerate(states.get(name, ())):
        mine = np.stack([run.last_states[node.place][index] for run in runs])
        apart = apart.joined(difference(mine, last, tolerance))
    return Compared(node.label, node.function.layer.class_name, apart)

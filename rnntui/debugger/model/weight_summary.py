"""Weight summary: names, shapes, statistics and histograms of a layer's weights."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from rnntui.layers.layer import LayerFunction, SteppedFunction

Array = np.ndarray[Any, Any]
# Odd, so that values near zero have a bin in the middle.
BINS = 11


@dataclass(frozen=True)
class WeightSummary:
    """One array of weights, or all arrays of a layer.

    symbol: its symbol in the equations, or ""; name: Keras's name, or ""
    counts: the histogram in BINS bins, from -extent to +extent
    low, high, mean: of the finite values
    odd: how many values are not finite
    """

    symbol: str
    name: str
    shape: tuple[int, ...]
    counts: tuple[int, ...]
    extent: float
    low: float
    high: float
    mean: float
    odd: int


def weights_of(function: LayerFunction) -> tuple[WeightSummary, ...]:
    """Each array, by its symbol in the equations, or in the order of the file."""
    if isinstance(function, SteppedFunction):
        names = function.weight_names
        return tuple(
            summed([array], symbol, names.get(symbol, ""), array.shape)
            for symbol, array in function.program.weights.items()
            if symbol in names
        )
    return tuple(summed([array], "", "", array.shape) for array in function.layer.weights)


def summed(
    arrays: Iterable[Array], symbol: str = "", name: str = "", shape: tuple[int, ...] = ()
) -> WeightSummary:
    """The summary of some arrays taken together."""
    parts = [np.asarray(array, float).reshape(-1) for array in arrays]
    values = np.concatenate(parts) if parts else np.zeros(0)
    finite = values[np.isfinite(values)]
    if not finite.size:
        return WeightSummary(symbol, name, shape, (0,) * BINS, 0.0, 0.0, 0.0, 0.0, values.size)
    extent = float(np.max(np.abs(finite)))
    counts, _ = np.histogram(finite, BINS, (-extent or -1.0, extent or 1.0))
    return WeightSummary(
        symbol,
        name,
        shape,
        tuple(counts.tolist()),
        extent,
        float(finite.min()),
        float(finite.max()),
        float(finite.mean()),
        int(values.size - finite.size),
    )

"""Minimum and maximum of a variable over columns of timesteps, for timelines at any zoom.

Columns are cached in small blocks, so that a step reads little however long the run is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from rnntui.debugger.saturation_limits import Limits, is_saturated

if TYPE_CHECKING:
    from jaxtyping import Int, Shaped

Array = np.ndarray[Any, Any]
# The fewest timesteps per block; fewer if they are recomputed, so that no step takes long.
_READ, _RECOMPUTED = 128, 32
_COLUMNS_CACHED = 640
# The scale covers all values if they are stored and at most _ALL; otherwise _SAMPLES blocks spread
# evenly over the run, and values beyond the scale are marked.
_ALL, _CHUNK, _SAMPLES = 5_000_000, 1 << 16, 12


@dataclass(frozen=True, eq=False)
class Piece:
    """Some columns of equally many timesteps; the last column of a run may have fewer.

    low, high: minimum and maximum; the same array if a column is one timestep
    saturated: how many units are saturated at some timestep of the column; None if not applicable
    """

    low: Shaped[np.ndarray, "columns M"]
    high: Shaped[np.ndarray, "columns M"]
    saturated: Int[np.ndarray, " columns"] | None


class MinMaxColumns:
    """The columns of one variable.

    Args:
        read: gives its values at timesteps start..stop-1, time first.
        timesteps: T.
        stored: whether it is an array, not recomputed.
        scale: the largest possible |value|, if known.
        limits: a unit beyond them is saturated.
    """

    def __init__(
        self,
        read: Callable[[int, int], Array],
        timesteps: int,
        *,
        stored: bool,
        scale: float | None = None,
        limits: Limits | None = None,
    ) -> None:
        self._read = read
        self.timesteps = timesteps
        self._stored = stored
        self._least = _READ if stored else _RECOMPUTED
        self._limits = limits
        self._cache: dict[tuple[int, int], Piece] = {}
        self._shape: tuple[int, ...] = ()
        self._scale = scale
        self._ends: tuple[Array, Array] | None = None

    @property
    def shape(self) -> tuple[int, ...]:
        """The shape of one value, which a piece has flattened."""
        return self._shape

    @property
    def extent(self) -> tuple[Array, Array]:
        """The least and largest finite value of each unit, over all timesteps or a sample of them."""
        if self._ends is None:
            self._ends = self._extent()
        return self._ends

    @property
    def scale(self) -> float:
        """The largest |value|, constant during the run so that colors stay comparable."""
        if self._scale is None:
            self._scale = float(np.max(np.abs(self.extent), initial=0.0))
        return self._scale

    def blocks(self, per: int, first: int, last: int) -> range:
        """The blocks that contain the columns first..last-1."""
        size = max(1, self._least // per)
        return range(first // size, -(-last // size))

    def load(self, per: int, block: int) -> None:
        """Read a block, if it is not cached."""
        self._block(per, block, max(1, self._least // per))

    def columns(self, per: int, first: int, last: int) -> Piece:
        """The columns first..last-1, each of `per` timesteps."""
        size = max(1, self._least // per)
        blocks = self.blocks(per, first, last)
        start = blocks.start
        pieces = [self._block(per, index, size) for index in blocks]
        low = _cut([piece.low for piece in pieces], first - start * size, last - first)
        if per == 1:
            high = low
        else:
            high = _cut([piece.high for piece in pieces], first - start * size, last - first)
        counts = [piece.saturated for piece in pieces if piece.saturated is not None]
        return Piece(
            low, high, _cut(counts, first - start * size, last - first) if counts else None
        )

    def _block(self, per: int, index: int, size: int) -> Piece:
        key = (per, index)
        if key not in self._cache:
            while (len(self._cache) + 1) * size > _COLUMNS_CACHED:
                self._cache.pop(next(iter(self._cache)))
            start = index * size * per
            rows = self._rows(start, min(start + size * per, self.timesteps))
            low, high = (rows, rows) if per == 1 else _ends(rows, per)
            self._cache[key] = Piece(low, high, self._saturated(low, high))
        return self._cache[key]

    def _rows(self, start: int, stop: int) -> Shaped[np.ndarray, "steps M"]:
        rows = self._read(start, stop)
        self._shape = rows.shape[1:]
        rows = rows.reshape(stop - start, -1)
        return rows.astype(np.float32) if rows.dtype == bool else rows

    def _saturated(self, low: Array, high: Array) -> Array | None:
        if self._limits is None:
            return None
        counts: Array = np.count_nonzero(is_saturated(low, high, self._limits), axis=1)
        return counts

    def _sampled(self) -> tuple[int, int]:
        """The timesteps of a sampled block, and the stride in blocks."""
        if self._stored and self.timesteps * self._rows(0, 1).size <= _ALL:
            return _CHUNK, 1
        return self._least, max(1, -(-self.timesteps // self._least) // _SAMPLES)

    def _extent(self) -> tuple[Array, Array]:
        size, stride = self._sampled()
        low = high = np.zeros(0)
        for index in range(0, -(-self.timesteps // size), stride):
            start = index * size
            rows = self._rows(start, min(start + size, self.timesteps))
            finite = np.isfinite(rows)
            lows = np.min(rows, axis=0, where=finite, initial=np.inf)
            highs = np.max(rows, axis=0, where=finite, initial=-np.inf)
            low, high = (
                (np.minimum(low, lows), np.maximum(high, highs)) if low.size else (lows, highs)
            )
        return np.where(np.isfinite(low), low, 0), np.where(np.isfinite(high), high, 0)


def _ends(rows: Array, per: int) -> tuple[Array, Array]:
    """The minimum and maximum of each `per` rows; NaN if any of them is."""
    starts = np.arange(0, len(rows), per)
    return np.minimum.reduceat(rows, starts, axis=0), np.maximum.reduceat(rows, starts, axis=0)


def _cut(parts: list[Array], start: int, count: int) -> Array:
    whole = parts[0] if len(parts) == 1 else np.concatenate(parts)
    return whole[start : start + count]

"""One layer's output over time, fetched in blocks that are kept: what a timeline shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from rnntui.layers.node import Node
from rnntui.trace.run import Run

if TYPE_CHECKING:
    from jaxtyping import Shaped

BLOCK = 128
_BLOCKS_KEPT = 16
# The scale is taken from this many blocks, spread evenly over a longer sequence; a value beyond
# it is shown as such.
_SCALE_BLOCKS = 12


class History:
    """The output of one stepped layer in one run.

    scale: the largest finite |value|, fixed for the run so that a colour always means the same
    """

    def __init__(self, run: Run, node: Node) -> None:
        self._run = run
        self._node = node
        self._blocks: dict[int, np.ndarray[Any, Any]] = {}
        self.timesteps = run.timesteps(node)
        self.scale = self._largest()

    def window(self, start: int, stop: int) -> Shaped[np.ndarray, "steps M"]:
        """The output at the timesteps start..stop-1."""
        first, last = start // BLOCK, -(-stop // BLOCK)
        whole = np.concatenate([self._block(index) for index in range(first, last)])
        return whole[start - first * BLOCK : stop - first * BLOCK]

    def _block(self, index: int) -> np.ndarray[Any, Any]:
        if index not in self._blocks:
            if len(self._blocks) >= _BLOCKS_KEPT:
                self._blocks.pop(next(iter(self._blocks)))
            start = index * BLOCK
            stop = min(start + BLOCK, self.timesteps)
            self._blocks[index] = self._run.history(self._node, start, stop)
        return self._blocks[index]

    def _largest(self) -> float:
        blocks = -(-self.timesteps // BLOCK)
        largest = 0.0
        for index in range(0, blocks, max(1, blocks // _SCALE_BLOCKS)):
            block = np.abs(self._block(index))
            largest = max(largest, float(np.max(block, where=np.isfinite(block), initial=0.0)))
        return largest

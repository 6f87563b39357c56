"""Values of a layer's variables over blocks of timesteps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from rnntui.cells.masked import MASK
from rnntui.layers.graph.node import Node
from rnntui.layers.layer import SteppedFunction
from rnntui.layers.recurrent.recurrent_layer import RecurrentFunction
from rnntui.trace.run import Run

if TYPE_CHECKING:
    from jaxtyping import Shaped

Array = np.ndarray[Any, Any]


class VariableRows:
    """The variables of one layer in one run.

    States, inputs and outputs are stored; other variables are recomputed in blocks, and the last
    block is cached.
    """

    def __init__(self, run: Run, node: Node) -> None:
        assert isinstance(node.function, SteppedFunction)
        self._run = run
        self._node = node
        self._function = node.function
        self._block: tuple[int, int, dict[str, Array]] | None = None
        self.timesteps = run.timesteps(node)

    @property
    def names(self) -> tuple[str, ...]:
        """Its variables, in the order of its equations."""
        equations = self._function.program.equations
        weights = self._function.program.weights
        inputs = [name for name in equations.given if name not in weights]
        return (*inputs, *equations.variables)

    @property
    def weights(self) -> dict[str, Shaped[np.ndarray, "..."]]:
        """Its weights by the symbols of its equations."""
        return self._function.program.weights

    def rows(self, name: str, start: int, stop: int) -> Shaped[np.ndarray, "steps ..."]:
        """A variable at timesteps start..stop-1, which must exist."""
        function = self._function
        if isinstance(function, RecurrentFunction):
            found = self._of_recurrence(function, name, start, stop)
            if found is not None:
                return found
        elif name == function.output_name:
            return self._run.history(self._node, start, stop)
        return self._recomputed(name, start, stop)

    def _of_recurrence(
        self, function: RecurrentFunction, name: str, start: int, stop: int
    ) -> Array | None:
        states = self._run.states[self._node.place]
        if name == "x_t":
            return states.x[start:stop]
        if name == MASK:
            return None if states.mask is None else states.mask[start:stop]
        for index, (before, after) in enumerate(function.state_names):
            if name == after:
                return states.after(start, stop)[index]
            if name == before:
                first = states.before(start)[index][np.newaxis]
                rest = states.after(start, stop - 1)[index] if stop - start > 1 else first[:0]
                return np.concatenate([first, rest])
        return None

    def _recomputed(self, name: str, start: int, stop: int) -> Array:
        if self._block is None or self._block[:2] != (start, stop):
            self._block = (start, stop, self._run.variables(self._node, start, stop))
        return self._block[2][name]

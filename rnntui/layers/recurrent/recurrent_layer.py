"""The recurrent layers: a cell, its weights, and how the layer runs it over a sequence."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from rnntui.cells.masked import MASK, OTHER_END, masked
from rnntui.configs.base import LoopConfig
from rnntui.equations.program import Program
from rnntui.errors import ModelFileError
from rnntui.layers.layer import Shape, SteppedFunction
from rnntui.layers.recurrent.bound_cell import bind_cell
from rnntui.network.network import Layer

if TYPE_CHECKING:
    from jaxtyping import Bool, Float, Shaped

Array = np.ndarray[Any, Any]
States = Sequence["Float[np.ndarray, '...']"]
Masks = Mapping[str, "Bool[np.ndarray, '...']"]


class RecurrentFunction(SteppedFunction):
    """A recurrent layer that can run over a sequence and recompute any timestep.

    A state is a vector (M,) for most cells, an array (*space, F) for ConvLSTM.

    state_names: for each state, the name it is read by, and the name it is computed as
    state_shapes: of each of them
    output_index: the state that is the layer's output
    masked: whether timesteps may be skipped; see `rnntui.cells.masked` for `output_apart`
    reads_backwards: timestep t of the run reads row T-1-t of the input (go_backwards)
    """

    def __init__(
        self,
        layer: Layer,
        input_shape: Shape,
        *,
        is_masked: bool = False,
        output_apart: bool = False,
    ) -> None:
        config = layer.config
        assert isinstance(config, LoopConfig)
        if len(input_shape) < 2:
            raise ModelFileError(
                f"layer '{layer.name}' ({layer.class_name}) takes sequences; "
                f"its input is {input_shape}"
            )
        bound = bind_cell(layer, input_shape[1:])
        cell, shapes = bound.cell, bound.state_shapes
        self._keras_states = len(cell.states)
        output = [state.after for state in cell.states].index(cell.output)
        if is_masked:
            cell = masked(
                cell,
                zero_output=config.zero_output_for_mask,
                output_apart=output_apart,
                other_end=config.unroll and config.go_backwards and config.return_sequences,
            )
        if more := len(cell.states) - len(shapes):
            shapes = (*shapes, *[shapes[output]] * more)
            output = len(shapes) - 1
        self.config = config
        self.cell = cell
        self.masked = is_masked
        self.program = Program(
            cell.equations, bound.weights, bound.functions, split_axis=bound.split_axis
        )
        self.functions = dict(bound.called)
        self.weight_names = {item.symbol: item.keras for item in cell.symbols}
        self.input_name = "x_t"
        self.output_name = cell.output
        self.output_index = output
        self.state_names = tuple((state.before, state.after) for state in cell.states)
        self.state_shapes = shapes
        self.reads_backwards = config.go_backwards
        each: Shape = shapes[output]
        states = shapes[: self._keras_states] if config.return_state else ()
        result = (input_shape[0], *each) if config.return_sequences else each
        super().__init__(layer, (result, *states))

    def check_initial(self, shapes: Sequence[Shape]) -> None:
        """Raise ModelFileError unless initial states of these shapes can be given."""
        wanted = self.state_shapes[: self._keras_states]
        if tuple(shapes) != wanted:
            raise ModelFileError(
                f"layer '{self.layer.name}' ({self.layer.class_name}) starts from "
                f"{', '.join(self._names())} of the shapes {_listed(wanted)}; "
                f"its initial states have the shapes {_listed(shapes)}"
            )

    def initial_states(self, given: States = ()) -> list[Float[np.ndarray, "..."]]:
        """The states before the first timestep, in the layer's dtype.

        Args:
            given: Keras's initial states, from another layer; without any: zeros.
        """
        own = [state.astype(self.dtype, copy=False) for state in given]
        return [*own, *(np.zeros(shape, self.dtype) for shape in self.state_shapes[len(own) :])]

    def _names(self) -> list[str]:
        return [before for before, _ in self.state_names[: self._keras_states]]

    def carried(self, states: States) -> list[Float[np.ndarray, "..."]]:
        """The states that Keras has too, from which a stateful layer continues."""
        return list(states[: self._keras_states])

    def in_run_order(self, rows: Shaped[np.ndarray, "T ..."]) -> Shaped[np.ndarray, "T ..."]:
        """Rows of the input's timesteps in the order in which the layer reads them."""
        return rows[::-1] if self.reads_backwards else rows

    def mask_rows(self, mask: Bool[np.ndarray, "T ..."] | None) -> Masks:
        """The mask in run order, by the names that the equations have for it.

        A mask with a value for each position of an image applies to all its channels.
        """
        if mask is None:
            return {}
        if mask.ndim > 1:
            channels = len(self.state_shapes[0]) + 1 - mask.ndim
            mask = mask.reshape(*mask.shape, *(1,) * channels)
        other_end = OTHER_END in self.cell.equations.given
        return {MASK: mask, OTHER_END: mask[::-1]} if other_end else {MASK: mask}

    def at(
        self,
        x_t: Shaped[np.ndarray, "..."],
        states: States,
        masks: Masks,
    ) -> dict[str, Shaped[np.ndarray, "..."]]:
        """Every named value of a timestep, from its input, the states before it, and its masks."""
        given = {"x_t": x_t, **masks}
        for (name, _), state in zip(self.state_names, states, strict=True):
            given[name] = state
        return self.program.at(**given)

    def scan(
        self,
        x: Shaped[np.ndarray, "T ..."],
        masks: Masks,
        initial: States,
        keep: Callable[[int, list[Array]], None],
        start: int = 0,
    ) -> list[Float[np.ndarray, "..."]]:
        """Run over x[start:] in run order, and its `mask_rows`; see `Program.scan`."""
        rows = {"x_t": x, **masks}
        return self.program.scan(rows, self.state_names, initial, keep=keep, start=start)

    def results(
        self, last: Sequence[Array], every: Callable[[], Array]
    ) -> tuple[Shaped[np.ndarray, "..."], ...]:
        """The layer's results: its output, and its last states if it returns them.

        Args:
            last: the states after the last timestep.
            every: returns the output at every timestep, (T, ...).
        """
        output = every() if self.config.return_sequences else last[self.output_index]
        states = self.carried(last) if self.config.return_state else ()
        return (output, *states)


def _listed(shapes: Sequence[Shape]) -> str:
    return ", ".join(str(shape) for shape in shapes)

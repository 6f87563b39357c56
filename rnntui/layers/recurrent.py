"""The recurrent layers: a cell, its weights, and how the layer runs it over a sequence."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from rnntui.cells.cell import Cell
from rnntui.cells.gru import gru
from rnntui.cells.lstm import lstm
from rnntui.cells.simple_rnn import simple_rnn
from rnntui.equations.program import Program
from rnntui.errors import ModelFileError, UnknownLayerError
from rnntui.layers.functions import bind_activations
from rnntui.layers.layer import Shape, SteppedFunction, named_weights
from rnntui.network.configs import GRUConfig, LSTMConfig, RecurrentConfig, SimpleRNNConfig
from rnntui.network.network import Layer

if TYPE_CHECKING:
    from jaxtyping import Float, Shaped

Array = np.ndarray[Any, Any]


class RecurrentFunction(SteppedFunction):
    """A recurrent layer that can run over a sequence and recompute any one timestep.

    units: M, the length of each state
    reads_backwards: timestep t of the run reads row T-1-t of the input (go_backwards)
    """

    def __init__(self, layer: Layer, input_shape: Shape) -> None:
        config = layer.config
        assert isinstance(config, RecurrentConfig)
        if len(input_shape) != 2 or input_shape[-1] is None:
            raise ModelFileError(
                f"layer '{layer.name}' ({layer.class_name}) takes sequences of vectors (T, D); "
                f"its input is {input_shape}"
            )
        _refuse_what_is_not_computed(layer, config)
        self.config = config
        self.units = config.units
        self.cell = _cell(config)
        weights = named_weights(layer, _weight_shapes(self.cell, config, input_shape[-1]))
        bound, self.functions = bind_activations(layer, self.cell.equations.functions)
        self.program = Program(self.cell.equations, self.cell.arrange(weights), bound)
        self.keras_names = {item.symbol: item.keras for item in self.cell.symbols}
        self.input_name = "x_t"
        self.output_name = self.cell.output
        self.state_names = tuple((state.before, state.after) for state in self.cell.states)
        self.reads_backwards = config.go_backwards
        sequence: Shape = (input_shape[0], config.units)
        output = sequence if config.return_sequences else sequence[1:]
        states = [sequence[1:]] * len(self.state_names) if config.return_state else []
        super().__init__(layer, (output, *states))

    def initial_states(self) -> list[Float[np.ndarray, " M"]]:
        """The states before the first timestep: zeros, in the layer's dtype."""
        return [np.zeros(self.units, self.layer.dtype) for _ in self.state_names]

    def in_run_order(self, x: Shaped[np.ndarray, "T D"]) -> Shaped[np.ndarray, "T D"]:
        """The input as the layer reads it: in its dtype, and reversed when it goes backwards."""
        x = x.astype(self.dtype, copy=False)
        return x[::-1] if self.reads_backwards else x

    def at(
        self, x_t: Shaped[np.ndarray, " D"], states: list[Float[np.ndarray, " M"]]
    ) -> dict[str, Shaped[np.ndarray, "..."]]:
        """Every named value of one timestep, from its input and the states before it."""
        before = {name: state for (name, _), state in zip(self.state_names, states, strict=True)}
        return self.program.at(x_t=x_t, **before)

    def scan(
        self,
        x: Shaped[np.ndarray, "T D"],
        initial: list[Float[np.ndarray, " M"]],
        keep: Callable[[int, list[Array]], None],
        start: int = 0,
    ) -> list[Float[np.ndarray, " M"]]:
        """Run over x[start:] (in run order); see `Program.scan`."""
        return self.program.scan(x, self.state_names, initial, keep=keep, start=start)


def _cell(config: RecurrentConfig) -> Cell:
    match config:
        case SimpleRNNConfig():
            return simple_rnn(use_bias=config.use_bias)
        case LSTMConfig():
            return lstm(use_bias=config.use_bias)
        case GRUConfig():
            return gru(use_bias=config.use_bias, reset_after=config.reset_after)
    raise AssertionError(config)


def _weight_shapes(
    cell: Cell, config: RecurrentConfig, features: int
) -> dict[str, tuple[int, ...]]:
    columns = cell.gates * config.units
    shapes: dict[str, tuple[int, ...]] = {
        "kernel": (features, columns),
        "recurrent_kernel": (config.units, columns),
    }
    if config.use_bias:
        doubled = isinstance(config, GRUConfig) and config.reset_after
        shapes["bias"] = (2, columns) if doubled else (columns,)
    return shapes


def _refuse_what_is_not_computed(layer: Layer, config: RecurrentConfig) -> None:
    if config.stateful:
        raise UnknownLayerError(
            f"layer '{layer.name}' is stateful, which rnntui does not compute yet"
        )
    if any(len(call.inputs) > 1 or call.keywords for call in layer.calls):
        raise UnknownLayerError(
            f"layer '{layer.name}' takes its initial state or a mask from another layer, "
            "which rnntui does not compute yet"
        )

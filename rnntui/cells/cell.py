"""What a recurrent cell is: its arguments, its equations, the states it carries, its weights."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from rnntui.configs.activation_spec import ActivationSpec
from rnntui.configs.base import LoopConfig
from rnntui.equations.parse import Equations, parse

Weights = Mapping[str, np.ndarray[Any, Any]]


@dataclass(frozen=True)
class State:
    """A state: read at the start of a timestep as `before`, set at its end as `after`."""

    before: str
    after: str


@dataclass(frozen=True)
class Symbol:
    """A weight's name in the equations, and its name in Keras: Wxh, kernel."""

    symbol: str
    keras: str


@dataclass(frozen=True, eq=False)
class Cell:
    """One recurrent cell, defined by its equations.

    equations: of one timestep, from x_t, the states before it, the weights, and under a mask m_t
    states: carried from timestep to timestep; Keras's own first, in Keras's order
    output: the cell's output, which is one of the states: h_t
    symbols: the weights, in Keras's order
    arrange: Keras's arrays by Keras's names -> arrays by symbol
    gates: how many blocks of `units` columns the kernel holds
    bias_rows: how many rows the bias has; 1: it is a vector
    """

    equations: Equations
    states: tuple[State, ...]
    output: str
    symbols: tuple[Symbol, ...]
    arrange: Callable[[Weights], Weights]
    gates: int = 1
    bias_rows: int = 1

    @property
    def weight_names(self) -> tuple[str, ...]:
        """Keras's names of the weight arrays, in Keras's order."""
        return tuple(dict.fromkeys(item.keras for item in self.symbols))

    def weight_shapes(self, features: int, units: int) -> dict[str, tuple[int, ...]]:
        """The shapes of the weight arrays of a cell of vectors, by Keras's names, in its order."""
        columns = self.gates * units
        bias = (columns,) if self.bias_rows == 1 else (self.bias_rows, columns)
        shapes = {"kernel": (features, columns), "recurrent_kernel": (units, columns), "bias": bias}
        return {name: shapes[name] for name in self.weight_names}


class CellConfig(LoopConfig, frozen=True, kw_only=True):
    """A recurrent layer with its own cell (SimpleRNN), or the cell alone (SimpleRNNCell)."""

    activation: ActivationSpec = ActivationSpec("tanh")
    use_bias: bool = True
    dropout: float = 0.0
    recurrent_dropout: float = 0.0

    def cell(self) -> Cell:
        """The cell with these arguments."""
        raise NotImplementedError


class RecurrentConfig(CellConfig, frozen=True, kw_only=True):
    """A cell whose states are vectors of `units` numbers."""

    units: int


def cell(
    text: str,
    *,
    states: tuple[State, ...],
    symbols: tuple[Symbol, ...],
    functions: tuple[str, ...] = ("activation",),
    products: tuple[str, ...] = (),
    arrange: Callable[[Weights], Weights] | None = None,
    gates: int = 1,
    bias_rows: int = 1,
) -> Cell:
    """A cell from the text of its equations; its output is its first state.

    arrange: by default renames each array to its symbol

    Raises:
        EquationError: a text that does not parse, or a name that is not defined.
    """
    given = ("x_t", *(state.before for state in states), *(item.symbol for item in symbols))
    equations = parse(text, given=given, functions=functions, products=products)

    def rename(weights: Weights) -> Weights:
        return {item.symbol: weights[item.keras] for item in symbols}

    output = states[0].after
    return Cell(equations, states, output, symbols, arrange or rename, gates, bias_rows)


def renamed(text: str, names: Mapping[str, str]) -> str:
    """The text of equations with some of its names changed."""
    return re.sub(r"[A-Za-z_]\w*", lambda found: names.get(found[0], found[0]), text)

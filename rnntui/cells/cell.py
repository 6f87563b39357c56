"""What a recurrent cell is: its equations, the states it carries, and where its weights go."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from rnntui.equations.parse import Equations, parse

Weights = Mapping[str, np.ndarray[Any, Any]]


@dataclass(frozen=True)
class State:
    """A state: read at the start of a timestep as `before`, given at its end as `after`."""

    before: str
    after: str


@dataclass(frozen=True)
class Symbol:
    """A weight's name in the equations beside its name in Keras: Wxh, kernel."""

    symbol: str
    keras: str


@dataclass(frozen=True, eq=False)
class Cell:
    """One recurrent cell, defined by its equations.

    states: h first; the first state's `after` is the layer's output
    symbols: the weights, in Keras's order
    arrange: Keras's arrays by their names -> arrays by symbol
    gates: how many blocks of `units` columns the kernel holds
    """

    class_name: str
    equations: Equations
    states: tuple[State, ...]
    symbols: tuple[Symbol, ...]
    arrange: Callable[[Weights], Weights]
    gates: int = 1

    @property
    def output(self) -> str:
        """The variable that leaves the cell: h_t."""
        return self.states[0].after


def cell(
    class_name: str,
    text: str,
    *,
    states: tuple[State, ...],
    symbols: tuple[Symbol, ...],
    functions: tuple[str, ...] = ("activation",),
    arrange: Callable[[Weights], Weights] | None = None,
    gates: int = 1,
) -> Cell:
    """Parse a cell's text; `arrange` by default renames each array to its symbol."""
    given = ("x_t", *(state.before for state in states), *(item.symbol for item in symbols))
    equations = parse(text, given=given, functions=functions)

    def rename(weights: Weights) -> Weights:
        return {item.symbol: weights[item.keras] for item in symbols}

    return Cell(class_name, equations, states, symbols, arrange or rename, gates)

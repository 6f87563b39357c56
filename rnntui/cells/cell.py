"""What a recurrent cell is: its equations, the states it carries, and where its weights go."""

from __future__ import annotations

import re
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

    equations: of one timestep; they are given x_t, the states before it, the weights, and under a
        mask m_t
    states: what is carried from timestep to timestep; Keras's own first, in Keras's order
    output: the variable that leaves the cell, which is one of the states: h_t
    symbols: the weights, in Keras's order
    arrange: Keras's arrays by their names -> arrays by symbol
    gates: how many blocks of `units` columns the kernel holds
    """

    class_name: str
    equations: Equations
    states: tuple[State, ...]
    output: str
    symbols: tuple[Symbol, ...]
    arrange: Callable[[Weights], Weights]
    gates: int = 1


def cell(
    class_name: str,
    text: str,
    *,
    states: tuple[State, ...],
    symbols: tuple[Symbol, ...],
    functions: tuple[str, ...] = ("activation",),
    products: tuple[str, ...] = (),
    arrange: Callable[[Weights], Weights] | None = None,
    gates: int = 1,
) -> Cell:
    """Parse a cell's text; its output is its first state.

    `arrange` by default renames each array to its symbol.
    """
    given = ("x_t", *(state.before for state in states), *(item.symbol for item in symbols))
    equations = parse(text, given=given, functions=functions, products=products)

    def rename(weights: Weights) -> Weights:
        return {item.symbol: weights[item.keras] for item in symbols}

    output = states[0].after
    return Cell(class_name, equations, states, output, symbols, arrange or rename, gates)


def renamed(text: str, names: Mapping[str, str]) -> str:
    """The text of equations with some of its names changed."""
    return re.sub(r"[A-Za-z_]\w*", lambda found: names.get(found[0], found[0]), text)

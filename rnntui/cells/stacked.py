"""Stacked cells within a timestep: each reads the output of the one below.

Source: `keras.layers.StackedRNNCells.call`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from rnntui.cells.cell import Cell, State, Symbol, renamed
from rnntui.equations.parse import parse

Array = np.ndarray[Any, Any]


@dataclass(frozen=True, eq=False)
class Stack:
    """Several cells as one.

    names: for each cell, its own names -> the stack's: h_t -> h1_t in the second
    """

    cell: Cell
    names: tuple[Mapping[str, str], ...]


def stacked(cells: Sequence[Cell]) -> Stack:
    """The cells as one, their names numbered from 0 up: xW0, h0_t, xW1, …; x_t stays x_t."""
    lines: list[str] = []
    given = ["x_t"]
    functions: list[str] = []
    states: list[State] = []
    symbols: list[Symbol] = []
    names: list[Mapping[str, str]] = []
    x = "x_t"
    for number, cell in enumerate(cells):
        equations = cell.equations
        own = [name for name in (*equations.given, *equations.variables) if name != "x_t"]
        called = {name: numbered(name, number) for name in (*own, *equations.functions)}
        lines += [renamed(line.text, {**called, "x_t": x}) for line in equations.lines]
        given += [called[name] for name in equations.given if name != "x_t"]
        functions += [called[name] for name in equations.functions]
        states += [State(called[state.before], called[state.after]) for state in cell.states]
        symbols += [Symbol(called[item.symbol], f"{item.keras} {number}") for item in cell.symbols]
        x = called[cell.output]
        names.append(called)
    equations = parse("\n".join(lines), given=given, functions=functions)
    whole = Cell(equations, tuple(states), x, tuple(symbols), dict)
    return Stack(whole, tuple(names))


def numbered(name: str, number: int) -> str:
    """A name with a cell's number in it: h_t -> h1_t, W -> W1."""
    base, underscore, rest = name.partition("_")
    return f"{base}{number}{underscore}{rest}"

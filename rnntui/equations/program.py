"""Equations with their weights bound, executed at one timestep or over a sequence.

One flat list of operations serves both `at` (every named value of one timestep) and `scan` (the
loop over a sequence, which keeps only the states), in the same order and on the same operands.
Therefore a frame recomputed later equals the run bit for bit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from rnntui.equations.expressions import Expression, Name, Number, Operation
from rnntui.equations.parse import Equations

if TYPE_CHECKING:
    from jaxtyping import Float, Shaped

Array = np.ndarray[Any, Any]
Function = Callable[[Array], Array]

OPERATIONS: Mapping[str, Callable[..., Array]] = {
    # For a vector and a matrix, dot is matmul with half the overhead of a call.
    "@": np.dot,
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "where": np.where,
}


class Program:
    """Equations ready to run: weights and functions bound, inputs and states passed at each call.

    Args:
        equations: the parsed text.
        weights: symbol -> array, for the names that never change.
        functions: name -> function, for each function that the equations call.
        split_axis: the axis that `split` divides.
    """

    def __init__(
        self,
        equations: Equations,
        weights: Mapping[str, Shaped[np.ndarray, "..."]],
        functions: Mapping[str, Function],
        *,
        split_axis: int = -1,
    ) -> None:
        missing = {*equations.functions, *equations.products} - set(functions)
        assert not missing, f"functions left unbound: {missing}"
        self.equations = equations
        self.weights = dict(weights)
        self.functions = dict(functions)
        self._split_axis = split_axis
        self._slots: dict[str, int] = {}
        self._blank: list[Any] = []
        self._operations: list[tuple[Callable[..., Any], int, tuple[int, ...]]] = []
        for name in equations.given:
            self._slot(name, self.weights.get(name))
        for line in equations.lines:
            self._compile_line(line.targets, line.expression)
        self._variables = tuple((name, self._slots[name]) for name in equations.variables)

    def at(self, **given: Shaped[np.ndarray, "..."]) -> dict[str, Shaped[np.ndarray, "..."]]:
        """Every named value of one timestep: the given inputs and states, and all computed variables."""
        slots = self._blank.copy()
        for name, value in given.items():
            slots[self._slots[name]] = value
        self._run(slots)
        # `given` is a new dict for each call, so it can hold the computed variables too.
        for name, index in self._variables:
            given[name] = slots[index]
        return given

    def scan(
        self,
        inputs: Mapping[str, Shaped[np.ndarray, "T ..."]],
        states: Sequence[tuple[str, str]],
        initial: Sequence[Float[np.ndarray, " M"]],
        *,
        keep: Callable[[int, list[Array]], None],
        start: int = 0,
    ) -> list[Array]:
        """Run over a sequence from timestep `start`, calling `keep(t, states)` after each.

        Args:
            inputs: the inputs of each timestep, time first: row t of "x_t" is x_t.
            states: for each state, the name it is read by and the name it is computed as
                (("h_prev", "h_t"),).
            initial: the states before timestep `start`, in that order.
            keep: receives t and the list of states after it; the list is reused, its arrays are not.
            start: the first timestep.

        Returns:
            The states after the last timestep.
        """
        slots = self._blank.copy()
        rows = [(self._slots[name], array) for name, array in inputs.items()]
        before = [self._slots[name] for name, _ in states]
        after = [self._slots[name] for _, name in states]
        current = list(initial)
        run = self._run
        for t in range(start, len(rows[0][1])):
            for slot, array in rows:
                slots[slot] = array[t]
            for slot, state in zip(before, current, strict=True):
                slots[slot] = state
            run(slots)
            for index, slot in enumerate(after):
                current[index] = slots[slot]
            keep(t, current)
        return current

    def evaluate(self, expression: Expression, values: Mapping[str, Array]) -> Array:
        """The value of an expression (a term of an equation) where `values` holds its names.

        Used to explain an equation term by term; weights need not be in `values`.
        """
        match expression:
            case Number(value):
                return np.asarray(value)
            case Name(name):
                return values[name] if name in values else self.weights[name]
            case Operation(operation, operands):
                function = self._function(operation)
                return function(*(self._operand(operand, values) for operand in operands))
        raise AssertionError(expression)

    def _operand(self, expression: Expression, values: Mapping[str, Array]) -> Any:
        if isinstance(expression, Number):
            return expression.value
        return self.evaluate(expression, values)

    def _run(self, slots: list[Any]) -> None:
        for function, out, operands in self._operations:
            if len(operands) == 2:
                slots[out] = function(slots[operands[0]], slots[operands[1]])
            elif len(operands) > 2:
                slots[out] = function(*[slots[operand] for operand in operands])
            elif out >= 0:
                slots[out] = function(slots[operands[0]])
            else:
                # A split: its targets are the consecutive slots from ~out on.
                for index, part in enumerate(function(slots[operands[0]]), start=~out):
                    slots[index] = part

    def _function(self, operation: str) -> Callable[..., Array]:
        return OPERATIONS.get(operation) or self.functions[operation]

    def _slot(self, name: str | None, value: Any = None) -> int:
        index = len(self._blank)
        self._blank.append(value)
        if name is not None:
            self._slots[name] = index
        return index

    def _compile_line(self, targets: tuple[str, ...], expression: Expression) -> None:
        if isinstance(expression, Operation) and expression.operation == "split":
            operand = self._compile(expression.operands[0])
            parts, axis = len(targets), self._split_axis
            first = len(self._blank)
            for name in targets:
                self._slot(name)

            def split(value: Array) -> list[Array]:
                return np.split(value, parts, axis=axis)

            self._operations.append((split, ~first, (operand,)))
            return
        # The last operation's result is the variable itself: no copy, no extra slot.
        self._slots[targets[0]] = self._compile(expression)

    def _compile(self, expression: Expression) -> int:
        match expression:
            case Name(name):
                return self._slots[name]
            case Number(value):
                return self._slot(None, value)
            case Operation(operation, operands):
                slots = tuple(self._compile(operand) for operand in operands)
                out = self._slot(None)
                self._operations.append((self._function(operation), out, slots))
                return out
        raise AssertionError(expression)

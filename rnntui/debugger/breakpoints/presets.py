"""Presets: breakpoints by a word, such as `break saturated`, as conditions on a network's equations.

The conditions are derived from the equations, so that cells need no code for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from rnntui.cells.masked import MASK
from rnntui.debugger.breakpoints.breakpoints import Site
from rnntui.debugger.expressions.parse import parse_expression
from rnntui.debugger.saturation_limits import LIMITS, saturation_condition
from rnntui.equations.expressions import Expression, Name, Operation
from rnntui.equations.parse import Equation
from rnntui.layers.graph.node import Node
from rnntui.layers.layer import SteppedFunction
from rnntui.layers.recurrent.recurrent_layer import RecurrentFunction
from rnntui.trace.schedule import Line, Schedule

_RELUS = ("relu", "relu6", "leaky_relu")


@dataclass(frozen=True)
class Preset:
    """One preset. conditions: yields its conditions for one equation of one layer, if any."""

    help: str
    conditions: Callable[[SteppedFunction, Equation, Node], Iterator[str]]


def _saturated(function: SteppedFunction, equation: Equation, _: Node) -> Iterator[str]:
    for name, inner, value in activations_in(function, equation):
        if (limits := LIMITS.get(name)) is not None:
            # An unnamed result is computed again, hard_tanh and hard_sigmoid by their smooth namesakes.
            called = f"{name.removeprefix('hard_')}({inner})"
            yield saturation_condition(value or called, limits)


def _dead(function: SteppedFunction, equation: Equation, _: Node) -> Iterator[str]:
    for name, _inner, value in activations_in(function, equation):
        if name in _RELUS and value:
            yield f"any({value} == 0)"


def _nan(_: SteppedFunction, equation: Equation, __: Node) -> Iterator[str]:
    yield " or ".join(f"any(isnan({name}))" for name in equation.targets)


def _masked(function: SteppedFunction, equation: Equation, _: Node) -> Iterator[str]:
    if isinstance(function, RecurrentFunction) and function.output_name in equation.targets:
        yield from [f"not {MASK}"] if function.masked else []


def _forget(function: SteppedFunction, equation: Equation, _: Node) -> Iterator[str]:
    gates = [name for name in equation.targets if name.rstrip("0123456789") == "f"]
    if isinstance(function, RecurrentFunction) and len(function.state_names) > 1:
        yield from (f"any({name} < 0.05)" for name in gates)


def _mismatch(function: SteppedFunction, equation: Equation, _: Node) -> Iterator[str]:
    if isinstance(function, RecurrentFunction) and function.output_name in equation.targets:
        name = function.output_name
        yield f"any(abs({name} - keras_of({name})) > 1e-5 + 1e-5 * abs(keras_of({name})))"


PRESETS: Mapping[str, Preset] = {
    "dead": Preset("a relu unit is 0", _dead),
    "forget": Preset("an LSTM forget gate is below 0.05", _forget),
    "masked": Preset("the timestep is masked", _masked),
    "mismatch": Preset("our value and Keras's differ by more than 1e-5", _mismatch),
    "nan": Preset("a value is NaN", _nan),
    "saturated": Preset("a tanh is beyond ±0.99, or a sigmoid outside 0.01 to 0.99", _saturated),
}


def preset_sites(name: str, schedule: Schedule) -> tuple[Site, ...]:
    """All sites of a preset in a network; () if it does not apply."""
    sites = []
    for stage, group in enumerate(schedule.stages):
        for index, node in enumerate(group.nodes):
            function = node.function
            assert isinstance(function, SteppedFunction)
            for number, equation in enumerate(function.program.equations.lines):
                for text in PRESETS[name].conditions(function, equation, node):
                    line = Line(stage, index, number)
                    sites.append(Site(line, condition=parse_expression(text)))
    return tuple(sites)


def activations_in(
    function: SteppedFunction, equation: Equation
) -> Iterator[tuple[str, str, str | None]]:
    """Each activation in an equation: Keras's name, its operand, and the variable it gives (or None)."""
    for call in _calls(equation.expression):
        name = function.functions.get(call.operation)
        (operand, *_rest) = call.operands
        if name is None or not isinstance(operand, Name):
            if name is not None and call is equation.expression:
                yield name, "", equation.targets[0]
            continue
        whole = equation.targets[0] if call is equation.expression else None
        yield name, operand.name, whole


def _calls(expression: Expression) -> Iterator[Operation]:
    if isinstance(expression, Operation):
        yield expression
        for operand in expression.operands:
            yield from _calls(operand)

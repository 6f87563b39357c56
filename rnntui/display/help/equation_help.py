"""How the current equation is computed, in words, with the names and numbers that it has here."""

from __future__ import annotations

from collections.abc import Mapping

from rnntui.debugger.explain.explain import Operand, Step
from rnntui.debugger.frame.frame import Frame
from rnntui.display.layer_notes import when
from rnntui.display.primitives.index_labels import same_place, shape_text
from rnntui.display.primitives.notation import spell_equation, symbol
from rnntui.display.primitives.numbers import short
from rnntui.display.worked.parts import Functions, label_of, place_of
from rnntui.equations.activations import JOINT

_CURVES: Mapping[str, str] = {
    "tanh": "tanh(z) = (eᶻ - e⁻ᶻ) / (eᶻ + e⁻ᶻ), between -1 and 1",
    "sigmoid": "sigmoid(z) = 1 / (1 + e⁻ᶻ), between 0 and 1: how far a gate is open",
    "hard_sigmoid": "a straight line from 0 to 1 in the place of a sigmoid",
    "relu": "relu(z) = z above 0, else 0",
    "softmax": "softmax(z)[j] = e^z[j] / the sum of all e^z[i]: shares that add up to 1",
    "linear": "linear(z) = z: nothing happens",
}
_WORDS = {"+": "added", "-": "subtracted", "*": "multiplied"}
_SIGNS = {"+": " + ", "-": " - ", "*": " × "}


def position_text(frame: Frame) -> str:
    """Where one stands, and on which equation."""
    equation = spell_equation(frame.equation, frame.layer.functions)
    return f"You stand on  {equation}  of {frame.layer.label}, {when(frame)}."


def equation_help(frame: Frame) -> list[str]:
    """A paragraph for each operation of the equation, and one for what it reads."""
    shape = frame.steps[-1].results[0].value.shape
    found = []
    for step in frame.steps:
        unit = same_place(frame.unit, shape, step.results[0].value.shape)
        found.append(_step(step, unit, frame.layer.functions, frame.gates))
    return [*found, *_read(frame)]


def _step(step: Step, unit: int, functions: Functions, gates: tuple[str, ...]) -> str:
    result, operands = step.results[0], step.operands
    name = label_of(result, functions, brackets=True)
    if step.operation == "@":
        return _product(step, unit, functions)
    if step.sliding is not None:
        return (
            f"A convolution: each number of {name} is the sum of a window of "
            f"{label_of(operands[0], functions)}, each number of it times one of the kernel."
        )
    if step.operation in _SIGNS:
        sides = [_element(one, result, functions) for one in operands]
        terms = _SIGNS[step.operation].join(sides)
        word = _WORDS[step.operation]
        return f"Element by element {word}: {name}[j] = {terms}; here {_here(result, unit, functions)}."
    if step.operation == "split":
        parts = ", ".join(label_of(one, functions) for one in step.results)
        return (
            f"{label_of(operands[0], functions)} is cut into {len(step.results)} equal parts, one "
            f"for each gate: {parts}."
        )
    if step.operation == "where":
        mask, one, other = (label_of(operand, functions) for operand in operands)
        return f"The mask chooses: where {mask} is 1, {one}; where it is 0 (t is skipped), {other}."
    if step.operation == "=":
        return f"{name} is {label_of(operands[0], functions)}, as it is."
    return _activation(step, unit, functions)


def _product(step: Step, unit: int, functions: Functions) -> str:
    vector, matrix = step.operands
    result = step.results[0]
    name = label_of(result, functions, brackets=True)
    x, weights = (label_of(one, functions, brackets=True) for one in step.operands)
    return (
        f"A vector times a matrix: {name}[j] = the sum over i of {x}[i] × {weights}[i, j]. {len(vector.value)} "
        f"numbers times {shape_text(matrix.value.shape)} give {result.value.size}; the one written "
        f"out is {_here(result, unit, functions)}, the sum of {len(vector.value)} products."
    )


def _activation(step: Step, unit: int, functions: Functions) -> str:
    result, operands = step.results[0], step.operands
    function = functions.get(step.operation, step.operation)
    name = label_of(result, functions, brackets=True)
    inside = ", ".join(label_of(one, functions) for one in operands)
    meaning = _CURVES.get(function, "")
    meaning = f" {meaning}." if meaning else ""
    if step.operation in JOINT or function in JOINT:
        return f"{name} = {function}({inside}), of all numbers together.{meaning}"
    text = (
        f"{function} of each number by itself: {name}[j] = {function}({inside}[j]); here "
        f"{_here(result, unit, functions)}.{meaning}"
    )
    if step.curve is not None and (step.curve.flat_below, step.curve.flat_above) != (None, None):
        count, size = int(step.curve.saturated.sum()), result.value.size
        text += (
            f" Where its curve is flat a unit is saturated: whatever goes in, the same comes out, "
            f"and nothing is learned through it. Here {count} of {size}."
        )
    return text


def _element(operand: Operand, result: Operand, functions: Functions) -> str:
    text = label_of(operand, functions, brackets=True)
    return text if operand.value.size == 1 < result.value.size else f"{text}[j]"


def _here(result: Operand, unit: int, functions: Functions) -> str:
    return f"{place_of(result, unit, functions)} = {short(float(result.value.reshape(-1)[unit]))}"


def _read(frame: Frame) -> list[str]:
    """What the names are that the equation reads, where there is something to say of them."""
    names = frame.layer.weight_names
    found = []
    for name in frame.equation.reads:
        if name == "x_t":
            found.append(f"{symbol(name)} is the layer's input at t")
        elif name.endswith("_prev"):
            now = name.removesuffix("_prev") + "_t"
            found.append(
                f"{symbol(name)} is {symbol(now)} of the timestep before; at t=0 it is zeros, or given"
            )
        elif name in names:
            found.append(
                f"{symbol(name)} is Keras's {names[name]}, learned and the same at every t"
            )
    return [f"{'; '.join(found)}."] if found else []

"""How the current equation is computed, in words, with its names and numbers at the cursor."""

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
    "hard_sigmoid": "a piecewise linear approximation of sigmoid, from 0 to 1",
    "relu": "relu(z) = z if z > 0, else 0",
    "softmax": "softmax(z)[j] = e^z[j] / the sum of all e^z[i]: probabilities that add up to 1",
    "linear": "linear(z) = z, unchanged",
}
_WORDS = {"+": "sum", "-": "difference", "*": "product"}
_SIGNS = {"+": " + ", "-": " - ", "*": " × "}


def position_text(frame: Frame) -> str:
    """The current equation, its layer and the timestep."""
    equation = spell_equation(frame.equation, frame.layer.functions)
    return f"You are at  {equation}  of {frame.layer.label}, {when(frame)}."


def equation_help(frame: Frame) -> list[str]:
    """A paragraph per operation of the equation, and one on the variables it reads."""
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
            f"Convolution: each number of {name} is a sum over a window of "
            f"{label_of(operands[0], functions)}, each number multiplied by one of the kernel."
        )
    if step.operation in _SIGNS:
        sides = [_element(operand, result, functions) for operand in operands]
        terms = _SIGNS[step.operation].join(sides)
        word = _WORDS[step.operation]
        return f"Element-wise {word}: {name}[j] = {terms}; here {_here(result, unit, functions)}."
    if step.operation == "split":
        parts = ", ".join(label_of(part, functions) for part in step.results)
        return (
            f"{label_of(operands[0], functions)} is split into {len(step.results)} equal parts, one "
            f"per gate: {parts}."
        )
    if step.operation == "where":
        mask, kept, carried = (label_of(operand, functions) for operand in operands)
        return f"The mask selects: {kept} if {mask} is 1, {carried} if it is 0 (t is skipped)."
    if step.operation == "=":
        return f"{name} is a copy of {label_of(operands[0], functions)}."
    return _activation(step, unit, functions)


def _product(step: Step, unit: int, functions: Functions) -> str:
    vector, matrix = step.operands
    result = step.results[0]
    name = label_of(result, functions, brackets=True)
    x, weights = (label_of(operand, functions, brackets=True) for operand in step.operands)
    return (
        f"Matrix product: {name}[j] = the sum over i of {x}[i] × {weights}[i, j]. {len(vector.value)} "
        f"numbers times {shape_text(matrix.value.shape)} give {result.value.size}; the selected one "
        f"is {_here(result, unit, functions)}, the sum of {len(vector.value)} products."
    )


def _activation(step: Step, unit: int, functions: Functions) -> str:
    result, operands = step.results[0], step.operands
    function = functions.get(step.operation, step.operation)
    name = label_of(result, functions, brackets=True)
    inside = ", ".join(label_of(operand, functions) for operand in operands)
    meaning = _CURVES.get(function, "")
    meaning = f" {meaning}." if meaning else ""
    if step.operation in JOINT or function in JOINT:
        return f"{name} = {function}({inside}), over all numbers jointly.{meaning}"
    text = (
        f"{function} of each number separately: {name}[j] = {function}({inside}[j]); here "
        f"{_here(result, unit, functions)}.{meaning}"
    )
    if step.curve is not None and (step.curve.flat_below, step.curve.flat_above) != (None, None):
        count, size = int(step.curve.saturated.sum()), result.value.size
        text += (
            f" Where its curve is flat a unit is saturated: its output hardly depends on its input, "
            f"and the gradient vanishes. Here {count} of {size}."
        )
    return text


def _element(operand: Operand, result: Operand, functions: Functions) -> str:
    text = label_of(operand, functions, brackets=True)
    return text if operand.value.size == 1 < result.value.size else f"{text}[j]"


def _here(result: Operand, unit: int, functions: Functions) -> str:
    return f"{place_of(result, unit, functions)} = {short(float(result.value.reshape(-1)[unit]))}"


def _read(frame: Frame) -> list[str]:
    """The origin of the variables that the equation reads."""
    names = frame.layer.weight_names
    found = []
    for name in frame.equation.reads:
        if name == "x_t":
            found.append(f"{symbol(name)} is the layer's input at t")
        elif name.endswith("_prev"):
            now = name.removesuffix("_prev") + "_t"
            found.append(
                f"{symbol(name)} is {symbol(now)} of the previous timestep; at t=0, zeros or the initial state"
            )
        elif name in names:
            found.append(
                f"{symbol(name)} is Keras's {names[name]}, a trained weight, the same at every t"
            )
    return [f"{'; '.join(found)}."] if found else []

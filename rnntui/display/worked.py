"""The current equation worked out: every number that goes into it, and one unit written in full."""

from __future__ import annotations

from rnntui.debugger.explain import Step
from rnntui.debugger.frame import Frame
from rnntui.display.notation import spell_equation
from rnntui.display.places import same_place
from rnntui.display.telling import equation_notes
from rnntui.display.text import Line, Span, line, words
from rnntui.display.worked_parts import Functions, label_of
from rnntui.display.worked_product import product_lines
from rnntui.display.worked_rows import row_lines
from rnntui.display.worked_window import window_lines


def worked_title(frame: Frame) -> str:
    """The equation that is worked out."""
    return spell_equation(frame.equation, frame.layer.functions)


def worked_lines(frame: Frame, width: int) -> list[Line]:
    """The current equation, operation by operation."""
    functions = frame.layer.functions
    shape = frame.steps[-1].results[0].value.shape
    lines = [found for note in equation_notes(frame) for found in words(note, "changed", width)]
    for step in frame.steps:
        if step.operation == "split":
            text = f"split({label_of(step.operands[0], functions)})"
            lines.append(line(Span(text, "operand")))
        unit = same_place(frame.unit, shape, step.results[0].value.shape)
        lines.extend(_step(step, unit, functions, width))
    return lines


def _step(step: Step, unit: int, functions: Functions, width: int) -> list[Line]:
    if step.operation == "@":
        return product_lines(step, unit, functions, width)
    if step.sliding is not None:
        return window_lines(step, step.sliding, unit, functions, width)
    return row_lines(step, unit, functions, width)

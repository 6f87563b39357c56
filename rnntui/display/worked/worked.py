"""The pane that works out the current equation: all its numbers, and one unit in full."""

from __future__ import annotations

from dataclasses import replace

from rnntui.debugger.explain.explain import Step
from rnntui.debugger.frame.frame import Frame
from rnntui.display.layer_notes import equation_notes
from rnntui.display.primitives.columns import is_heading, is_rule
from rnntui.display.primitives.index_labels import same_place, shape_text
from rnntui.display.primitives.lazy_lines import LazyLines, Part
from rnntui.display.primitives.notation import spell, spell_equation
from rnntui.display.primitives.text import BLANK, Line, words
from rnntui.display.worked.chain import chain_lines
from rnntui.display.worked.curve import curve_lines
from rnntui.display.worked.parts import Functions, Page, indent_of, label_of
from rnntui.display.worked.product import added_lines, product_parts
from rnntui.display.worked.rows import row_lines
from rnntui.display.worked.window import window_lines

# The title of the chain, and a blank line.
_OVER_CHAIN = 2
# The lines around the terms of all sums.
_AROUND = 5


def worked_title(frame: Frame) -> str:
    """The current equation; only its right side if it has several results."""
    if len(frame.equation.targets) > 1:
        return spell(frame.equation.expression, frame.layer.functions)
    return spell_equation(frame.equation, frame.layer.functions)


def worked_lines(frame: Frame, width: int, height: int = 24) -> LazyLines:
    """The current equation, operation by operation; height: the lines in view."""
    functions = frame.layer.functions
    named = frame.layer.columns.get(frame.equation.targets[-1])
    names = named.names if named is not None else ()
    page = Page(functions, width, height, frame.precision, frame.gates, names)
    by_element = [step for step in frame.steps if step.operation != "@" and step.sliding is None]
    if len(by_element) > 1:
        # Align the columns of all operations.
        indent = max(indent_of(step, functions) for step in by_element)
        page = replace(page, indent=min(indent, width // 3))
    shape = frame.steps[-1].results[0].value.shape
    parts: list[Part] = [
        [found for note in equation_notes(frame) for found in words(note, "changed", width)]
    ]
    for step in frame.steps:
        if step.operation == "split":
            parts.append(words(_split(step, functions), "operand", width))
            page = replace(page, gates=())
        unit = same_place(frame.unit, shape, step.results[0].value.shape)
        parts.extend(_step(step, unit, page))
    parts = _tightened(parts, page)
    return LazyLines([*parts, *_below(frame, parts, page)], width)


def _tightened(parts: list[Part], page: Page) -> list[Part]:
    """If the page is too low: without repeated column headers, then without rules."""
    if len(LazyLines(parts, page.width)) <= page.height:
        return parts
    lists = [part for part in parts if isinstance(part, list)]
    head = next((found for part in lists for found in part if is_heading(found)), BLANK)
    tight: list[Part] = []
    repeated = False
    for part in parts:
        if isinstance(part, list) and part[:1] == [head]:
            part, repeated = part[1:] if repeated else part, True
        tight.append(part)
    if len(LazyLines(tight, page.width)) <= page.height:
        return tight
    return [
        [found for found in part if not is_rule(found)] if isinstance(part, list) else part
        for part in tight
    ]


def _split(step: Step, functions: Functions) -> str:
    """A split in words: split(xW + hU + b) into 4 parts of 12 units."""
    shape = step.results[0].value.shape
    size = f"{shape[0]} units" if len(shape) == 1 else shape_text(shape)
    operand = label_of(step.operands[0], functions)
    return f"split({operand}) into {len(step.results)} parts of {size}:"


def _below(frame: Frame, parts: list[Part], page: Page) -> list[Part]:
    """In the rest of the page: the terms of all sums; at the bottom, the unit in all equations."""
    free = page.height - len(LazyLines(parts, page.width))
    fits = free >= len(frame.layer.equations) + _OVER_CHAIN
    chain = chain_lines(frame, page) if fits else []
    added: list[Line] = []
    step = frame.steps[-1]
    if step.operation == "@" and free - len(chain) >= len(step.operands[0].value) + _AROUND:
        added = [BLANK, *added_lines(step, frame.unit, page)]
    if not chain:
        return [added]
    return [added, [BLANK] * (free - len(added) - len(chain)), chain]


def _step(step: Step, unit: int, page: Page) -> list[Part]:
    if step.operation == "@":
        return product_parts(step, unit, page)
    if step.sliding is not None:
        return [window_lines(step, step.sliding, unit, page)]
    if step.curve is not None:
        return [curve_lines(step, step.curve, unit, page)]
    return [row_lines(step, unit, page)]

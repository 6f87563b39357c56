"""The current equation worked out: every number that goes into it, and one unit written in full."""

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

# A title, and what sets it apart.
_OVER_CHAIN = 2
# What stands over, under and around the terms of all sums.
_AROUND = 5


def worked_title(frame: Frame) -> str:
    """The equation that is worked out; of one that gives several, what it computes."""
    if len(frame.equation.targets) > 1:
        return spell(frame.equation.expression, frame.layer.functions)
    return spell_equation(frame.equation, frame.layer.functions)


def worked_lines(frame: Frame, width: int, height: int = 24) -> LazyLines:
    """The current equation, operation by operation; `height` lines of them are in view."""
    functions = frame.layer.functions
    named = frame.layer.columns.get(frame.equation.targets[-1])
    names = named.names if named is not None else ()
    page = Page(functions, width, height, frame.precision, frame.gates, names)
    by_element = [one for one in frame.steps if one.operation != "@" and one.sliding is None]
    if len(by_element) > 1:
        # The columns of one operation stand over those of the next.
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
    """Where the page is too low, without headings that stand above already, then without rules."""
    if len(LazyLines(parts, page.width)) <= page.height:
        return parts
    lists = [part for part in parts if isinstance(part, list)]
    head = next((found for part in lists for found in part if is_heading(found)), BLANK)
    tight: list[Part] = []
    stands = False
    for part in parts:
        if isinstance(part, list) and part[:1] == [head]:
            part, stands = part[1:] if stands else part, True
        tight.append(part)
    if len(LazyLines(tight, page.width)) <= page.height:
        return tight
    return [
        [found for found in part if not is_rule(found)] if isinstance(part, list) else part
        for part in tight
    ]


def _split(step: Step, functions: Functions) -> str:
    """What is split, and into what: split(xW + hU + b) into 4 parts of 12 units."""
    given = step.results[0].value.shape
    size = f"{given[0]} units" if len(given) == 1 else shape_text(given)
    taken = label_of(step.operands[0], functions)
    return f"split({taken}) into {len(step.results)} parts of {size}:"


def _below(frame: Frame, parts: list[Part], page: Page) -> list[Part]:
    """In what is left of the page: all sums of a product; at its foot the unit in all equations."""
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

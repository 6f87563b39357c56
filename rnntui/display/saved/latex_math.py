"""Equations and numbers as LaTeX writes mathematics: h_t as a bold h with a t, Wxh as W with xh."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rnntui.display.notation import Spelling
from rnntui.display.saved.latex_text import escaped
from rnntui.equations.expressions import Expression
from rnntui.equations.parse import Equation

_KNOWN = {"tanh": r"\tanh", "sigmoid": r"\sigma", "exp": r"\exp"}


def math_name(name: str) -> str:
    r"""A variable: h_prev is \mathbf{h}_{t-1}, Wxh is W_{xh}, z_i is \mathbf{z}_{i}."""
    base, time = name, ""
    for ending, index in (("_prev", "t-1"), ("_t", "t")):
        if name.endswith(ending) and name != ending:
            base, time = name.removesuffix(ending), index
    lead, _, below = base.partition("_")
    if not below and (found := re.fullmatch(r"([WUBVb])([a-z0-9]+)", lead)):
        lead, below = found[1], found[2]
    index = ",".join(part for part in (escaped(below), time) if part)
    return _letters(lead) + (f"_{{{index}}}" if index else "")


def _letters(text: str) -> str:
    """A matrix is one upright capital; all else is a vector, and bold."""
    if re.fullmatch("[WUV]", text):
        return text
    return rf"\mathbf{{{escaped(text)}}}"


def _function(name: str) -> str:
    return _KNOWN.get(name) or rf"\mathrm{{{escaped(name)}}}"


_LATEX = Spelling(math_name, {"@": r"\,", "+": " + ", "-": " - ", "*": r" \odot "}, _function)


def math_expression(expression: Expression, functions: Mapping[str, str]) -> str:
    """An expression, without dollars."""
    return _LATEX.write(expression, functions)


def math_equation(equation: Equation, functions: Mapping[str, str]) -> str:
    """An equation, without dollars."""
    left = ", ".join(math_name(name) for name in equation.targets)
    return f"{left} = {math_expression(equation.expression, functions)}"

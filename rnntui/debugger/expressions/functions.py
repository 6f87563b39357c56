"""The functions that an expression may call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Function:
    """One function.

    compute: of arrays; arguments: how many it takes, at least and at most
    reduces: whether it makes one number of all of a value, or of those along an axis
    of_variable: whether its first argument is a variable, not its value
    help: what it gives, in a few words
    """

    help: str
    compute: Callable[..., Any] | None = None
    arguments: tuple[int, int] = (1, 1)
    reduces: bool = False
    of_variable: bool = False


def _sigmoid(x: Array) -> Any:
    return 1 / (1 + np.exp(-x))


def _norm(x: Array, axis: Any = None) -> Any:
    return np.sqrt(np.sum(np.square(np.abs(x)), axis=axis))


FUNCTIONS: Mapping[str, Function] = {
    "abs": Function("the value without its sign", np.abs),
    "all": Function("whether it holds everywhere", np.all, reduces=True),
    "any": Function("whether it holds anywhere", np.any, reduces=True),
    "argmax": Function("the place of the largest", np.argmax, reduces=True),
    "argmin": Function("the place of the smallest", np.argmin, reduces=True),
    "clip": Function("within two bounds", np.clip, (3, 3)),
    "cos": Function("cosine", np.cos),
    "count": Function("in how many places it holds", np.count_nonzero, reduces=True),
    "exp": Function("e to the power of it", np.exp),
    "floor": Function("the whole number below", np.floor),
    "isfinite": Function("whether it is neither NaN nor infinite", np.isfinite),
    "isinf": Function("whether it is infinite", np.isinf),
    "isnan": Function("whether it is NaN", np.isnan),
    "log": Function("natural logarithm", np.log),
    "max": Function("the largest", np.max, reduces=True),
    "maximum": Function("the larger of two, place by place", np.maximum, (2, 2)),
    "mean": Function("the mean", np.mean, reduces=True),
    "median": Function("the median", np.median, reduces=True),
    "min": Function("the smallest", np.min, reduces=True),
    "minimum": Function("the smaller of two, place by place", np.minimum, (2, 2)),
    "norm": Function("the root of the sum of squares", _norm, reduces=True),
    "prod": Function("the product", np.prod, reduces=True),
    "round": Function("the nearest whole number", np.round),
    "sigmoid": Function("1 / (1 + exp(-x))", _sigmoid),
    "sign": Function("-1, 0 or 1", np.sign),
    "sin": Function("sine", np.sin),
    "sqrt": Function("square root", np.sqrt),
    "square": Function("the value times itself", np.square),
    "std": Function("standard deviation", np.std, reduces=True),
    "sum": Function("the sum", np.sum, reduces=True),
    "tanh": Function("hyperbolic tangent", np.tanh),
    "var": Function("variance", np.var, reduces=True),
    "where": Function("the second where the first holds, else the third", np.where, (3, 3)),
}

# Those that look beyond the timestep, or beyond our own numbers.
SPECIAL: Mapping[str, Function] = {
    "at": Function(
        "a variable at another timestep: at(h_t, 5)", arguments=(2, 2), of_variable=True
    ),
    "changed": Function("whether it differs from the last timestep's"),
    "history": Function("a variable at every timestep, time first", of_variable=True),
    "keras_of": Function("Keras's value of a recurrent layer's output", of_variable=True),
    "size": Function("how many values there are"),
}

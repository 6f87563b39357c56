"""Table of the functions that an expression may call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Function:
    """One function.

    help: what it returns; compute: the NumPy function
    arguments: the smallest and largest number of arguments
    reduces: whether it reduces a value to one number, or along `axis=`
    of_variable: whether its first argument must be a variable, not an expression
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
    "abs": Function("absolute value", np.abs),
    "all": Function("whether all elements are true", np.all, reduces=True),
    "any": Function("whether any element is true", np.any, reduces=True),
    "argmax": Function("index of the largest element", np.argmax, reduces=True),
    "argmin": Function("index of the smallest element", np.argmin, reduces=True),
    "clip": Function("value limited to two bounds: clip(x, low, high)", np.clip, (3, 3)),
    "cos": Function("cosine", np.cos),
    "count": Function("number of true elements", np.count_nonzero, reduces=True),
    "exp": Function("e to the power of x", np.exp),
    "floor": Function("x rounded down", np.floor),
    "isfinite": Function("whether x is neither NaN nor infinite", np.isfinite),
    "isinf": Function("whether x is infinite", np.isinf),
    "isnan": Function("whether x is NaN", np.isnan),
    "log": Function("natural logarithm", np.log),
    "max": Function("largest element", np.max, reduces=True),
    "maximum": Function("element-wise maximum of two values", np.maximum, (2, 2)),
    "mean": Function("mean", np.mean, reduces=True),
    "median": Function("median", np.median, reduces=True),
    "min": Function("smallest element", np.min, reduces=True),
    "minimum": Function("element-wise minimum of two values", np.minimum, (2, 2)),
    "norm": Function("Euclidean norm", _norm, reduces=True),
    "prod": Function("product", np.prod, reduces=True),
    "round": Function("x rounded to the nearest integer", np.round),
    "sigmoid": Function("1 / (1 + exp(-x))", _sigmoid),
    "sign": Function("-1, 0 or 1", np.sign),
    "sin": Function("sine", np.sin),
    "sqrt": Function("square root", np.sqrt),
    "square": Function("x * x", np.square),
    "std": Function("standard deviation", np.std, reduces=True),
    "sum": Function("sum", np.sum, reduces=True),
    "tanh": Function("hyperbolic tangent", np.tanh),
    "var": Function("variance", np.var, reduces=True),
    "where": Function("where(c, a, b): a where c is true, else b", np.where, (3, 3)),
}

# Functions that read other timesteps or the reference's values.
SPECIAL: Mapping[str, Function] = {
    "at": Function(
        "a variable at another timestep: at(h_t, 5)", arguments=(2, 2), of_variable=True
    ),
    "changed": Function("whether x differs from the previous timestep"),
    "history": Function("a variable at all timesteps, time first", of_variable=True),
    "keras_of": Function("Keras's value of a recurrent layer's output", of_variable=True),
    "size": Function("number of elements"),
}

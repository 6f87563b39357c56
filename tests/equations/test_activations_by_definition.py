"""Each activation beside its definition, written for one number (or row) in plain Python."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
import pytest

from rnntui.equations.activations import ACTIVATIONS, activation, relu

Scalar = Callable[[float], float]
Row = Callable[[Sequence[float]], list[float]]

X = [-20.0, -6.5, -3.5, -3.0, -2.5, -1.5, -1.0, -0.75, -0.5, -0.25, 0.0]
X = [*X, *(-x for x in X[::-1])]
ROWS = [
    [0.3, -0.2, 1.0, 2.5],
    [4.0, 4.0, -1.0, 0.0],
    [0.1, 0.2, 0.3, 0.4],
    [9.0, -9.0, 0.0, 1.0],
    [0.6, 0.5, -1.0, 0.1],
]


def sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def elu(x: float, alpha: float = 1.0) -> float:
    return x if x > 0 else alpha * (math.exp(x) - 1)


def hard_sigmoid(x: float) -> float:
    return min(max(x / 6 + 0.5, 0), 1)


def softplus(x: float) -> float:
    return math.log(1 + math.exp(x))


def soft_shrink(x: float) -> float:
    return math.copysign(max(abs(x) - 0.5, 0), x)


def sparse_plus(x: float) -> float:
    return 0 if x <= -1 else x if x >= 1 else (x + 1) ** 2 / 4


SCALARS: dict[str, Scalar] = {
    "celu": elu,  # the same for alpha 1
    "elu": elu,
    "exponential": math.exp,
    "gelu": lambda x: x * (1 + math.erf(x / math.sqrt(2))) / 2,
    "hard_shrink": lambda x: x if abs(x) > 0.5 else 0,
    "hard_sigmoid": hard_sigmoid,
    "hard_sigmoid_keras2": lambda x: min(max(0.2 * x + 0.5, 0), 1),
    "hard_silu": lambda x: x * hard_sigmoid(x),
    "hard_swish": lambda x: x * hard_sigmoid(x),
    "hard_tanh": lambda x: min(max(x, -1), 1),
    "leaky_relu": lambda x: x if x > 0 else 0.2 * x,
    "linear": lambda x: x,
    "log_sigmoid": lambda x: math.log(sigmoid(x)),
    "mish": lambda x: x * math.tanh(softplus(x)),
    "relu": lambda x: max(x, 0),
    "relu6": lambda x: min(max(x, 0), 6),
    "selu": lambda x: 1.0507009873554805 * elu(x, 1.6732632423543772),
    "sigmoid": sigmoid,
    "silu": lambda x: x * sigmoid(x),
    "soft_shrink": soft_shrink,
    "softplus": softplus,
    "softsign": lambda x: x / (1 + abs(x)),
    "sparse_plus": sparse_plus,
    "sparse_sigmoid": lambda x: min(max((x + 1) / 2, 0), 1),
    "squareplus": lambda x: (x + math.sqrt(x * x + 4)) / 2,
    "swish": lambda x: x * sigmoid(x),
    "tanh": math.tanh,
    "tanh_shrink": lambda x: x - math.tanh(x),
}


def softmax(row: Sequence[float]) -> list[float]:
    total = sum(map(math.exp, row))
    return [math.exp(x) / total for x in row]


def glu(row: Sequence[float]) -> list[float]:
    half = len(row) // 2
    return [a * sigmoid(b) for a, b in zip(row[:half], row[half:], strict=True)]


def sparsemax(row: Sequence[float]) -> list[float]:
    """As Keras has it: tau from the sum of the cumulative sums over the support."""
    total, sums, count = 0.0, 0.0, 0
    for rank, x in enumerate(sorted(row, reverse=True), start=1):
        total += x
        if 1 + rank * x > total:
            sums, count = sums + total, count + 1
    return [max(x - (sums - 1) / count, 0) for x in row]


ROW_WISE: dict[str, Row] = {
    "glu": glu,
    "log_softmax": lambda row: [math.log(p) for p in softmax(row)],
    "softmax": softmax,
    "sparsemax": sparsemax,
}


def test_every_activation_has_a_definition_here() -> None:
    assert {*SCALARS, *ROW_WISE} == set(ACTIVATIONS)


@pytest.mark.parametrize("name", SCALARS)
def test_one_number(name: str) -> None:
    expected = np.array([SCALARS[name](x) for x in X])
    for shape in ((-1,), (2, -1)):
        found = activation(name)(np.array(X).reshape(shape))
        np.testing.assert_allclose(found, expected.reshape(shape), rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("name", ROW_WISE)
def test_a_row(name: str) -> None:
    """Also a stack of rows: each along its last axis."""
    expected = [ROW_WISE[name](row) for row in ROWS]
    for x, wanted in ((ROWS, expected), ([ROWS, ROWS[::-1]], [expected, expected[::-1]])):
        np.testing.assert_allclose(activation(name)(np.array(x)), wanted, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("name", ["softmax", "log_softmax"])
def test_rows_of_large_numbers(name: str) -> None:
    shifted = activation(name)(np.array(ROWS) + 5000)
    np.testing.assert_allclose(shifted, activation(name)(np.array(ROWS)), rtol=1e-9, atol=1e-12)
    both = activation(name)(np.array([ROWS[0], np.add(ROWS[0], 5000)]))
    np.testing.assert_allclose(both[1], both[0], rtol=1e-9)


@pytest.mark.parametrize("negative_slope", [0.0, 0.1])
@pytest.mark.parametrize("max_value", [None, 2.0])
@pytest.mark.parametrize("threshold", [0.0, 0.5, -1.0])
def test_relu_with_parameters(
    negative_slope: float, max_value: float | None, threshold: float
) -> None:
    def expected(x: float) -> float:
        """As the docstring of `keras.layers.ReLU` has it."""
        if max_value is not None and x >= max_value:
            return max_value
        return x if x > threshold else negative_slope * (x - threshold)

    arguments = {
        "negative_slope": negative_slope,
        "max_value": max_value,
        "threshold": threshold,
    }
    found = activation("relu", arguments)(np.array(X))
    np.testing.assert_allclose(found, [expected(x) for x in X], rtol=1e-12, atol=1e-12)
    assert relu(np.array([1.0, 3.0], np.float16), max_value=2.0).dtype == np.float16


@pytest.mark.parametrize(
    ("name", "parameters", "definition"),
    [
        ("elu", {"alpha": 0.5}, lambda x: elu(x, 0.5)),
        ("celu", {"alpha": 0.5}, lambda x: max(x, 0) + 0.5 * (math.exp(min(x, 0) / 0.5) - 1)),
        ("leaky_relu", {"negative_slope": 0.3}, lambda x: x if x > 0 else 0.3 * x),
        ("hard_shrink", {"threshold": 1.0}, lambda x: x if abs(x) > 1 else 0),
        (
            "soft_shrink",
            {"threshold": 1.0},
            lambda x: math.copysign(max(abs(x) - 1, 0), x),
        ),
    ],
)
def test_parameters(name: str, parameters: dict[str, float], definition: Scalar) -> None:
    found = activation(name, parameters)(np.array(X))
    np.testing.assert_allclose(found, [definition(x) for x in X], rtol=1e-12, atol=1e-12)


def test_small_arguments_keep_their_digits() -> None:
    x = np.array([-1e-12, 1e-12])
    np.testing.assert_allclose(activation("elu")(x), x, rtol=1e-9)
    np.testing.assert_allclose(activation("celu")(x), x, rtol=1e-9)

"""Ways to use keras.ops in a Functional model: one model each. No Keras is imported here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

Input = tuple[tuple[int | None, ...], str]
SEQUENCE: Input = ((None, 3), "float32")
FIXED: Input = ((6, 3), "float32")
VECTOR: Input = ((4,), "float32")
WHOLE: Input = ((None, 3), "int32")
TRUE: Input = ((None, 3), "bool")
HALF: Input = ((None, 3), "float16")


@dataclass(frozen=True)
class Case:
    """What is made of the inputs, given keras.ops and them; `in_step`: whether it keeps time."""

    build: Callable[..., Any]
    inputs: tuple[Input, ...] = (SEQUENCE,)
    in_step: bool | None = None


W = np.random.default_rng(1).standard_normal((3, 5)).astype(np.float32)


def each(names: list[str], prepare: Callable[..., Any] = lambda ops, x: x) -> Callable[..., Any]:
    """Every operation of that name on one tensor, made fit for them first."""

    def build(ops: Any, x: Any) -> list[Any]:
        x = prepare(ops, x)
        return [getattr(ops, name)(x) for name in names]

    return build


def each_of_two(names: list[str]) -> Callable[..., Any]:
    return lambda ops, x, y: [getattr(ops, name)(x, y) for name in names]


def each_along(names: list[str], axis: int, **more: Any) -> Callable[..., Any]:
    return lambda ops, x: [getattr(ops, name)(x, axis=axis, **more) for name in names]


def along(name: str, axis: Any, *, in_step: bool | None = None, **more: Any) -> Case:
    return Case(lambda ops, x: getattr(ops, name)(x, axis=axis, **more), in_step=in_step)


def of(kind: Input, build: Callable[..., Any], *, in_step: bool | None = None) -> Case:
    return Case(build, (kind,), in_step)


UNARY = """
    absolute abs negative square sign exp expm1 sin cos tan sinh cosh tanh arctan arcsinh ceil
    floor round isfinite isinf isnan logical_not ones_like zeros_like copy erf exp2 stop_gradient
    convert_to_tensor
""".split()  # noqa: SIM905
POSITIVE = ["log", "log1p", "log2", "log10", "sqrt", "rsqrt", "reciprocal"]
WITHIN = ["arccos", "arcsin", "arctanh"]
ACTIVATIONS = """
    relu relu6 sigmoid tanh softplus softsign silu log_sigmoid leaky_relu hard_sigmoid hard_silu elu
    selu gelu celu tanh_shrink hard_tanh hard_shrink soft_shrink softmax log_softmax sparsemax
    squareplus sparse_plus sparse_sigmoid
""".split()  # noqa: SIM905
BINARY = """
    add subtract multiply divide true_divide floor_divide mod maximum minimum arctan2 hypot
    logaddexp divide_no_nan equal not_equal greater greater_equal less less_equal logical_and
    logical_or logical_xor
""".split()  # noqa: SIM905
REDUCTIONS = """
    sum mean max min amax amin prod var std any all logsumexp median argmax argmin count_nonzero
""".split()  # noqa: SIM905

CASES: dict[str, Case] = {
    "elements": Case(each(UNARY), in_step=True),
    "elements_above_0": Case(each(POSITIVE, lambda ops, x: ops.absolute(x) + 0.1), in_step=True),
    "elements_within_1": Case(each(WITHIN, lambda ops, x: 0.9 * ops.tanh(x)), in_step=True),
    "elements_above_1": Case(lambda ops, x: ops.arccosh(ops.absolute(x) + 1)),
    "activations": Case(each(ACTIVATIONS), in_step=True),
    "activation_halves": of(HALF, lambda ops, x: [ops.sigmoid(x), ops.softmax(x), ops.gelu(x)]),
    "activation_arguments": Case(
        lambda ops, x: [
            ops.leaky_relu(x, 0.3),
            ops.elu(x, 0.5),
            ops.celu(x, 2.0),
            ops.hard_shrink(x, 1.0),
            ops.soft_shrink(x, 1.0),
            ops.squareplus(x, 2),
            ops.threshold(x, 0.5, -1),
            ops.gelu(x, approximate=False),
            ops.normalize(x),
            ops.normalize(x, order=3, axis=1),
        ]
    ),
    "glu": of(VECTOR, lambda ops, x: ops.glu(x)),
    "of_two": Case(each_of_two(BINARY), (SEQUENCE, SEQUENCE), True),
    "of_two_whole": Case(
        lambda ops, x, y: each_of_two(BINARY[:-3])(ops, x, y + 1), (WHOLE, WHOLE), True
    ),
    "along_time": Case(each_along(REDUCTIONS, 1), in_step=False),
    "along_features": Case(each_along(REDUCTIONS[:-1], -1, keepdims=True), in_step=True),
    "along_whole": of(WHOLE, each_along([n for n in REDUCTIONS if n != "logsumexp"], 1)),
    "along_halves": of(HALF, each_along(REDUCTIONS, 1)),
    "along_truths": of(TRUE, each_along(["sum", "mean", "any", "all", "std", "var"], 1)),
    "sum_both": along("sum", (1, 2)),
    "max_initial": along("max", 1, initial=0.5),
    "norms": Case(
        lambda ops, x: [
            ops.norm(x, axis=-1),
            ops.norm(x, axis=1, ord=1, keepdims=True),
            ops.norm(x, axis=(1, 2)),
            ops.norm(x, axis=1, ord=3),
        ]
    ),
    "average": Case(lambda ops, x: ops.average(x, axis=1)),
    "average_weighed": Case(
        lambda ops, x: ops.average(x, axis=-1, weights=np.array([1.0, 2.0, 3.0], "float32"))
    ),
    "cumsum": along("cumsum", 1, in_step=True),
    "cumsum_features": along("cumsum", -1, in_step=True),
    "cumprod": along("cumprod", 1, in_step=True),
    "cumsum_truths": of(TRUE, lambda ops, x: ops.cumsum(x, axis=1)),
    "diff": along("diff", 1, in_step=False),
    "sort": along("sort", 1, in_step=False),
    "argsort": along("argsort", -1, in_step=True),
    "top_k": Case(lambda ops, x: list(ops.top_k(x, 2)), in_step=True),
    "moments": Case(lambda ops, x: list(ops.moments(x, axes=[1]))),
    "ptp": along("ptp", 1),
    # Numbers, and tensors of several dtypes
    "numbers": Case(lambda ops, x: (2 * x - 1) / 3 + x**2 - (1 - x) // 2 + (x % 2), in_step=True),
    "powers": Case(lambda ops, x: [ops.power(x, 2), ops.power(2.0, x), x**3]),
    "whole_numbers": of(
        WHOLE, lambda ops, x: [2 * x, x * 2.0, x / 2, x + True, x // 2, x % 2, -x, x**2, x > 1]
    ),
    "half_numbers": of(HALF, lambda ops, x: [2 * x, x * 2.5, x + 1, x > 1, ops.sum(x, axis=1)]),
    "mixed": Case(
        lambda ops, x, y, z: [x + y, y * z, x * z, ops.maximum(x, z), ops.where(z > 0, y, x)],
        (SEQUENCE, WHOLE, HALF),
        True,
    ),
    "wide": Case(lambda ops, x, y: [x + y, x * 2], (((None, 3), "int64"), SEQUENCE)),
    "constants": Case(
        lambda ops, x: [
            x + np.array([1.0, 2.0, 3.0], "float32"),
            x * ops.ones((3,)),
            x * np.float32(3),
        ],
        in_step=True,
    ),
    "clips": Case(lambda ops, x: [ops.clip(x, -1, 1), ops.clip(x, -0.5, 0.25)], in_step=True),
    "clip_whole": of(WHOLE, lambda ops, x: ops.clip(x, 1, 2)),
    "rounds": Case(lambda ops, x: [ops.round(x, 1), ops.round(10 * x, -1)], in_step=True),
    "casts": Case(
        lambda ops, x: [
            ops.cast(x, "int32"),
            ops.cast(x, "bool"),
            ops.cast(x > 0, "float32"),
            ops.cast(x, "float16"),
        ],
        in_step=True,
    ),
    "wheres": Case(
        lambda ops, x: [ops.where(x > 0, x, 0.0), ops.where(x > 0, 1, 0), ops.where(x, x, -1)],
        in_step=True,
    ),
    "infinity": Case(lambda ops, x: ops.softmax(ops.where(x > 0, x, float("-inf")))),
    "filled": Case(
        lambda ops, x: [ops.full_like(x, 3), ops.ones_like(x, dtype="int32")], in_step=True
    ),
    "nan_to_num": Case(lambda ops, x: ops.nan_to_num(ops.log(x))),
    "truths": Case(lambda ops, x: [~(x > 0), (x > 0) & (x < 1), (x > 1) | (x < 0)]),
    # Shapes
    "item_last": Case(lambda ops, x: x[:, -1], in_step=False),
    "item_first": Case(lambda ops, x: x[:, 0]),
    "item_behind_a_dummy": of(((None, 2), "float32"), lambda ops, x: x[:, 5]),
    "item_all": Case(lambda ops, x: x[:, :], in_step=True),
    "item_row_slice": Case(lambda ops, x: x[:, 1:], in_step=False),
    "item_row_head": Case(lambda ops, x: x[:, :-1], in_step=False),
    "item_long_head": Case(lambda ops, x: x[:, :5], in_step=False),
    "item_every_second": Case(lambda ops, x: x[:, ::2], in_step=False),
    "item_reversed": Case(lambda ops, x: x[:, ::-1], in_step=False),
    "item_feature": Case(lambda ops, x: x[:, :, 1], in_step=True),
    "item_features": Case(lambda ops, x: x[:, :, 1:], in_step=True),
    "item_dots": Case(lambda ops, x: x[..., -1], in_step=True),
    "item_new_axis": Case(lambda ops, x: x[:, None], in_step=False),
    "item_new_last": Case(lambda ops, x: x[..., None], in_step=True),
    "item_mixed": Case(lambda ops, x: x[:, 1:3, None, ::-1]),
    "item_one_number": Case(lambda ops, x: x[:, 0, 0]),
    "expand": Case(lambda ops, x: [ops.expand_dims(x, 1), ops.expand_dims(x, (1, -1))]),
    "expand_last": along("expand_dims", -1, in_step=True),
    "squeeze": of(
        FIXED, lambda ops, x: [ops.squeeze(x[:, :1], 1), ops.squeeze(x[:, :, :1], axis=-1)]
    ),
    "squeeze_all": of(FIXED, lambda ops, x: ops.squeeze(x[:, :, :1])),
    "reshape": of(FIXED, lambda ops, x: [ops.reshape(x, (-1, 18)), ops.reshape(x, (-1, 3, 6))]),
    "reshape_open": of(
        ((None, 2, 3), "float32"),
        lambda ops, x: ops.reshape(x[:, :2], (-1, 12)),
    ),
    "transpose": Case(lambda ops, x: ops.transpose(x, (0, 2, 1)), in_step=False),
    "swapaxes": Case(lambda ops, x: ops.swapaxes(x, 1, 2)),
    "moveaxis": Case(lambda ops, x: ops.moveaxis(x, -1, 1)),
    "concatenate": Case(
        lambda ops, x, y: ops.concatenate([x, y], axis=-1), (SEQUENCE, SEQUENCE), True
    ),
    "concatenate_time": Case(
        lambda ops, x, y: ops.concatenate([x, y], axis=1), (SEQUENCE, SEQUENCE), False
    ),
    "concatenate_mixed": Case(
        lambda ops, x, y: ops.concatenate([x, y], -1), (SEQUENCE, WHOLE), True
    ),
    "stack": Case(lambda ops, x: [ops.stack([x, 2 * x], axis=1), ops.stack([x, x], axis=-1)]),
    "append": of(FIXED, lambda ops, x: ops.append(x, x, axis=1)),
    "hstack": Case(lambda ops, x: ops.hstack([x, x])),
    "split": Case(lambda ops, x: ops.split(x, 3, axis=-1), in_step=True),
    "split_at": Case(lambda ops, x: ops.split(x, [1], axis=2), in_step=True),
    "split_time": of(FIXED, lambda ops, x: ops.split(x, [2], axis=1), in_step=False),
    "unstack": of(FIXED, lambda ops, x: ops.unstack(x, axis=1), in_step=False),
    "repeat": Case(lambda ops, x: ops.repeat(x, 2, axis=1), in_step=False),
    "repeat_unequal": Case(lambda ops, x: ops.repeat(x, [1, 2, 3], axis=2), in_step=True),
    "tile": Case(lambda ops, x: [ops.tile(x, [1, 2, 1]), ops.tile(x, 2)]),
    "flip": along("flip", 1, in_step=False),
    "flip_features": along("flip", -1, in_step=True),
    "roll": Case(lambda ops, x: ops.roll(x, 1, axis=1), in_step=False),
    "pad": Case(
        lambda ops, x: [
            ops.pad(x, ((0, 0), (1, 2), (0, 0))),
            ops.pad(x, ((0, 0), (1, 0), (0, 0)), constant_values=2.0),
            ops.pad(x, ((0, 0), (1, 1), (0, 0)), mode="reflect"),
        ]
    ),
    "pad_features": Case(lambda ops, x: ops.pad(x, ((0, 0), (0, 0), (1, 1))), in_step=True),
    "take": Case(lambda ops, x: [ops.take(x, [0, 2], axis=1), ops.take(x, -1, axis=1)]),
    "take_features": Case(lambda ops, x: ops.take(x, [2, 0], axis=-1), in_step=True),
    "take_behind_a_dummy": Case(lambda ops, x: ops.take(x, np.array([5]), axis=1)),
    "take_along_axis": Case(
        lambda ops, x, y: ops.take_along_axis(x, y[:, :1], axis=1), (SEQUENCE, WHOLE)
    ),
    "tril": of(((4, 4), "float32"), lambda ops, x: [ops.tril(x), ops.triu(x, 1)]),
    "diagonal": of(((4, 4), "float32"), lambda ops, x: ops.diagonal(x, axis1=1, axis2=2)),
    "one_hot": of(WHOLE, lambda ops, x: [ops.one_hot(x, 4), ops.one_hot(x, 4, axis=1)]),
    "one_hot_tokens": of(((None,), "int32"), lambda ops, x: ops.one_hot(x, 4), in_step=True),
    # Products
    "matmul": Case(lambda ops, x: x @ ops.transpose(x, (0, 2, 1))),
    "matmul_constant": Case(lambda ops, x: [ops.matmul(x, W), x @ W], in_step=True),
    "matmul_vector": of(VECTOR, lambda ops, x: ops.matmul(x, np.ones((4, 2), "float32"))),
    "dot": Case(lambda ops, x: ops.dot(x, W), in_step=True),
    "tensordot": Case(lambda ops, x: ops.tensordot(x, W, axes=1), in_step=True),
    "tensordot_axes": Case(lambda ops, x: ops.tensordot(x, W, axes=[[2], [0]])),
    "einsum": Case(lambda ops, x, y: ops.einsum("bij,bkj->bik", x, y), (SEQUENCE, SEQUENCE)),
    "einsum_dots": Case(lambda ops, x: ops.einsum("...j,jk->...k", x, W), in_step=True),
    "einsum_two": of(FIXED, lambda ops, x: ops.einsum("bij,bij->b", x, x)),
    # What people write
    "attention": Case(
        lambda ops, x, y: ops.sum(
            x * ops.softmax(ops.sum(x * ops.expand_dims(y[:, :3], 1), -1, keepdims=True), axis=1),
            axis=1,
        ),
        (SEQUENCE, VECTOR),
    ),
    "masked_mean": Case(
        lambda ops, x: (
            ops.sum(x * ops.cast(x > 0, "float32"), axis=1)
            / ops.maximum(ops.sum(ops.cast(x > 0, "float32"), axis=1), 1.0)
        )
    ),
    "broadcast_over_time": Case(
        lambda ops, x, y: x * y[:, None, :3], (SEQUENCE, VECTOR), in_step=True
    ),
    "standardised": Case(
        lambda ops, x: (
            (x - ops.mean(x, axis=-1, keepdims=True)) / (ops.std(x, axis=-1, keepdims=True) + 1e-3)
        ),
        in_step=True,
    ),
}

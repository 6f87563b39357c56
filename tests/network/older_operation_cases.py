"""Operations of TensorFlow as tf.keras 2.15 writes them in models, and as TensorFlow is told them.

The nodes are what `model.to_json()` of tf.keras gives; "x" is an input of (5, 3), "y" one of (3,).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

FULL = {"start": None, "stop": None, "step": None}
X, Y = ["x", 0, 0], ["y", 0, 0]
W = [[1.0, 2.0], [3.0, -1.0], [0.5, 0.25]]


@dataclass(frozen=True)
class Case:
    """function: its name in TensorFlow; node: how it is called; meant: the same in Python."""

    function: str
    node: Any
    meant: Callable[..., Any]
    class_name: str = "TFOpLambda"


def item(spec: Any, meant: Callable[..., Any]) -> Case:
    node = [*X, {"slice_spec": spec}]
    return Case("__operators__.getitem", node, meant, "SlicingOpLambda")


def of_x(function: str, meant: Callable[..., Any], **said: Any) -> Case:
    return Case(function, [*X, said], meant)


def constant(function: str, value: Any, meant: Callable[..., Any], **said: Any) -> Case:
    return Case(function, ["_CONSTANT_VALUE", -1, value, said], meant)


def plain(function: str) -> Case:
    def meant(tf: Any, x: Any, y: Any) -> Any:
        for part in function.split("."):
            tf = getattr(tf, part)
        return tf(x)

    return of_x(function, meant, name=None)


CASES: dict[str, Case] = {
    "last": item([FULL, -1], lambda tf, x, y: x[:, -1]),
    "dots": item(
        [{"class_name": "__ellipsis__"}, None, {"start": 1, "stop": 2, "step": None}],
        lambda tf, x, y: x[..., None, 1:2],
    ),
    "every second": item(
        [FULL, {"start": None, "stop": None, "step": 2}], lambda tf, x, y: x[:, ::2]
    ),
    "times 2": constant("math.multiply", 2.0, lambda tf, x, y: 2 * x, y=X, name=None),
    "minus 1": of_x("math.subtract", lambda tf, x, y: x - 1, y=1, name=None),
    "1 minus": constant("math.subtract", 1.0, lambda tf, x, y: 1 - x, y=X, name=None),
    "plus a list": of_x(
        "__operators__.add",
        lambda tf, x, y: tf.add(x, [1.0, 2.0, 3.0]),
        y=[1.0, 2.0, 3.0],
        name=None,
    ),
    "by 3": of_x("math.truediv", lambda tf, x, y: x / 3, y=3, name=None),
    "floor": of_x("compat.v1.floor_div", lambda tf, x, y: x // 2, y=2, name=None),
    "modulo": of_x("math.floormod", lambda tf, x, y: x % 2, y=2, name=None),
    "squared": of_x("math.pow", lambda tf, x, y: x**2, y=2, name=None),
    "itself": of_x("math.multiply", lambda tf, x, y: x * x, y=X),
    **{
        f"of one: {name}": plain(name)
        for name in (
            "math.abs",
            "math.exp",
            "math.negative",
            "math.sign",
            "math.square",
            "math.tanh",
            "math.sigmoid",
            "math.softplus",
            "math.sin",
            "math.round",
            "math.floor",
            "nn.relu",
            "nn.relu6",
            "nn.elu",
            "nn.selu",
            "nn.silu",
            "nn.softmax",
            "nn.log_softmax",
            "nn.leaky_relu",
            "nn.gelu",
            "identity",
            "stop_gradient",
            "zeros_like",
            "ones_like",
        )
    },
    "gelu approximate": of_x(
        "nn.gelu", lambda tf, x, y: tf.nn.gelu(x, approximate=True), approximate=True
    ),
    "gelu": of_x("nn.gelu", lambda tf, x, y: tf.nn.gelu(x), approximate=False),
    "leaky": of_x("nn.leaky_relu", lambda tf, x, y: tf.nn.leaky_relu(x, 0.3), alpha=0.3),
    "softmax over time": of_x("nn.softmax", lambda tf, x, y: tf.nn.softmax(x, axis=1), axis=1),
    **{
        f"reduced: {name}": of_x(
            f"math.reduce_{name}",
            lambda tf, x, y, name=name: getattr(tf.math, f"reduce_{name}")(x, 1, True),
            axis=1,
            keepdims=True,
        )
        for name in ("sum", "mean", "max", "min", "prod", "std", "variance", "logsumexp")
    },
    "sum of two axes": of_x(
        "math.reduce_sum", lambda tf, x, y: tf.reduce_sum(x, [1, 2]), axis=[1, 2]
    ),
    "argmax": of_x("math.argmax", lambda tf, x, y: tf.argmax(x, -1), axis=-1),
    "argmin of 32 bits": of_x(
        "math.argmin", lambda tf, x, y: tf.argmin(x, 1, tf.int32), axis=1, output_type="int32"
    ),
    "cumsum": of_x("math.cumsum", lambda tf, x, y: tf.cumsum(x, axis=1), axis=1),
    "norm": of_x(
        "compat.v1.norm",
        lambda tf, x, y: tf.norm(x, axis=-1),
        ord="euclidean",
        axis=-1,
        keepdims=None,
        name=None,
    ),
    "normalised": of_x("math.l2_normalize", lambda tf, x, y: tf.math.l2_normalize(x, -1), axis=-1),
    "clipped": of_x(
        "clip_by_value",
        lambda tf, x, y: tf.clip_by_value(x, -1, 1),
        clip_value_min=-1,
        clip_value_max=1,
    ),
    "concatenated": Case(
        "concat",
        [[*X, {"axis": 1}], [*X, {"axis": 1}]],
        lambda tf, x, y: tf.concat([x, x], axis=1),
    ),
    "stacked": Case(
        "stack", [[*X, {"axis": 1}], [*X, {"axis": 1}]], lambda tf, x, y: tf.stack([x, x], axis=1)
    ),
    "split": of_x("split", lambda tf, x, y: tf.split(x, 3, axis=-1), num_or_size_splits=3, axis=-1),
    "split by sizes": of_x(
        "split",
        lambda tf, x, y: tf.split(x, [1, -1], axis=-1),
        num_or_size_splits=[1, -1],
        axis=-1,
    ),
    "split by sizes, the rest first": of_x(
        "split",
        lambda tf, x, y: tf.split(x, [1, -1, 1, 1], axis=1),
        num_or_size_splits=[1, -1, 1, 1],
        axis=1,
    ),
    "unstacked": of_x("unstack", lambda tf, x, y: tf.unstack(x, axis=1), axis=1),
    "reshaped": of_x("reshape", lambda tf, x, y: tf.reshape(x, (-1, 15)), shape=[-1, 15]),
    "expanded": of_x("expand_dims", lambda tf, x, y: tf.expand_dims(x, -1), axis=-1),
    "transposed": of_x(
        "compat.v1.transpose",
        lambda tf, x, y: tf.transpose(x, (0, 2, 1)),
        perm=[0, 2, 1],
        name="transpose",
        conjugate=False,
    ),
    "tiled": of_x("tile", lambda tf, x, y: tf.tile(x, [1, 2, 1]), multiples=[1, 2, 1], name=None),
    "reversed": of_x("reverse", lambda tf, x, y: tf.reverse(x, [1]), axis=[1], name=None),
    "rolled": of_x("roll", lambda tf, x, y: tf.roll(x, 1, 1), shift=1, axis=1),
    "repeated": of_x("repeat", lambda tf, x, y: tf.repeat(x, 3, axis=1), repeats=3, axis=1),
    "padded": of_x(
        "compat.v1.pad",
        lambda tf, x, y: tf.pad(x, [[0, 0], [1, 2], [0, 0]]),
        paddings=[[0, 0], [1, 2], [0, 0]],
        mode="CONSTANT",
        name=None,
        constant_values=0,
    ),
    "reflected": of_x(
        "compat.v1.pad",
        lambda tf, x, y: tf.pad(x, [[0, 0], [1, 0], [0, 0]], "REFLECT"),
        paddings=[[0, 0], [1, 0], [0, 0]],
        mode="REFLECT",
        name=None,
        constant_values=0,
    ),
    "gathered": of_x(
        "compat.v1.gather",
        lambda tf, x, y: tf.gather(x, [0, 1], axis=1),
        indices=[0, 1],
        validate_indices=None,
        name=None,
        axis=1,
        batch_dims=0,
    ),
    "sliced": of_x(
        "slice",
        lambda tf, x, y: tf.slice(x, [0, 1, 0], [-1, 2, -1]),
        begin=[0, 1, 0],
        size=[-1, 2, -1],
    ),
    "matrices": of_x(
        "linalg.matmul",
        lambda tf, x, y: tf.matmul(x, x, transpose_b=True),
        b=X,
        transpose_b=True,
    ),
    "matrices turned": of_x(
        "linalg.matmul", lambda tf, x, y: tf.matmul(x, x, transpose_a=True), b=X, transpose_a=True
    ),
    "tensordot": of_x("tensordot", lambda tf, x, y: tf.tensordot(x, W, 1), b=W, axes=1),
    "bias": of_x(
        "nn.bias_add", lambda tf, x, y: tf.nn.bias_add(x, [1.0, 2.0, 3.0]), bias=[1.0, 2.0, 3.0]
    ),
    "greater": of_x("math.greater", lambda tf, x, y: x > 0, y=0, name=None),
    "not equal": of_x("math.not_equal", lambda tf, x, y: tf.not_equal(x, 0), y=0),
    "where": Case(
        "where",
        [*X, {"x": X, "y": 0.5}],
        lambda tf, x, y: tf.where(tf.cast(x, bool), x, 0.5),
    ),
    "cast": of_x("cast", lambda tf, x, y: tf.cast(x, tf.int32), dtype="int32"),
    "best": of_x("math.top_k", lambda tf, x, y: tf.math.top_k(x, 2), k=2),
    "vectors": Case(
        "math.maximum", [*Y, {"y": 0.0, "name": None}], lambda tf, x, y: tf.maximum(y, 0)
    ),
}

"""Converts TensorFlow operations in Functional models of tf.keras 2.4 to 2.15 to keras.ops.

In these models `2 * x` is a TFOpLambda layer for "math.multiply", and `x[:, -1]` a SlicingOpLambda.
A node holds the first argument, [layer, call, index, {keywords}] or a list of those; all other
arguments are keywords. A constant is ["_CONSTANT_VALUE", -1, value, {keywords}].

Sources: `tf_keras.src.layers.core.tf_op_layer`, `tf_keras.src.engine.node`, TensorFlow's signatures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from rnntui.network.keras.legacy.operation_names import OPERATIONS_OF_TENSORFLOW

Config = dict[str, Any]

_CLASSES = ("TFOpLambda", "SlicingOpLambda")
_CONSTANT = "_CONSTANT_VALUE"
# The names of tensor arguments in keras.ops, after the first.
_TENSORS = ("x1", "x2")
# The module makes no difference: nn.tanh is math.tanh.
_MODULES = ("__operators__.", "compat.v1.", "linalg.", "math.", "nn.")


def is_older_operation(class_name: Any) -> bool:
    """Whether a layer of that class is a TensorFlow operation."""
    return class_name in _CLASSES


def present_operation(entry: Mapping[str, Any]) -> Config:
    """An operation in the form of Keras 3; without an equivalent, it keeps its name, "tf.NAME"."""
    config = entry.get("config")
    config = config if isinstance(config, dict) else {}
    function = str(config.get("function"))
    name = entry.get("name") or config.get("name")
    nodes = entry.get("inbound_nodes")
    calls = [_call(node) for node in (nodes if isinstance(nodes, list) else [])]
    found = OPERATIONS_OF_TENSORFLOW.get(_plain(function))
    class_name = f"tf.{function}"
    if found is not None:
        class_name, names = found
        special = _SPECIAL.get(_plain(function))
        calls = [
            {
                **call,
                "kwargs": _renamed(special(call["kwargs"]) if special else call["kwargs"], names),
            }
            for call in calls
        ]
    return {
        "module": "keras.src.ops.numpy",
        "class_name": class_name,
        "config": {"name": name},
        "name": name,
        "inbound_nodes": calls,
    }


def _plain(function: str) -> str:
    for module in _MODULES:
        function = function.removeprefix(module)
    return function


def _renamed(kwargs: Config, names: Mapping[str, str]) -> Config:
    """Keywords by their names in Keras 3, without "name", None, and False for unlisted keywords."""
    return {
        names.get(key, key): _array(value) if names.get(key) in _TENSORS else value
        for key, value in kwargs.items()
        if key != "name" and (key in names or value not in (None, False)) and value is not None
    }


def _call(node: Any) -> Config:
    """A call: the first argument positional, the others by keyword."""
    keywords: Config = {}
    for entry in _entries(node):
        if len(entry) > 3 and isinstance(entry[3], dict):
            keywords |= entry[3]
    return {"args": [_first(node)], "kwargs": {k: _value(v) for k, v in keywords.items()}}


def _entries(node: Any) -> Iterator[list[Any]]:
    match node:
        case [str(), int(), _, *_]:
            yield node
        case list():
            for item in node:
                yield from _entries(item)


def _first(node: Any) -> Any:
    match node:
        case [str(name), int(), value, *_] if name == _CONSTANT:
            return _array(_value(value))
        case [str(name), int(call), int(index), *_]:
            return _tensor(name, call, index)
        case list():
            return [_first(item) for item in node]
    return _value(node)


def _value(value: Any) -> Any:
    """A keyword argument, with its [layer, call, index] lists converted to tensors."""
    match value:
        case [str(name), int(), constant, *_] if name == _CONSTANT:
            return _value(constant)
        case [str(name), int(call), int(index)]:
            return _tensor(name, call, index)
        case list():
            return [_value(item) for item in value]
        case {"start": start, "stop": stop, "step": step} if len(value) == 3:
            return _slice(_value(start), _value(stop), _value(step))
        case {"class_name": "__ellipsis__"}:
            return {"class_name": "__ellipsis__", "config": {}}
    return value


def _array(value: Any) -> Any:
    """A list of numbers as a constant tensor; other values unchanged."""
    kinds = {type(number) for number in _numbers(value)}
    if not isinstance(value, list) or not kinds or not kinds <= {bool, int, float}:
        return value
    dtype = "float32" if float in kinds else "int32" if int in kinds else "bool"
    return {"class_name": "__numpy__", "config": {"value": value, "dtype": dtype}}


def _numbers(value: Any) -> Iterator[Any]:
    if isinstance(value, list):
        for item in value:
            yield from _numbers(item)
    else:
        yield value


def _tensor(name: str, call: int, index: int) -> Config:
    return {"class_name": "__keras_tensor__", "config": {"keras_history": [name, call, index]}}


def _slice(start: Any = None, stop: Any = None, step: Any = None) -> Config:
    return {
        "class_name": "__slice__",
        "config": {"start": start, "stop": stop, "step": step},
    }


def _argmax(kwargs: Config) -> Config:
    return {"output_type": "int64", **kwargs}


def _gather(kwargs: Config) -> Config:
    axis = kwargs.get("axis")
    return kwargs | {"axis": kwargs.get("batch_dims") or 0 if axis is None else axis}


def _norm(kwargs: Config) -> Config:
    return kwargs | {"ord": None if kwargs.get("ord") == "euclidean" else kwargs.get("ord")}


def _l2_normalize(kwargs: Config) -> Config:
    # In TensorFlow, epsilon is the minimum of the sum of squares; in Keras 3, of the norm.
    epsilon = kwargs.get("epsilon", 1e-12)
    return kwargs | {"epsilon": epsilon**0.5 if isinstance(epsilon, float | int) else epsilon}


def _pad(kwargs: Config) -> Config:
    return kwargs | {"mode": str(kwargs.get("mode") or "CONSTANT").lower()}


def _split(kwargs: Config) -> Config:
    """Split sizes as end indices, as in Keras 3; one TensorFlow size may be -1, for the rest."""
    sizes = kwargs.get("num_or_size_splits")
    kwargs = {"axis": 0, **kwargs}
    if not isinstance(sizes, list) or not all(type(size) is int for size in sizes):
        return kwargs
    rest = sizes.index(-1) if -1 in sizes else len(sizes) - 1
    ends = [sum(sizes[: place + 1]) for place in range(rest)]
    ends += [-sum(sizes[place:]) for place in range(rest + 1, len(sizes))]
    return kwargs | {"num_or_size_splits": ends}


def _tf_slice(kwargs: Config) -> Config:
    """tf.slice: `size` elements from `begin`, -1 for all."""
    begin, size = kwargs.pop("begin", None), kwargs.pop("size", None)
    if not isinstance(begin, list) or not isinstance(size, list) or len(begin) != len(size):
        return kwargs | {"begin": begin, "size": size}
    numbers = all(type(number) is int for number in (*begin, *size))
    keys = [
        _slice(first or None, None if count == -1 else first + count) if numbers else first
        for first, count in zip(begin, size, strict=True)
    ]
    return kwargs | {"key": keys}


_SPECIAL: Mapping[str, Callable[[Config], Config]] = {
    "argmax": _argmax,
    "argmin": _argmax,
    "cumprod": lambda kwargs: {"axis": 0, **kwargs},
    "cumsum": lambda kwargs: {"axis": 0, **kwargs},
    "gather": _gather,
    "gelu": lambda kwargs: {"approximate": False, **kwargs},
    "l2_normalize": _l2_normalize,
    "norm": _norm,
    "pad": _pad,
    "slice": _tf_slice,
    "split": _split,
}

"""The operations of TensorFlow in Functional models of tf.keras 2.4 to 2.15, as those of keras.ops.

`2 * x` is a TFOpLambda layer of "math.multiply" there, `x[:, -1]` a SlicingOpLambda. A node is the
first argument, [layer, call, index, {keywords}] or a list of those, with all others as keywords;
a constant is ["_CONSTANT_VALUE", -1, value, {keywords}].

Source: `tf_keras.src.layers.core.tf_op_layer`, `tf_keras.src.engine.node`, TensorFlow's signatures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from rnntui.network.keras.legacy.operation_names import OPERATIONS_OF_TENSORFLOW

Config = dict[str, Any]

_CLASSES = ("TFOpLambda", "SlicingOpLambda")
_CONSTANT = "_CONSTANT_VALUE"
# What keras.ops calls its tensors, besides the first.
_TENSORS = ("x1", "x2")
# A function's place in TensorFlow does not tell one meaning from another: nn.tanh is math.tanh.
_MODULES = ("__operators__.", "compat.v1.", "linalg.", "math.", "nn.")


def is_older_operation(class_name: Any) -> bool:
    """Whether a layer of that class is an operation of TensorFlow."""
    return class_name in _CLASSES


def present_operation(entry: Mapping[str, Any]) -> Config:
    """An operation as Keras 3 would list it; one that has no like there keeps its own name."""
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


def _renamed(said: Config, names: Mapping[str, str]) -> Config:
    """Keywords by Keras 3's names; those that are None or False are left out, as are names."""
    return {
        names.get(key, key): _array(value) if names.get(key) in _TENSORS else value
        for key, value in said.items()
        if key != "name" and (key in names or value not in (None, False)) and value is not None
    }


def _call(node: Any) -> Config:
    """One call: its first argument in place, the others by keyword."""
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
    """An argument by keyword, in which tensors are [layer, call, index]."""
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
    """A constant tensor, where it is a list of numbers."""
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


def _argmax(said: Config) -> Config:
    return {"output_type": "int64", **said}


def _gather(said: Config) -> Config:
    axis = said.get("axis")
    return said | {"axis": said.get("batch_dims") or 0 if axis is None else axis}


def _norm(said: Config) -> Config:
    return said | {"ord": None if said.get("ord") == "euclidean" else said.get("ord")}


def _l2_normalize(said: Config) -> Config:
    # TensorFlow keeps the sum of squares above epsilon, Keras 3 the norm.
    epsilon = said.get("epsilon", 1e-12)
    return said | {"epsilon": epsilon**0.5 if isinstance(epsilon, float | int) else epsilon}


def _pad(said: Config) -> Config:
    return said | {"mode": str(said.get("mode") or "CONSTANT").lower()}


def _split(said: Config) -> Config:
    """Keras 3 is told where the parts end; of TensorFlow's sizes, one may be -1 for the rest."""
    sizes = said.get("num_or_size_splits")
    said = {"axis": 0, **said}
    if not isinstance(sizes, list) or not all(type(size) is int for size in sizes):
        return said
    rest = sizes.index(-1) if -1 in sizes else len(sizes) - 1
    ends = [sum(sizes[: place + 1]) for place in range(rest)]
    ends += [-sum(sizes[place:]) for place in range(rest + 1, len(sizes))]
    return said | {"num_or_size_splits": ends}


def _part(said: Config) -> Config:
    """tf.slice, from `begin` on `size` elements, -1 for all."""
    begin, size = said.pop("begin", None), said.pop("size", None)
    if not isinstance(begin, list) or not isinstance(size, list) or len(begin) != len(size):
        return said | {"begin": begin, "size": size}
    numbers = all(type(number) is int for number in (*begin, *size))
    keys = [
        _slice(first or None, None if count == -1 else first + count) if numbers else first
        for first, count in zip(begin, size, strict=True)
    ]
    return said | {"key": keys}


_SPECIAL: Mapping[str, Callable[[Config], Config]] = {
    "argmax": _argmax,
    "argmin": _argmax,
    "cumprod": lambda said: {"axis": 0, **said},
    "cumsum": lambda said: {"axis": 0, **said},
    "gather": _gather,
    "gelu": lambda said: {"approximate": False, **said},
    "l2_normalize": _l2_normalize,
    "norm": _norm,
    "pad": _pad,
    "slice": _part,
    "split": _split,
}

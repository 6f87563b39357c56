"""The calls of a Functional model's layers: their tensors and constants."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from rnntui.errors import ModelFileError, UnknownLayerError
from rnntui.network.keras.models.operations import is_operation, operation_call
from rnntui.network.keras.models.tensor_refs import tensors
from rnntui.network.layer_classes import LAYER_CLASSES
from rnntui.network.network import Call, TensorRef


def read_calls(entry: Mapping[str, Any], source: str, inputs: Sequence[str] = ()) -> Iterator[Call]:
    """The calls of a Functional layer, from its `inbound_nodes` in Keras 3's form.

    Args:
        entry: the layer or nested model.
        source: the file's name, for messages.
        inputs: for a nested model, the names of its inputs, which a call may use as keywords.

    Raises:
        ModelFileError: a form that Keras does not write.
        UnknownLayerError: a call with training=True, or with constants that rnntui does not know.
    """
    if entry.get("class_name") == "InputLayer":
        yield Call(())
        return
    nodes = entry.get("inbound_nodes", [])
    for node in nodes if isinstance(nodes, list) else [nodes]:
        if not _is_node(node):
            raise ModelFileError(
                f"{source}: layer '{entry.get('name')}' is connected in a form that "
                "its Keras did not write; open it with Keras and save it again"
            )
        if is_operation(entry):
            yield operation_call(node, source)
            continue
        kwargs = node.get("kwargs", {})
        keywords = tuple(
            (key, reference)
            for key, value in kwargs.items()
            for reference in tensors(value, source)
        )
        given = tuple(tensors(_by_name(node["args"], inputs), source))
        yield Call(given, keywords, tuple(_constants(entry, kwargs, source)))


def _is_node(node: Any) -> bool:
    return isinstance(node, dict) and "args" in node and isinstance(node.get("kwargs", {}), dict)


def _by_name(value: Any, names: Sequence[str]) -> Any:
    """Arguments with tensors that are keyed by a model's input names brought into input order."""
    match value:
        case [dict() as named] if "class_name" not in named:
            if set(names) <= named.keys():
                return [named[name] for name in names]
            # As Keras flattens a dictionary.
            return [named[key] for key in sorted(named)]
    return value


def _constants(
    entry: Mapping[str, Any], kwargs: Mapping[str, Any], source: str
) -> Iterator[tuple[str, bool | int | float | str]]:
    """The arguments of a call that are not tensors."""
    place = f"{source}: layer '{entry.get('name')}' ({entry.get('class_name')})"
    for key, value in kwargs.items():
        if key == "training":
            if value and _differs_in_training(entry):
                raise UnknownLayerError(
                    f"{place} is called as in training (training=True), which rnntui does not "
                    "compute"
                )
        elif isinstance(value, bool | int | float | str):
            yield key, value
        elif _holds_values(value):
            raise UnknownLayerError(f"{place} has a constant for its argument {key}")


def _differs_in_training(value: Any) -> bool:
    """Whether a layer, or a layer inside it, computes something else in training."""
    match value:
        case {"class_name": "BatchNormalization", "config": {"trainable": False}}:
            return False
        case {"class_name": str(name)} if (
            name in LAYER_CLASSES and LAYER_CLASSES[name].differs_in_training
        ):
            return True
        case dict():
            dropout = any(value.get(key) for key in ("dropout", "recurrent_dropout"))
            return dropout or any(map(_differs_in_training, value.values()))
        case list():
            return any(map(_differs_in_training, value))
    return False


def _holds_values(value: Any) -> bool:
    """Whether a structure contains anything but None and tensors."""
    match value:
        case {"class_name": "__keras_tensor__"}:
            return False
        case dict():
            return any(map(_holds_values, value.values()))
        case list():
            return any(map(_holds_values, value))
    return value is not None


def references_in(call: Call) -> Iterator[TensorRef]:
    """All tensors that a call uses."""
    yield from call.inputs
    for _, reference in call.keywords:
        yield reference


def with_references(call: Call, changed: Callable[[TensorRef], TensorRef]) -> Call:
    """The same call with other tensors."""

    def argument(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(map(argument, value))
        return changed(value) if isinstance(value, TensorRef) else value

    return replace(
        call,
        inputs=tuple(map(changed, call.inputs)),
        keywords=tuple((key, changed(reference)) for key, reference in call.keywords),
        constants=tuple((key, argument(value)) for key, value in call.constants),
        arguments=argument(call.arguments),
    )

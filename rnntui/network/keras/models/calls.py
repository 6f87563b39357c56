"""The calls of a Functional model's layers: the tensors and constants that each is given."""

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
    """The calls of a Functional layer, from its `inbound_nodes` as Keras 3 writes them.

    Args:
        entry: the layer, or a model used as one.
        source: the file's name, for messages.
        inputs: of a model, the names of its inputs, which a call may give by name.

    Raises:
        ModelFileError: a form that Keras does not write.
        UnknownLayerError: a call as in training, or with constants that rnntui does not know.
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
    """Arguments where tensors given by the names of a model's inputs are in their order."""
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
    """What a call says besides its tensors."""
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
            raise UnknownLayerError(f"{place} is given a constant as its {key}")


def _differs_in_training(value: Any) -> bool:
    """Whether what is computed in training differs, for a layer or any layer inside it."""
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
    """Whether there is anything but None and tensors in a structure."""
    match value:
        case {"class_name": "__keras_tensor__"}:
            return False
        case dict():
            return any(map(_holds_values, value.values()))
        case list():
            return any(map(_holds_values, value))
    return value is not None


def references_in(call: Call) -> Iterator[TensorRef]:
    """All tensors that a call takes."""
    yield from call.inputs
    for _, reference in call.keywords:
        yield reference


def with_references(call: Call, changed: Callable[[TensorRef], TensorRef]) -> Call:
    """A call that takes other tensors."""

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

"""Parses a model config with its nesting: layers, nested models, and their calls."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rnntui.errors import ModelFileError, UnknownLayerError
from rnntui.network.keras.group_names import snake_case
from rnntui.network.keras.models.calls import read_calls
from rnntui.network.keras.models.members import Member, NestedModel, renumber_calls
from rnntui.network.keras.models.tensor_refs import references
from rnntui.network.network import Call, TensorRef

MODELS = ("Functional", "Model", "Sequential")
_DEEPEST = 50


def parse_model(
    entry: Mapping[str, Any],
    source: str,
    within: str = "",
    depth: int = 0,
    *,
    older: bool = False,
) -> NestedModel:
    """Parse a model, {"class_name": "Sequential", "config": {…}}, and the models nested in it.

    Args:
        entry: the model.
        source: the file's name, for messages.
        within: names of the enclosing models, each followed by "/"; "" for the outermost model.
        depth: number of enclosing models.
        older: whether Keras 1 or 2 wrote it.

    Raises:
        ModelFileError: a config in a form that Keras does not write.
        UnknownLayerError: a model that is neither Sequential nor Functional.
    """
    class_name, body = entry.get("class_name"), entry.get("config")
    if not isinstance(body, dict):
        raise ModelFileError(f"{source}: its config is not a Keras model's")
    if depth > _DEEPEST:
        raise ModelFileError(f"{source}: its config nests models {depth} deep")
    if class_name not in MODELS:
        raise UnknownLayerError(
            f"{source}: the model is a {class_name}, a custom class; rnntui reads Sequential and "
            "Functional models. Rebuild it as one of these and save it"
        )
    entries = body.get("layers")
    if not isinstance(entries, list) or not all(isinstance(item, dict) for item in entries):
        raise ModelFileError(f"{source}: its config does not list its layers")
    named = list(zip(_names(entries), entries, strict=True))
    for name, times in Counter(name for name, _ in named).items():
        if times > 1:
            raise ModelFileError(f"{source}: its config has two layers named '{within}{name}'")
    inside = {
        name: parse_model(model, source, f"{within}{name}/", depth + 1, older=older)
        for name, item in named
        if (model := _model_in(item)) is not None
    }
    if class_name == "Sequential":
        members, inputs, outputs = _sequential(body, named, inside, source, outermost=not within)
    else:
        members, inputs, outputs = _functional(body, named, inside, source, older=older)
    return NestedModel(
        name=str(body.get("name", class_name.lower())),
        class_name=class_name,
        members=tuple(members),
        inputs=tuple(inputs),
        outputs=tuple(outputs),
        trainable=body.get("trainable") is not False,
    )


_Read = tuple[list[Member], Sequence[TensorRef], Sequence[TensorRef]]
_Named = list[tuple[str, dict[str, Any]]]


def _sequential(
    body: Mapping[str, Any],
    named: _Named,
    inside: Mapping[str, NestedModel],
    source: str,
    *,
    outermost: bool,
) -> _Read:
    if not named:
        raise ModelFileError(f"{source}: the Sequential model has no layers")
    if named[0][1].get("class_name") != "InputLayer":
        shape = body.get("build_input_shape")
        if shape is None and outermost:
            raise ModelFileError(
                f"{source}: the Sequential model was never built, so it has no weights; "
                "build it (call it on data, or give it an Input) and save it again"
            )
        names = {name for name, _ in named}
        name = next(
            name for name in ("input", "input_", *map(str, range(len(names)))) if name not in names
        )
        config = {"name": name, "batch_shape": shape}
        named = [(name, {"class_name": "InputLayer", "config": config}), *named]
    members = []
    before: tuple[TensorRef, ...] = ()
    for name, entry in named:
        model = inside.get(name)
        members.append(Member(name, entry, (Call(before),), model, _is_each(entry)))
        before = (TensorRef(name),)
    return members, [TensorRef(named[0][0])], before


def _functional(
    body: Mapping[str, Any],
    named: _Named,
    inside: Mapping[str, NestedModel],
    source: str,
    *,
    older: bool,
) -> _Read:
    members: list[Member] = []
    for name, entry in named:
        model = inside.get(name)
        inputs_of_model = [ref.layer for ref in model.inputs] if model else []
        calls = tuple(read_calls({"name": name, **entry}, source, inputs_of_model))
        members.append(Member(name, entry, calls, model, _is_each(entry)))
    inputs = list(references(body.get("input_layers"), source))
    outputs = list(references(body.get("output_layers"), source))
    for member in members:
        if member.model is not None and not member.each:
            members, outputs = renumber_calls(member, members, outputs, older=older)
    return members, inputs, outputs


def _names(entries: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """The name of each entry; Keras 1 wrote nested Sequential models without a name."""
    for number, entry in enumerate(entries):
        body = entry.get("config")
        name = entry.get("name") or (body.get("name") if isinstance(body, dict) else None)
        yield str(name or f"{snake_case(str(entry.get('class_name')))}_{number + 1}")


def _is_each(entry: Mapping[str, Any]) -> bool:
    return entry.get("class_name") == "TimeDistributed"


def _model_in(entry: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The entry of the model that a layer is or, if a TimeDistributed, contains; None if neither."""
    if _is_each(entry):
        body = entry.get("config")
        entry = body.get("layer") if isinstance(body, dict) else None  # type: ignore[assignment]
    if not isinstance(entry, dict) or entry.get("class_name") not in MODELS:
        return None
    registered = entry.get("registered_name")
    return entry if registered in (None, entry["class_name"]) else None

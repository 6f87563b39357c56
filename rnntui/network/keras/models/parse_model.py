"""A model's config as it nests: its layers, the models among them, and how each is called."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rnntui.errors import ModelFileError, UnknownLayerError
from rnntui.network.keras.group_names import snake_case
from rnntui.network.keras.models.calls import read_calls
from rnntui.network.keras.models.members import Member, NestedModel, counted_from_0
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
    """Read a model: {"class_name": "Sequential", "config": {…}}.

    Args:
        entry: the model, whichever depth it is at.
        source: the file's name, for messages.
        within: the names of the models around it, each with a "/"; "" for the outermost.
        depth: how many there are.
        older: whether Keras 1 or 2 wrote it.

    Raises:
        ModelFileError: a config that is not of the form that Keras writes.
        UnknownLayerError: a model that is neither Sequential nor Functional.
    """
    class_name, body = entry.get("class_name"), entry.get("config")
    if not isinstance(body, dict):
        raise ModelFileError(f"{source}: its config is not a Keras model's")
    if depth > _DEEPEST:
        raise ModelFileError(f"{source}: its config has models within models, {depth} deep")
    if class_name not in MODELS:
        raise UnknownLayerError(
            f"{source}: the model is a {class_name}, a class of its own; rnntui reads Sequential "
            "and Functional models. Save it as one of these"
        )
    entries = body.get("layers")
    if not isinstance(entries, list) or not all(isinstance(item, dict) for item in entries):
        raise ModelFileError(f"{source}: its config does not list its layers")
    named = list(zip(_names(entries), entries, strict=True))
    for name, times in Counter(name for name, _ in named).items():
        if times > 1:
            raise ModelFileError(f"{source}: its config names two layers '{within}{name}'")
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
        taken = {name for name, _ in named}
        name = next(
            name for name in ("input", "input_", *map(str, range(len(taken)))) if name not in taken
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
        given = [ref.layer for ref in model.inputs] if model else []
        calls = tuple(read_calls({"name": name, **entry}, source, given))
        members.append(Member(name, entry, calls, model, _is_each(entry)))
    inputs = list(references(body.get("input_layers"), source))
    outputs = list(references(body.get("output_layers"), source))
    for member in members:
        if member.model is not None and not member.each:
            members, outputs = counted_from_0(member, members, outputs, older=older)
    return members, inputs, outputs


def _names(entries: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """What each is called; Keras 1 left a Sequential model in another without a name."""
    for number, entry in enumerate(entries):
        body = entry.get("config")
        name = entry.get("name") or (body.get("name") if isinstance(body, dict) else None)
        yield str(name or f"{snake_case(str(entry.get('class_name')))}_{number + 1}")


def _is_each(entry: Mapping[str, Any]) -> bool:
    return entry.get("class_name") == "TimeDistributed"


def _model_in(entry: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The model that a layer is, or is a TimeDistributed over."""
    if _is_each(entry):
        body = entry.get("config")
        entry = body.get("layer") if isinstance(body, dict) else None  # type: ignore[assignment]
    if not isinstance(entry, dict) or entry.get("class_name") not in MODELS:
        return None
    registered = entry.get("registered_name")
    return entry if registered in (None, entry["class_name"]) else None

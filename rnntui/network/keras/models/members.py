"""The layers of a model, nested models among them, with their calls in the model's own names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from rnntui.network.keras.models.calls import references_in, with_references
from rnntui.network.network import Call, TensorRef


@dataclass(frozen=True)
class Member:
    """A layer of a model, or a model nested in it.

    entry: its entry in the config's list of layers
    calls: its calls, in the names of this model
    model: its contents if it is a model, or a TimeDistributed over a model
    each: whether it is a TimeDistributed
    """

    name: str
    entry: Mapping[str, Any]
    calls: tuple[Call, ...]
    model: NestedModel | None = None
    each: bool = False

    @property
    def is_input(self) -> bool:
        """Whether it is an input layer of the model."""
        return self.entry.get("class_name") == "InputLayer"


@dataclass(frozen=True)
class NestedModel:
    """A model as listed by its config, with its nested models."""

    name: str
    class_name: str
    members: tuple[Member, ...]
    inputs: tuple[TensorRef, ...]
    outputs: tuple[TensorRef, ...]
    trainable: bool = True

    @cached_property
    def by_name(self) -> Mapping[str, Member]:
        """Its members by name."""
        return {member.name: member for member in self.members}


def renumber_calls(
    model: Member, members: Sequence[Member], outputs: Sequence[TensorRef], *, older: bool
) -> tuple[list[Member], list[TensorRef]]:
    """Renumber references to a nested model's calls so that the first call is 0.

    In Keras 1 and 2, call 0 is the model's own construction, if it was built with an input. In
    Keras 3, this is so for Functional models only, and only in the outer model's outputs. Every
    call is needed by some output, so the numbers in use tell which case applies.

    Args:
        model: the nested model.
        members: all members of the outer model.
        outputs: the outer model's outputs.
        older: whether Keras 1 or 2 wrote the file.

    Returns:
        The members and outputs with renumbered references.
    """
    in_calls = {
        ref.call
        for member in members
        for call in member.calls
        for ref in references_in(call)
        if ref.layer == model.name
    }
    in_outputs = {ref.call for ref in outputs if ref.layer == model.name}
    calls = set(range(len(model.calls)))
    of_functional = int(model.entry.get("class_name") != "Sequential")
    for first, first_output in ((1, 1), (0, 0)) if older else ((0, of_functional), (0, 0)):
        if {n - first for n in in_calls} | {n - first_output for n in in_outputs} == calls:
            break

    def renumbered(ref: TensorRef, before: int) -> TensorRef:
        return replace(ref, call=ref.call - before) if ref.layer == model.name else ref

    new_members = [
        replace(
            member,
            calls=tuple(
                with_references(call, lambda ref: renumbered(ref, first)) for call in member.calls
            ),
        )
        for member in members
    ]
    return new_members, [renumbered(ref, first_output) for ref in outputs]

"""A model's layers and the models among them, each with its calls by the model's own names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from rnntui.network.keras.models.calls import references_in, with_references
from rnntui.network.network import Call, TensorRef


@dataclass(frozen=True)
class Member:
    """A layer of a model, or a model in it.

    entry: as the config lists it
    calls: with what it is called, by the names of this model
    model: what is in it, if it is a model, or a TimeDistributed over one
    each: whether it is a TimeDistributed
    """

    name: str
    entry: Mapping[str, Any]
    calls: tuple[Call, ...]
    model: NestedModel | None = None
    each: bool = False

    @property
    def is_input(self) -> bool:
        """Whether it stands for an input of the model."""
        return self.entry.get("class_name") == "InputLayer"


@dataclass(frozen=True)
class NestedModel:
    """A model as its config lists it."""

    name: str
    class_name: str
    members: tuple[Member, ...]
    inputs: tuple[TensorRef, ...]
    outputs: tuple[TensorRef, ...]
    trainable: bool = True

    @cached_property
    def by_name(self) -> Mapping[str, Member]:
        """Its members."""
        return {member.name: member for member in self.members}


def counted_from_0(
    model: Member, members: Sequence[Member], outputs: Sequence[TensorRef], *, older: bool
) -> tuple[list[Member], list[TensorRef]]:
    """References to a model's calls with the first as call 0.

    Keras 1 and 2 had its own making as call 0, if it was made with an input. Keras 3 has that of a
    Functional model only, and only where the outer model's outputs are named. Each call is one
    that an output needs, so that the references tell which.
    """
    taken = {
        ref.call
        for member in members
        for call in member.calls
        for ref in references_in(call)
        if ref.layer == model.name
    }
    given = {ref.call for ref in outputs if ref.layer == model.name}
    calls = set(range(len(model.calls)))
    of_functional = int(model.entry.get("class_name") != "Sequential")
    for first, first_output in ((1, 1), (0, 0)) if older else ((0, of_functional), (0, 0)):
        if {n - first for n in taken} | {n - first_output for n in given} == calls:
            break

    def counted(ref: TensorRef, before: int) -> TensorRef:
        return replace(ref, call=ref.call - before) if ref.layer == model.name else ref

    moved = [
        replace(
            member,
            calls=tuple(
                with_references(call, lambda ref: counted(ref, first)) for call in member.calls
            ),
        )
        for member in members
    ]
    return moved, [counted(ref, first_output) for ref in outputs]

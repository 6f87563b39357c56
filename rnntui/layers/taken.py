"""What a call of a layer takes: its tensors by their roles."""

from __future__ import annotations

from dataclasses import dataclass

from rnntui.errors import UnknownLayerError
from rnntui.layers.known import MERGING
from rnntui.network.configs import BidirectionalConfig, LoopConfig
from rnntui.network.network import Call, Layer, TensorRef

# What an attention layer's tensors are called where they are given by name.
_ATTENDED = ("query", "value", "key")


@dataclass(frozen=True)
class Taken:
    """The tensors of a call by their roles; see `rnntui.layers.node.Node`."""

    inputs: tuple[TensorRef, ...]
    initial: tuple[TensorRef, ...] = ()
    mask: TensorRef | None = None


def all_taken(call: Call) -> Taken:
    """Every tensor of a call, whatever its role."""
    return Taken((*call.inputs, *(reference for _, reference in call.keywords)))


def taken_by(layer: Layer, call: Call) -> Taken:
    """The tensors of a call by their roles.

    Raises:
        UnknownLayerError: a tensor given by a keyword that rnntui does not know of.
    """
    named: dict[str, list[TensorRef]] = {}
    for key, reference in call.keywords:
        named.setdefault(key, []).append(reference)
    inputs = call.inputs
    initial: tuple[TensorRef, ...] = ()
    masks = named.pop("mask", [])
    if isinstance(layer.config, LoopConfig | BidirectionalConfig):
        inputs = (*call.inputs[:1], *named.pop("sequences", []))
        initial = (*call.inputs[1:], *named.pop("initial_state", []))
    elif layer.class_name in MERGING:
        inputs = (*inputs, *(ref for key in _ATTENDED for ref in named.pop(key, [])))
    else:
        inputs = (*inputs, *named.pop("inputs", []))
    if named or len(masks) > 1:
        raise UnknownLayerError(
            f"layer '{layer.name}' ({layer.class_name}) is given a tensor as its "
            f"{', '.join(named) or 'mask'}, which rnntui does not compute"
        )
    return Taken(inputs, initial, masks[0] if masks else None)

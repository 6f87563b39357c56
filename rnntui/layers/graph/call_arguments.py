"""The arguments of a call by their roles: inputs, initial states, mask, options."""

from __future__ import annotations

from dataclasses import dataclass

from rnntui.configs.attention import LAYERS as ATTENTION_LAYERS
from rnntui.configs.base import LoopConfig
from rnntui.configs.wrappers import BidirectionalConfig
from rnntui.errors import UnknownLayerError
from rnntui.network.layer_classes import LAYER_CLASSES
from rnntui.network.network import Call, Layer, TensorRef

# The keywords of an attention layer's tensors.
_ATTENDED = ("query", "value", "key")


@dataclass(frozen=True)
class CallTensors:
    """The tensors of a call by their roles; see `rnntui.layers.graph.node.Node`."""

    inputs: tuple[TensorRef, ...]
    initial: tuple[TensorRef, ...] = ()
    mask: TensorRef | None = None


def all_call_tensors(call: Call) -> CallTensors:
    """Every tensor of a call, whatever its role."""
    return CallTensors((*call.inputs, *(reference for _, reference in call.keywords)))


def call_tensors(layer: Layer, call: Call) -> CallTensors:
    """The tensors of a call by their roles.

    Raises:
        UnknownLayerError: a tensor for a keyword that rnntui does not know.
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
    elif takes_several(layer):
        inputs = (*inputs, *(ref for key in _ATTENDED for ref in named.pop(key, [])))
    else:
        inputs = (*inputs, *named.pop("inputs", []))
    if named or len(masks) > 1:
        raise UnknownLayerError(
            f"layer '{layer.name}' ({layer.class_name}) has a tensor for its argument "
            f"{', '.join(named) or 'mask'}, which rnntui does not compute"
        )
    return CallTensors(inputs, initial, masks[0] if masks else None)


def takes_several(layer: Layer) -> bool:
    """Whether a layer takes more than one tensor, as a list or one by one."""
    known = LAYER_CLASSES.get(layer.class_name)
    return known is not None and known.takes != "one"


# Change nothing where they are False, as they are by default.
_OFF = ("return_attention_scores",)


def call_options(layer: Layer, call: Call) -> dict[str, bool]:
    """The keyword arguments of a call that the layer's builder takes: use_causal_mask.

    Raises:
        UnknownLayerError: an option that rnntui does not compute.
    """
    told: dict[str, bool] = {}
    for key, value in call.constants:
        if layer.class_name in ATTENTION_LAYERS and key == "use_causal_mask":
            told[key] = bool(value)
        elif key not in _OFF or value:
            raise UnknownLayerError(
                f"layer '{layer.name}' ({layer.class_name}) is called with {key}={value}, "
                "which rnntui does not compute"
            )
    return told

"""Masks that meant something else in an older Keras than in today's."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rnntui.configs.base import LoopConfig
from rnntui.configs.wrappers import BidirectionalConfig
from rnntui.layers.graph.masks import MaskRules, rules_of
from rnntui.network.layer_classes import LAYER_CLASSES
from rnntui.network.network import Layer, TensorRef
from rnntui.reference.keras.messages.messages import MaskMeaning

if TYPE_CHECKING:
    from rnntui.network.network import Call, Network

BESIDE_STATES = "recurrent layers with initial states use a mask too"
JOINED = "merging layers join masks differently"
DIRECTIONS = (
    "Bidirectional repeats its previous output at masked timesteps, where today's outputs 0"
)

# The call that created a mask: two tensors with the same origin have the same mask.
_Origin = TensorRef | None


def mask_meaning(network: Network) -> MaskMeaning | None:
    """What Keras needs to be told about masks; None if it does the same by default."""
    found = {reason for _, reason in differences(network)}
    if not found:
        return None
    rules = rules_of(network.keras_version, network.backend)
    return MaskMeaning(rules.joined_by_all, rules.beside_states, not rules.zeroed_directions)


def differences(network: Network) -> Iterator[tuple[Layer, str]]:
    """The layers whose mask, or whose use of it, differs in today's Keras."""
    rules = rules_of(network.keras_version, network.backend)
    if rules == MaskRules():
        return
    origins: dict[TensorRef, TensorRef] = {}
    for place in network.order:
        layer = network.layers[place.layer]
        call = layer.calls[place.call]
        given = [origins.get(ref) for ref in _sequences(layer, call)]
        if any(given):
            for reason in _differs(layer, call, given, rules):
                yield layer, reason
        if given and rules.made(layer, [origin is not None for origin in given]):
            same = given[0] if len(set(given)) == 1 else None
            origins[place] = same or place


def _differs(layer: Layer, call: Call, given: Sequence[_Origin], rules: MaskRules) -> Iterator[str]:
    config = layer.config
    if isinstance(config, LoopConfig | BidirectionalConfig):
        if rules.beside_states and _has_states(call):
            yield BESIDE_STATES
        if isinstance(config, BidirectionalConfig) and not rules.zeroed_directions:
            directions = [inner.config for inner in (config.layer, config.backward_layer) if inner]
            if any(
                isinstance(loop, LoopConfig)
                and loop.return_sequences
                and not loop.zero_output_for_mask
                for loop in directions
            ):
                yield DIRECTIONS
    elif rules.joined_by_all and _joins_masks(layer):
        heeding = layer.class_name in ("Maximum", "Minimum", "Multiply")
        if heeding or len(set(given)) > 1:
            yield JOINED


def _joins_masks(layer: Layer) -> bool:
    known = LAYER_CLASSES.get(layer.class_name)
    return known is not None and known.mask in ("joined", "concatenated")


def _sequences(layer: Layer, call: Call) -> list[TensorRef]:
    """The tensors whose masks matter: for a recurrent layer the sequence, not its states."""
    named = [ref for key, ref in call.keywords if key in ("inputs", "sequences")]
    tensors = [*call.inputs, *named]
    recurs = isinstance(layer.config, LoopConfig | BidirectionalConfig)
    return tensors[:1] if recurs else tensors


def _has_states(call: Call) -> bool:
    keys = [key for key, _ in call.keywords]
    return "mask" not in keys and (len(call.inputs) > 1 or "initial_state" in keys)

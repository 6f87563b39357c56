"""Where the masks of an older Keras meant something that today's Keras does not do by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rnntui.layers.masks import rules_of
from rnntui.network.configs import BidirectionalConfig, LoopConfig

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rnntui.network.network import Call, Layer, Network, TensorRef


def masks_beside_states(network: Network) -> bool:
    """Whether a recurrent layer that is given its initial states heeds the mask of its sequence.

    So it did in Keras 1 and 2; today's looks for a mask only where it is given the sequence alone.
    """
    if not rules_of(network.keras_version).beside_states:
        return False
    return any(_has_states(call) for _, call in _masked_calls(network))


def carried_directions(network: Network) -> bool:
    """Whether a Bidirectional layer gives what it gave before at masked timesteps, not 0.

    So it did in Keras 1 and 2.0 to 2.3, where its outputs are sequences.
    """
    if rules_of(network.keras_version).zeroed_directions:
        return False
    inside = [
        layer.config.layer.get("config") or {}
        for layer, _ in _masked_calls(network)
        if isinstance(layer.config, BidirectionalConfig)
    ]
    return any(
        bool(config.get("return_sequences")) != bool(config.get("zero_output_for_mask"))
        for config in inside
    )


def _masked_calls(network: Network) -> Iterator[tuple[Layer, Call]]:
    """The calls of recurrent layers whose sequence has a mask."""
    rules = rules_of(network.keras_version)
    masked: set[TensorRef] = set()
    for place in network.order:
        layer = network.layers[place.layer]
        call = layer.calls[place.call]
        given = [ref in masked for ref in _sequences(call)]
        recurs = isinstance(layer.config, LoopConfig | BidirectionalConfig)
        if recurs and any(given[:1]):
            yield layer, call
        if given and rules.made(layer, given[:1] if recurs else given):
            masked.add(place)


def _sequences(call: Call) -> list[TensorRef]:
    named = [ref for key, ref in call.keywords if key in ("inputs", "sequences")]
    return [*call.inputs, *named]


def _has_states(call: Call) -> bool:
    keys = [key for key, _ in call.keywords]
    return "mask" not in keys and (len(call.inputs) > 1 or "initial_state" in keys)

"""A network as a request to build the same network from Keras's own layers.

For files that today's Keras can't load, or would read differently. The request is in Keras 3's terms
(class names, arguments, names of activations) and contains only data.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from rnntui.cells.gru import GRUConfig
from rnntui.configs.activation_spec import OLD_HARD_SIGMOID
from rnntui.errors import ReferenceRefusedError
from rnntui.network.network import Call, TensorRef
from rnntui.reference.keras.messages import messages
from rnntui.reference.keras.messages.layer_messages import described_layer
from rnntui.reference.keras.rebuild.layer_names import keras_names
from rnntui.reference.keras.rebuild.mask_meaning import DIRECTIONS, differences, mask_meaning

if TYPE_CHECKING:
    from rnntui.network.network import Network


def with_old_hard_sigmoid(network: Network) -> tuple[str, ...]:
    """The places of the old hard_sigmoid: "lstm recurrent_activation"."""
    found = []
    for layer in network.layers.values():
        try:
            described = described_layer(replace(layer, weights=()), layer.name)
        except ReferenceRefusedError:
            # Refused later, if the network has to be rebuilt; Keras may be able to load its file.
            continue
        found += [f"{layer.name} {key}" for key in _old_hard_sigmoids(described)]
    return tuple(found)


def _old_hard_sigmoids(layer: messages.RebuiltLayer) -> Iterator[str]:
    for key, spec in layer.activations.items():
        if spec.name == OLD_HARD_SIGMOID:
            yield key
    for wrapped in layer.wrapped.values():
        for inner in wrapped if isinstance(wrapped, tuple) else (wrapped,):
            yield from _old_hard_sigmoids(inner)


def changed_meaning(network: Network) -> str:
    """How today's Keras, if it loads the network's file, reads it differently; "" if it does not.

    The end of the sentence "saved by Keras 2.2.4, whose …".
    """
    masks = next((reason for _, reason in differences(network)), "")
    if not network.keras_version or network.keras_version.startswith("3"):
        return masks
    if with_old_hard_sigmoid(network):
        return "hard_sigmoid is clip(0.2x + 0.5, 0, 1)"
    # With a bias the shapes of the two forms differ, so that Keras refuses the file.
    configs = [layer.config for layer in network.layers.values()]
    if any(isinstance(c, GRUConfig) and not c.reset_after and not c.use_bias for c in configs):
        return "GRU applies the reset gate before the product unless its config says otherwise"
    return masks


def rebuild_request(network: Network, *, portable: bool = False) -> messages.Rebuild:
    """A request to rebuild the network.

    Args:
        network: its description.
        portable: whether its file must open without rnntui; else the old hard_sigmoid is a
            registered function.

    Raises:
        ReferenceRefusedError: a layer that can't be described to Keras.
    """
    for layer, reason in differences(network) if portable else ():
        if reason == DIRECTIONS:
            raise ReferenceRefusedError(
                f"layer '{layer.name}': in Keras {network.keras_version} {reason}, and no file can "
                "have it otherwise"
            )
    names = keras_names(network.layers)
    return messages.Rebuild(
        name=network.name.replace("/", "_") or "model",
        layers=tuple(
            described_layer(layer, names[layer.name]) for layer in network.layers.values()
        ),
        order=tuple(_in_order_of_calls(network)),
        inputs=network.inputs,
        outputs=network.outputs,
        sequential=network.sequential and _is_chain(network),
        portable=portable,
        masks=mask_meaning(network),
        output_names=network.output_names,
    )


def _in_order_of_calls(network: Network) -> Iterator[TensorRef]:
    """Every call after those it depends on, and after the earlier calls of its layer: Keras numbers a
    layer's calls in the order in which they are made.
    """
    waiting = sorted(network.order, key=lambda place: place.call)
    done: set[TensorRef] = set()
    while waiting:
        ready = [place for place in waiting if _needs(network, place) <= done]
        # An earlier call depends on a later one: use whatever order is possible.
        ready = ready or [place for place in network.order if place not in done][:1]
        place = ready[0]
        waiting.remove(place)
        done.add(place)
        yield place


def _is_chain(network: Network) -> bool:
    """Whether each layer is called once, with the output of the previous layer."""
    names = list(network.layers)
    given = [TensorRef(name) for name in names]
    calls = [layer.calls for layer in network.layers.values()]
    return calls == [(Call(()),), *((Call((ref,)),) for ref in given[:-1])] and (
        network.inputs == (given[0],) and network.outputs == (given[-1],)
    )


def _needs(network: Network, place: TensorRef) -> set[TensorRef]:
    call = network.layers[place.layer].calls[place.call]
    taken = {replace(ref, index=0) for ref in (*call.inputs, *(ref for _, ref in call.keywords))}
    return taken | {replace(place, call=number, index=0) for number in range(place.call)}

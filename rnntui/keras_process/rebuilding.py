"""A network as a request to build the same one out of Keras's own layers.

For files that today's Keras can't load, or would load as something else. What is asked for is in
Keras 3's terms: its class names, its arguments, its names of activations, all of them data.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import msgspec

from rnntui.errors import KerasRefusedError
from rnntui.keras_process import messages
from rnntui.keras_process.arrays import Array
from rnntui.keras_process.layer_names import keras_names
from rnntui.network.activation_spec import ActivationSpec

if TYPE_CHECKING:
    from rnntui.network.network import Layer, Network, TensorRef

OLD_HARD_SIGMOID = "hard_sigmoid_keras2"
"""clip(0.2 x + 0.5, 0, 1): what Keras 1 and 2 call hard_sigmoid, and Keras 3 has no name for."""


def with_old_hard_sigmoid(network: Network) -> tuple[str, ...]:
    """The places of the old hard_sigmoid: "lstm recurrent_activation"."""
    return tuple(
        f"{layer.name} {key}"
        for layer in network.layers.values()
        for key, spec in _activations(layer.config)
        if spec.name == OLD_HARD_SIGMOID
    )


def means_otherwise(network: Network) -> bool:
    """Whether today's Keras, if it loads the network's file, computes something else."""
    return bool(with_old_hard_sigmoid(network)) and not network.keras_version.startswith("3")


def rebuild_request(network: Network, *, portable: bool = False) -> messages.Rebuild:
    """Ask for the network, built anew.

    Args:
        network: its description.
        portable: whether it must do without a function of rnntui's own, so that its file opens
            wherever Keras is; else the old hard_sigmoid is a registered function.

    Raises:
        KerasRefusedError: a layer whose description can't be told to Keras.
    """
    names = keras_names(network.layers)
    return messages.Rebuild(
        name=network.name.replace("/", "_") or "model",
        layers=tuple(_layer(layer, names[layer.name]) for layer in network.layers.values()),
        order=tuple(_in_order_of_calls(network)),
        inputs=network.inputs,
        outputs=network.outputs,
        sequential=network.sequential,
        portable=portable,
    )


def _layer(layer: Layer, keras_name: str) -> messages.RebuiltLayer:
    try:
        weights = tuple(Array.of(array) for array in layer.weights)
    except ValueError as error:
        raise KerasRefusedError(f"layer '{layer.name}': {error}") from None
    return messages.RebuiltLayer(
        name=layer.name,
        keras_name=keras_name,
        class_name=layer.class_name,
        arguments=_arguments(layer),
        activations=dict(_activations(layer.config)),
        dtype=layer.dtype,
        calls=layer.calls,
        weights=weights,
    )


def _arguments(layer: Layer) -> dict[str, Any]:
    """The config without its activations: numbers, texts, and lists of them."""
    arguments = {}
    for key, value in _fields(layer.config):
        if isinstance(value, ActivationSpec):
            continue
        try:
            arguments[key] = msgspec.msgpack.decode(msgspec.msgpack.encode(value))
        except TypeError:
            raise KerasRefusedError(
                f"layer '{layer.name}' ({layer.class_name}): its {key} can't be told to Keras"
            ) from None
    return arguments


def _activations(config: msgspec.Struct) -> Iterator[tuple[str, ActivationSpec]]:
    return ((key, value) for key, value in _fields(config) if isinstance(value, ActivationSpec))


def _fields(config: msgspec.Struct) -> Iterator[tuple[str, Any]]:
    return ((key, getattr(config, key)) for key in config.__struct_fields__)


def _in_order_of_calls(network: Network) -> Iterator[TensorRef]:
    """Every call after those it takes from, and after the earlier calls of its layer: Keras
    numbers a layer's calls as they are made."""
    waiting = sorted(network.order, key=lambda place: place.call)
    done: set[TensorRef] = set()
    while waiting:
        ready = [place for place in waiting if _needs(network, place) <= done]
        # A later call that an earlier one takes from: then in the order that is possible.
        ready = ready or [place for place in network.order if place not in done][:1]
        place = ready[0]
        waiting.remove(place)
        done.add(place)
        yield place


def _needs(network: Network, place: TensorRef) -> set[TensorRef]:
    call = network.layers[place.layer].calls[place.call]
    taken = {replace(ref, index=0) for ref in (*call.inputs, *(ref for _, ref in call.keywords))}
    return taken | {replace(place, call=number, index=0) for number in range(place.call)}

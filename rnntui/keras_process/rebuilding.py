"""A network as a request to build the same one out of Keras's own layers.

For files that today's Keras can't load, or would load as something else. What is asked for is in
Keras 3's terms: its class names, its arguments, its names of activations, all of them data.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from types import EllipsisType
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from rnntui.errors import KerasRefusedError
from rnntui.keras_process import messages
from rnntui.keras_process.arrays import Array
from rnntui.keras_process.layer_names import keras_names
from rnntui.keras_process.masking import DIRECTIONS, differences, mask_meaning
from rnntui.network.activation_spec import ActivationSpec
from rnntui.network.configs import GRUConfig, LoopConfig, OperationConfig, decode_config
from rnntui.network.network import Call, TensorRef

if TYPE_CHECKING:
    from rnntui.network.network import Layer, Network

OLD_HARD_SIGMOID = "hard_sigmoid_keras2"
"""clip(0.2 x + 0.5, 0, 1): what Keras 1 and 2 call hard_sigmoid, and Keras 3 has no name for."""

# What Keras must be given, and what has no effect at inference, so that a network may not know it.
_UNTOLD: dict[str, dict[str, Any]] = {
    "AlphaDropout": {"rate": 0.0},
    "GaussianDropout": {"rate": 0.0},
    "GaussianNoise": {"stddev": 0.0},
    "SpatialDropout1D": {"rate": 0.0},
    "SpatialDropout2D": {"rate": 0.0},
    "SpatialDropout3D": {"rate": 0.0},
}


def with_old_hard_sigmoid(network: Network) -> tuple[str, ...]:
    """The places of the old hard_sigmoid: "lstm recurrent_activation"."""
    return tuple(
        f"{layer.name} {key}"
        for layer in network.layers.values()
        for key in _old_hard_sigmoids(_layer(replace(layer, weights=()), layer.name))
    )


def _old_hard_sigmoids(layer: messages.RebuiltLayer) -> Iterator[str]:
    for key, spec in layer.activations.items():
        if spec.name == OLD_HARD_SIGMOID:
            yield key
    for wrapped in layer.wrapped.values():
        for inner in wrapped if isinstance(wrapped, tuple) else (wrapped,):
            yield from _old_hard_sigmoids(inner)


def means_otherwise(network: Network) -> str:
    """How today's Keras, if it loads the network's file, means something else; "" where it does not.

    The rest of the sentence "saved by Keras 2.2.4, whose …".
    """
    masks = next((reason for _, reason in differences(network)), "")
    if not network.keras_version or network.keras_version.startswith("3"):
        return masks
    if with_old_hard_sigmoid(network):
        return "hard_sigmoid is clip(0.2x + 0.5, 0, 1)"
    # With a bias the shapes of the two forms differ, so that Keras refuses the file.
    configs = [layer.config for layer in network.layers.values()]
    if any(isinstance(c, GRUConfig) and not c.reset_after and not c.use_bias for c in configs):
        return "GRU is reset before the product unless its config says otherwise"
    return masks


def rebuild_request(network: Network, *, portable: bool = False) -> messages.Rebuild:
    """Ask for the network, built anew.

    Args:
        network: its description.
        portable: whether it must do without a function of rnntui's own, so that its file opens
            wherever Keras is; else the old hard_sigmoid is a registered function.

    Raises:
        KerasRefusedError: a layer whose description can't be told to Keras.
    """
    for layer, reason in differences(network) if portable else ():
        if reason == DIRECTIONS:
            raise KerasRefusedError(
                f"layer '{layer.name}': in Keras {network.keras_version} {reason}, and no file can "
                "have it otherwise"
            )
    names = keras_names(network.layers)
    return messages.Rebuild(
        name=network.name.replace("/", "_") or "model",
        layers=tuple(_layer(layer, names[layer.name]) for layer in network.layers.values()),
        order=tuple(_in_order_of_calls(network)),
        inputs=network.inputs,
        outputs=network.outputs,
        sequential=network.sequential and _is_chain(network),
        portable=portable,
        masks=mask_meaning(network),
        output_names=network.output_names,
    )


def _layer(layer: Layer, keras_name: str) -> messages.RebuiltLayer:
    try:
        weights = tuple(Array.of(array) for array in layer.weights)
    except ValueError as error:
        raise KerasRefusedError(f"layer '{layer.name}': {error}") from None
    is_operation = isinstance(layer.config, OperationConfig)
    operands = tuple(map(_operands, layer.calls)) if is_operation else None
    return messages.RebuiltLayer(
        name=layer.name,
        keras_name=keras_name,
        class_name=layer.class_name,
        arguments=_UNTOLD.get(layer.class_name, {}) | _as_today(layer, _arguments(layer)),
        activations=dict(_activations(layer.config)),
        wrapped={
            key: tuple(_wrapped(layer, entry) for entry in entry_or_list)
            if isinstance(entry_or_list, list)
            else _wrapped(layer, entry_or_list)
            for key, entry_or_list in _entries(layer.config)
        },
        dtype=layer.dtype,
        calls=layer.calls if operands is None else (),
        weights=weights,
        operands=operands,
    )


def _operands(call: Call) -> dict[str, Any]:
    """What a call of an operation takes, by place and by name."""
    named: dict[str, Any] = {key: _operand(value) for key, value in call.constants}
    for key, reference in call.keywords:
        named[key] = _operand(reference)
    return {"args": _operand(call.arguments), "kwargs": named}


def _operand(value: Any) -> Any:
    """What an operation takes, as messages can say it."""
    match value:
        case tuple():
            return [_operand(item) for item in value]
        case TensorRef():
            return {"tensor": [value.layer, value.call, value.index]}
        case slice():
            return {"slice": [_operand(part) for part in (value.start, value.stop, value.step)]}
        case EllipsisType():
            return {"ellipsis": None}
        case np.ndarray():
            return {"array": Array.of(value)}
        case None | bool() | int() | float() | str():
            return value
    raise KerasRefusedError(f"an operation is given a {type(value).__name__}, which can't be told")


def _wrapped(layer: Layer, entry: Mapping[str, Any]) -> messages.RebuiltLayer:
    """The layer inside another, from its class and config; its weights are the outer one's."""
    class_name, config = str(entry["class_name"]), dict(entry["config"])
    try:
        decoded = decode_config(class_name, config)
    except (KeyError, ValueError):
        raise KerasRefusedError(
            f"layer '{layer.name}' ({layer.class_name}): the {class_name} inside it can't be told "
            "to Keras"
        ) from None
    inner = replace(
        layer,
        name=str(config.get("name") or class_name),
        class_name=class_name,
        config=decoded,
        weights=(),
        calls=(),
    )
    return _layer(inner, inner.name.replace("/", "_"))


def _as_today(layer: Layer, arguments: dict[str, Any]) -> dict[str, Any]:
    """The arguments in the form that Keras 3 takes them: of BatchNormalization, Keras 2 had a list
    of its only axis."""
    match arguments:
        case {"axis": [axis]} if layer.class_name == "BatchNormalization":
            return arguments | {"axis": axis}
    return arguments


def _arguments(layer: Layer) -> dict[str, Any]:
    """The config without its activations and layers: numbers, texts, and lists of them."""
    apart = {key for found in (_activations, _entries) for key, _ in found(layer.config)}
    arguments = {}
    # A cell's config is that of its layer, and a cell has no loop.
    apart |= set(LoopConfig.__struct_fields__) if layer.class_name.endswith("Cell") else set()
    for key, value in _fields(layer.config):
        if key in apart:
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


def _entries(config: msgspec.Struct) -> Iterator[tuple[str, Mapping[str, Any] | list[Any]]]:
    """The layers that a config holds as Keras writes them, each {"class_name": …, "config": {…}}."""
    for key, value in _fields(config):
        if _is_entry(value) or (isinstance(value, list) and value and all(map(_is_entry, value))):
            yield key, value


def _is_entry(value: Any) -> bool:
    return isinstance(value, dict) and {"class_name", "config"} <= value.keys()


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


def _is_chain(network: Network) -> bool:
    """Whether each layer is called once, with what the one before it in the network gives."""
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

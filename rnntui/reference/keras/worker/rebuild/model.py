"""A model built from Keras's own layers, as a request describes it.

Classes come from rnntui's table of layers, never from a name in a file.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import keras
from keras import layers

from rnntui.cells.table import LAYERS as RECURRENT_LAYERS
from rnntui.network.layer_classes import CELL_CLASSES, LAYER_CLASSES, is_keras_class
from rnntui.network.network import TensorRef
from rnntui.reference.keras.worker.rebuild.activations import activation
from rnntui.reference.keras.worker.rebuild.older_masks import OlderMasks
from rnntui.reference.keras.worker.rebuild.operations import operated

if TYPE_CHECKING:
    from rnntui.network.network import Call
    from rnntui.reference.keras.messages import messages

Tensor = Any

# Take their initial states after the sequence.
_RECURRENT = (*RECURRENT_LAYERS, "RNN", "Bidirectional")
_CLASSES = {
    name: getattr(layers, name)
    for name in (*LAYER_CLASSES, *CELL_CLASSES)
    if is_keras_class(name) and name != "InputLayer"
}


def rebuild(request: messages.Rebuild) -> Any:
    """Build the model; raises ValueError, and what Keras raises, if it can't be built."""
    described = {layer.name: layer for layer in request.layers}
    inputs = {ref.layer: _input(described[ref.layer]) for ref in request.inputs}
    made = {
        name: _layer(layer, request.portable)
        for name, layer in described.items()
        if name not in inputs and layer.operands is None
    }
    if request.masks and request.masks.directions_as_said:
        for name, layer in made.items():
            _let_directions_say(layer, described[name])
    if request.sequential:
        model = keras.Sequential([*inputs.values(), *made.values()], name=request.name)
    else:
        results: dict[TensorRef, list[Tensor]] = {}
        masks = OlderMasks(request.masks)
        for place in request.order:
            if place.layer in inputs:
                results[place] = [inputs[place.layer]]
                continue
            layer = described[place.layer]
            if layer.operands is not None:
                results[place] = operated(layer, place.call, results)
                continue
            call, own = layer.calls[place.call], made[place.layer]
            results[place] = keras.tree.flatten(
                _called(layer.class_name, own, call, results, masks)
            )
            masks.note(place, own, call, results[place])
        outputs = [_tensor(results, ref) for ref in request.outputs]
        model = keras.Model(
            list(inputs.values()),
            outputs[0] if len(outputs) == 1 else outputs,
            name=request.name,
        )
    for name, layer in made.items():
        try:
            layer.set_weights([array.numpy() for array in described[name].weights])
        except ValueError as error:
            raise ValueError(f"layer '{name}': {error}") from None
    return model


def _input(layer: messages.RebuiltLayer) -> Tensor:
    return keras.Input(
        batch_shape=tuple(layer.arguments["batch_shape"]),
        dtype=layer.dtype,
        name=layer.keras_name,
    )


def _layer(layer: messages.RebuiltLayer, portable: bool) -> Any:
    make = _CLASSES.get(layer.class_name)
    if make is None:
        raise ValueError(f"layer '{layer.name}' is a {layer.class_name}, which is not among them")
    functions = {
        key: activation(spec, layer.dtype, portable) for key, spec in layer.activations.items()
    }
    inner = {
        key: [_layer(inner_layer, portable) for inner_layer in wrapped]
        if isinstance(wrapped, tuple)
        else _layer(wrapped, portable)
        for key, wrapped in layer.wrapped.items()
    }
    return make(**layer.arguments, **functions, **inner, dtype=layer.dtype, name=layer.keras_name)


def _let_directions_say(layer: Any, described: messages.RebuiltLayer) -> None:
    """Have both layers of a Bidirectional output at masked timesteps what their arguments say."""
    if isinstance(layer, layers.Bidirectional):
        forward = described.wrapped["layer"]
        backward = described.wrapped.get("backward_layer", forward)
        for way, said in ((layer.forward_layer, forward), (layer.backward_layer, backward)):
            assert not isinstance(said, tuple)
            way.zero_output_for_mask = said.arguments["zero_output_for_mask"]


def _called(
    class_name: str,
    layer: Any,
    call: Call,
    results: dict[TensorRef, list[Tensor]],
    masks: OlderMasks,
) -> Any:
    taken = [_tensor(results, ref) for ref in call.inputs]
    keywords: dict[str, list[Tensor]] = {}
    for key, ref in call.keywords:
        keywords.setdefault(key, []).append(_tensor(results, ref))
    states = keywords.pop("initial_state", [])
    named = {key: found[0] if len(found) == 1 else found for key, found in keywords.items()}
    named |= dict(call.constants)
    if LAYER_CLASSES[class_name].takes == "list":
        return layer(masks.without(layer, taken), **named)
    if class_name in _RECURRENT:
        sequence = named.pop("sequences") if "sequences" in named else taken.pop(0)
        if states := [*taken, *states]:
            named["initial_state"] = _as_states(layer, states)
        taken = [sequence]
    mask = masks.told(layer, call, taken[0], has_states=bool(states)) if len(taken) == 1 else None
    if mask is not None:
        named.setdefault("mask", mask)
    return layer(*taken, **named)


def _as_states(layer: Any, states: list[Tensor]) -> Any:
    """A flat list of states in the structure that a layer takes: stacked cells have nested lists."""
    if isinstance(layer, layers.Bidirectional):
        sizes = [*layer.forward_layer.state_size, *layer.backward_layer.state_size]
    else:
        sizes = layer.state_size
    structure = keras.tree.map_structure(lambda _: 0, sizes)
    return keras.tree.pack_sequence_as(structure, states)


def _tensor(results: dict[TensorRef, list[Tensor]], ref: TensorRef) -> Tensor:
    return results[replace(ref, index=0)][ref.index]

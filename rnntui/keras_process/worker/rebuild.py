"""A model made of Keras's own layers, as a request describes it.

Classes and functions come from the tables here, never by a name looked up in Keras.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import keras
from keras import activations, layers

from rnntui.keras_process.worker.operations import operated
from rnntui.network.network import TensorRef

if TYPE_CHECKING:
    from collections.abc import Callable

    from rnntui.keras_process import messages
    from rnntui.network.activation_spec import ActivationSpec
    from rnntui.network.network import Call

Tensor = Any

# Take one list of tensors, where others take one tensor after the other.
_MERGING = {
    cls.__name__: cls
    for cls in (
        layers.Add, layers.Average, layers.Concatenate, layers.Dot, layers.Maximum,
        layers.Minimum, layers.Multiply, layers.Subtract,
    )
}  # fmt: skip
_ATTENDING = {cls.__name__: cls for cls in (layers.AdditiveAttention, layers.Attention)}
# Take their initial states after the sequence.
_RECURRENT = {
    cls.__name__: cls
    for cls in (
        layers.Bidirectional, layers.ConvLSTM1D, layers.ConvLSTM2D, layers.ConvLSTM3D,
        layers.GRU, layers.LSTM, layers.RNN, layers.SimpleRNN,
    )
}  # fmt: skip
_CELLS = {
    cls.__name__: cls
    for cls in (layers.GRUCell, layers.LSTMCell, layers.SimpleRNNCell, layers.StackedRNNCells)
}
_LAYERS = {
    cls.__name__: cls
    for cls in (
        layers.Activation, layers.ActivityRegularization, layers.AlphaDropout,
        layers.AveragePooling1D, layers.AveragePooling2D, layers.AveragePooling3D,
        layers.BatchNormalization, layers.Conv1D, layers.Conv2D, layers.Conv3D, layers.Cropping1D,
        layers.Cropping2D, layers.Cropping3D, layers.Dense, layers.DepthwiseConv1D,
        layers.DepthwiseConv2D, layers.Dropout, layers.ELU, layers.Embedding, layers.Flatten,
        layers.GaussianDropout, layers.GaussianNoise, layers.GlobalAveragePooling1D,
        layers.GlobalAveragePooling2D, layers.GlobalAveragePooling3D, layers.GlobalMaxPooling1D,
        layers.GlobalMaxPooling2D, layers.GlobalMaxPooling3D, layers.GroupNormalization,
        layers.Identity, layers.LayerNormalization, layers.LeakyReLU, layers.Masking,
        layers.MaxPooling1D, layers.MaxPooling2D, layers.MaxPooling3D, layers.MultiHeadAttention,
        layers.Normalization, layers.PReLU, layers.Permute, layers.ReLU, layers.RepeatVector,
        layers.Rescaling, layers.Reshape, layers.SeparableConv1D, layers.SeparableConv2D,
        layers.Softmax, layers.SpatialDropout1D, layers.SpatialDropout2D, layers.SpatialDropout3D,
        layers.TimeDistributed, layers.UnitNormalization, layers.UpSampling1D, layers.UpSampling2D,
        layers.UpSampling3D, layers.ZeroPadding1D, layers.ZeroPadding2D, layers.ZeroPadding3D,
    )
} | _MERGING | _ATTENDING | _RECURRENT  # fmt: skip

_ACTIVATIONS = {
    "celu": activations.celu,
    "elu": activations.elu,
    "exponential": activations.exponential,
    "gelu": activations.gelu,
    "glu": activations.glu,
    "hard_shrink": activations.hard_shrink,
    "hard_sigmoid": activations.hard_sigmoid,
    "hard_silu": activations.hard_silu,
    "hard_swish": activations.hard_silu,
    "hard_tanh": activations.hard_tanh,
    "leaky_relu": activations.leaky_relu,
    "linear": activations.linear,
    "log_sigmoid": activations.log_sigmoid,
    "log_softmax": activations.log_softmax,
    "mish": activations.mish,
    "relu": activations.relu,
    "relu6": activations.relu6,
    "selu": activations.selu,
    "sigmoid": activations.sigmoid,
    "silu": activations.silu,
    "soft_shrink": activations.soft_shrink,
    "softmax": activations.softmax,
    "softplus": activations.softplus,
    "softsign": activations.softsign,
    "sparse_plus": activations.sparse_plus,
    "sparse_sigmoid": activations.sparse_sigmoid,
    "sparsemax": activations.sparsemax,
    "squareplus": activations.squareplus,
    "swish": activations.silu,
    "tanh": activations.tanh,
    "tanh_shrink": activations.tanh_shrink,
}
# An activation with parameters of its own is a layer.
_WITH_PARAMETERS = {"elu": layers.ELU, "leaky_relu": layers.LeakyReLU, "relu": layers.ReLU}


def rebuild(request: messages.Rebuild) -> Any:
    """Build the model; raises ValueError, and what Keras raises, for what it can't be made of."""
    described = {layer.name: layer for layer in request.layers}
    inputs = {ref.layer: _input(described[ref.layer]) for ref in request.inputs}
    made = {
        name: _layer(layer, request.portable)
        for name, layer in described.items()
        if name not in inputs and not layer.operands
    }
    if not request.zeroed_directions:
        for name, layer in made.items():
            _as_inside(layer, described[name])
    if request.sequential:
        model = keras.Sequential([*inputs.values(), *made.values()], name=request.name)
    else:
        results: dict[TensorRef, list[Tensor]] = {}
        for place in request.order:
            if place.layer in inputs:
                results[place] = [inputs[place.layer]]
                continue
            layer = described[place.layer]
            if layer.operands:
                results[place] = [operated(layer, place.call, results)]
                continue
            result = _called(
                layer.class_name,
                made[place.layer],
                layer.calls[place.call],
                results,
                masks_beside_states=request.masks_beside_states,
            )
            results[place] = keras.tree.flatten(result)
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
    make = (_LAYERS | _CELLS).get(layer.class_name)
    if make is None:
        raise ValueError(f"layer '{layer.name}' is a {layer.class_name}, which is not among them")
    functions = {
        key: _activation(spec, layer.dtype, portable) for key, spec in layer.activations.items()
    }
    inner = {
        key: [_layer(one, portable) for one in wrapped]
        if isinstance(wrapped, tuple)
        else _layer(wrapped, portable)
        for key, wrapped in layer.wrapped.items()
    }
    return make(**layer.arguments, **functions, **inner, dtype=layer.dtype, name=layer.keras_name)


def _as_inside(layer: Any, described: messages.RebuiltLayer) -> None:
    """Undo what today's Bidirectional sets in the layers inside it."""
    for key, inner in (("layer", "forward_layer"), ("backward_layer", "backward_layer")):
        wrapped = described.wrapped.get(key) or described.wrapped.get("layer")
        if hasattr(layer, inner) and wrapped is not None and not isinstance(wrapped, tuple):
            zero = wrapped.arguments.get("zero_output_for_mask", False)
            getattr(layer, inner).zero_output_for_mask = zero


def _called(
    class_name: str,
    layer: Any,
    call: Call,
    results: dict[TensorRef, list[Tensor]],
    *,
    masks_beside_states: bool,
) -> Any:
    taken = [_tensor(results, ref) for ref in call.inputs]
    keywords: dict[str, list[Tensor]] = {}
    for key, ref in call.keywords:
        keywords.setdefault(key, []).append(_tensor(results, ref))
    states = keywords.pop("initial_state", [])
    named = {key: found[0] if len(found) == 1 else found for key, found in keywords.items()}
    named |= dict(call.constants)
    if class_name in _MERGING or class_name in _ATTENDING:
        return layer(taken, **named)
    if class_name not in _RECURRENT:
        return layer(*taken, **named)
    sequence = named.pop("sequences") if "sequences" in named else taken.pop(0)
    if states := [*taken, *states]:
        named["initial_state"] = _as_states(layer, states)
        mask = getattr(sequence, "_keras_mask", None) if masks_beside_states else None
        if mask is not None:
            named.setdefault("mask", mask)
    return layer(sequence, **named)


def _as_states(layer: Any, states: list[Tensor]) -> Any:
    """States in a row in the structure that a layer takes them: stacked cells have lists."""
    if isinstance(layer, layers.Bidirectional):
        sizes = [*layer.forward_layer.state_size, *layer.backward_layer.state_size]
    else:
        sizes = layer.state_size
    structure = keras.tree.map_structure(lambda _: 0, sizes)
    return keras.tree.pack_sequence_as(structure, states)


def _tensor(results: dict[TensorRef, list[Tensor]], ref: TensorRef) -> Tensor:
    return results[replace(ref, index=0)][ref.index]


def _activation(spec: ActivationSpec, dtype: str, portable: bool) -> Any:
    if spec.name == "hard_sigmoid_keras2":
        return _old_hard_sigmoid_of_layers(dtype) if portable else _old_hard_sigmoid()
    if spec.parameters:
        if spec.name not in _WITH_PARAMETERS:
            raise ValueError(f"the activation {spec} can't be made of Keras's layers")
        return _WITH_PARAMETERS[spec.name](**spec.parameters, dtype=dtype)
    if spec.name not in _ACTIVATIONS:
        raise ValueError(f"{spec.name!r} is not among Keras's activations")
    return _ACTIVATIONS[spec.name]


@cache
def _old_hard_sigmoid() -> Callable[[Tensor], Tensor]:
    """The hard_sigmoid of Keras 1 and 2, as a function that Keras can save by its name.

    Registered when first used: until then, what loads in this process loads in any.
    """

    @keras.saving.register_keras_serializable(package="rnntui")  # type: ignore[untyped-decorator]
    def hard_sigmoid_keras2(x: Tensor) -> Tensor:
        return keras.ops.clip(0.2 * x + 0.5, 0.0, 1.0)

    function: Callable[[Tensor], Tensor] = hard_sigmoid_keras2
    return function


def _old_hard_sigmoid_of_layers(dtype: str) -> Any:
    """The same out of Keras's own pieces, which every Keras 3 opens."""
    return keras.Sequential(
        [
            layers.Rescaling(0.2, 0.5, dtype=dtype),
            layers.ReLU(max_value=1.0, dtype=dtype),
        ],
        name="hard_sigmoid_keras2",
    )

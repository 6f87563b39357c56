"""Activations as Keras makes them, by the names that a description has for them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import keras
from keras import activations, layers

if TYPE_CHECKING:
    from collections.abc import Callable

    from rnntui.configs.activation_spec import ActivationSpec

Tensor = Any

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
# An activation with its own parameters is a layer.
_WITH_PARAMETERS = {"elu": layers.ELU, "leaky_relu": layers.LeakyReLU, "relu": layers.ReLU}


def activation(spec: ActivationSpec, dtype: str, portable: bool) -> Any:
    """The function or layer; raises ValueError if Keras does not have it.

    Args:
        spec: its name, and its parameters.
        dtype: of the layer.
        portable: whether a file with it must open without any function of rnntui's.
    """
    if spec.name == "hard_sigmoid_keras2":
        return _old_hard_sigmoid_of_layers(dtype) if portable else _old_hard_sigmoid()
    if spec.parameters:
        if spec.name not in _WITH_PARAMETERS:
            raise ValueError(f"the activation {spec} can't be built from Keras's layers")
        return _WITH_PARAMETERS[spec.name](**spec.parameters, dtype=dtype)
    if spec.name not in _ACTIVATIONS:
        raise ValueError(f"{spec.name!r} is not among Keras's activations")
    return _ACTIVATIONS[spec.name]


@cache
def _old_hard_sigmoid() -> Callable[[Tensor], Tensor]:
    """The hard_sigmoid of Keras 1 and 2, as a function that Keras can save by name.

    Registered when first used: a file that loads in this process before that loads anywhere.
    """

    @keras.saving.register_keras_serializable(package="rnntui")  # type: ignore[untyped-decorator]
    def hard_sigmoid_keras2(x: Tensor) -> Tensor:
        return keras.ops.clip(0.2 * x + 0.5, 0.0, 1.0)

    function: Callable[[Tensor], Tensor] = hard_sigmoid_keras2
    return function


def _old_hard_sigmoid_of_layers(dtype: str) -> Any:
    """The same function from Keras's own layers, which every Keras 3 opens."""
    return keras.Sequential(
        [
            layers.Rescaling(0.2, 0.5, dtype=dtype),
            layers.ReLU(max_value=1.0, dtype=dtype),
        ],
        name="hard_sigmoid_keras2",
    )

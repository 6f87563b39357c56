"""The activations that a layer's config names, bound as functions."""

from __future__ import annotations

from collections.abc import Iterable

from rnntui.configs.activation_spec import OLD_HARD_SIGMOID, ActivationSpec
from rnntui.equations.activations import ACTIVATIONS, Activation, activation
from rnntui.errors import CustomCodeError
from rnntui.network.network import Layer

# What an old Keras called so; the network's notes say which formula it is.
_SHOWN = {OLD_HARD_SIGMOID: "hard_sigmoid"}


def bind_activations(
    layer: Layer, names: Iterable[str]
) -> tuple[dict[str, Activation], dict[str, str]]:
    """For each name ("activation", "recurrent_activation"): the function, and how it is called.

    Raises:
        CustomCodeError: the config names an activation that Keras does not have.
    """
    functions: dict[str, Activation] = {}
    called: dict[str, str] = {}
    for name in names:
        spec = getattr(layer.config, name)
        assert isinstance(spec, ActivationSpec)
        if spec.name not in ACTIVATIONS:
            raise CustomCodeError(
                f"layer '{layer.name}' ({layer.class_name}) has the {name} '{spec.name}', "
                "which is not one of Keras's activations"
            )
        functions[name] = activation(spec.name, spec.parameters)
        called[name] = _SHOWN.get(spec.name, spec.name)
    return functions, called

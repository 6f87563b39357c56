"""Networks as of old: read from files of today, their hard_sigmoid and Keras those of Keras 2."""

from __future__ import annotations

import dataclasses

import msgspec

from rnntui.configs.activation_spec import ActivationSpec


def as_of_keras_2(network):
    """The network with every hard_sigmoid that of Keras 2, which is said to have saved it."""
    layers = {name: _as_of_old(layer) for name, layer in network.layers.items()}
    return dataclasses.replace(network, layers=layers, keras_version="2.2.4")


def _as_of_old(layer):
    config = layer.config
    old = {
        key: ActivationSpec("hard_sigmoid_keras2")
        for key in config.__struct_fields__
        if getattr(config, key) == ActivationSpec("hard_sigmoid")
    }
    return dataclasses.replace(layer, config=msgspec.structs.replace(config, **old))


def with_slashes(network):
    """The network with every layer called "scope/NAME"."""

    def ref(reference):
        return dataclasses.replace(reference, layer=f"scope/{reference.layer}")

    def call(call):
        return dataclasses.replace(call, inputs=tuple(map(ref, call.inputs)))

    layers = {
        f"scope/{name}": dataclasses.replace(
            layer, name=f"scope/{name}", calls=tuple(map(call, layer.calls))
        )
        for name, layer in network.layers.items()
    }
    return dataclasses.replace(
        network,
        layers=layers,
        order=tuple(map(ref, network.order)),
        inputs=tuple(map(ref, network.inputs)),
        outputs=tuple(map(ref, network.outputs)),
    )

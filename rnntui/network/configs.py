"""The configs of the layers that rnntui knows, as typed structures decoded from a model file.

A key that a structure does not name is ignored: Keras adds keys with every version, and none
of them fails on its own. A key that it does name must be of the right type.
"""

from __future__ import annotations

from typing import Any

import msgspec

from rnntui.network.activation_spec import ActivationSpec, read_activation
from rnntui.network.configs_around import CONFIGS_AROUND
from rnntui.network.layer_config import LayerConfig as LayerConfig


class InputLayerConfig(LayerConfig, frozen=True):
    """Input: the batch axis first, None where any length goes."""

    batch_shape: tuple[int | None, ...]


class RecurrentConfig(LayerConfig, frozen=True):
    """What every recurrent layer's config says, by Keras's names."""

    units: int
    activation: ActivationSpec = ActivationSpec("tanh")
    use_bias: bool = True
    return_sequences: bool = False
    return_state: bool = False
    go_backwards: bool = False
    stateful: bool = False
    dropout: float = 0.0
    recurrent_dropout: float = 0.0


class SimpleRNNConfig(RecurrentConfig, frozen=True):
    """SimpleRNN."""


class LSTMConfig(RecurrentConfig, frozen=True):
    """LSTM."""

    recurrent_activation: ActivationSpec = ActivationSpec("sigmoid")


class GRUConfig(RecurrentConfig, frozen=True):
    """GRU; reset_after is Keras 3's default."""

    recurrent_activation: ActivationSpec = ActivationSpec("sigmoid")
    reset_after: bool = True


class DenseConfig(LayerConfig, frozen=True):
    """Dense."""

    units: int
    activation: ActivationSpec = ActivationSpec("linear")
    use_bias: bool = True


class DropoutConfig(LayerConfig, frozen=True):
    """Dropout: inactive at inference."""

    rate: float = 0.0


class ActivationConfig(LayerConfig, frozen=True):
    """Activation."""

    activation: ActivationSpec


CONFIGS: dict[str, type[LayerConfig]] = {
    "Activation": ActivationConfig,
    "Dense": DenseConfig,
    "Dropout": DropoutConfig,
    "GRU": GRUConfig,
    "InputLayer": InputLayerConfig,
    "LSTM": LSTMConfig,
    "SimpleRNN": SimpleRNNConfig,
    **CONFIGS_AROUND,
}


def decode_config(class_name: str, config: Any) -> LayerConfig:
    """Decode the config of a known layer class.

    Raises:
        msgspec.ValidationError: a value of the wrong type, with its place in the config.
    """
    structure = CONFIGS[class_name]
    if isinstance(config, dict):
        # An activation is a name or an object: bring it to one form before the types are checked.
        config = config | {
            key: read_activation(config[key]) for key in _ACTIVATIONS if key in config
        }
    return msgspec.convert(config, structure, from_attributes=True)


_ACTIVATIONS = ("activation", "recurrent_activation")

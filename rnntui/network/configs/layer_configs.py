"""The configs of the layers that rnntui knows, as typed structures decoded from a model file.

A key that a structure does not name is ignored: Keras adds keys with every version, and none
of them fails on its own. A key that it does name must be of the right type.
"""

from __future__ import annotations

from typing import Any

import msgspec

from rnntui.network.activation_spec import ActivationSpec, read_activation
from rnntui.network.configs.base import LayerConfig as LayerConfig
from rnntui.network.configs.core import CONFIGS_AROUND, Count


class InputLayerConfig(LayerConfig, frozen=True):
    """Input: the batch axis first, None where any length goes."""

    batch_shape: tuple[int | None, ...]


class OpaqueConfig(LayerConfig, frozen=True):
    """A layer that rnntui has neither equations nor a function for.

    why: what it is, as a sentence that names it
    custom: whether it is somebody's own code, which runs only where the user says so
    gone: whether today's Keras does not have it
    """

    why: str
    custom: bool = False
    gone: bool = False


class OperationConfig(LayerConfig, frozen=True):
    """One of keras.ops, which a Functional model holds like a layer: ops.NotEqual, ops.Any.

    arguments: those it was made with (`axis`, `keepdims`)
    """

    arguments: dict[str, Any]


# Before the class of an operation, which may be called as a layer is: Add, Concatenate.
OPERATION_PREFIX = "ops."


class LoopConfig(LayerConfig, frozen=True, kw_only=True):
    """How a recurrent layer runs its cell over a sequence, by Keras's names."""

    return_sequences: bool = False
    return_state: bool = False
    go_backwards: bool = False
    stateful: bool = False
    unroll: bool = False
    zero_output_for_mask: bool = False


class RecurrentConfig(LoopConfig, frozen=True, kw_only=True):
    """A recurrent layer with a cell of its own, or such a cell alone (SimpleRNNCell)."""

    units: int
    activation: ActivationSpec = ActivationSpec("tanh")
    use_bias: bool = True
    dropout: float = 0.0
    recurrent_dropout: float = 0.0


class SimpleRNNConfig(RecurrentConfig, frozen=True, kw_only=True):
    """SimpleRNN."""


class LSTMConfig(RecurrentConfig, frozen=True, kw_only=True):
    """LSTM."""

    recurrent_activation: ActivationSpec = ActivationSpec("sigmoid")


class GRUConfig(RecurrentConfig, frozen=True, kw_only=True):
    """GRU; reset_after is Keras 3's default."""

    recurrent_activation: ActivationSpec = ActivationSpec("sigmoid")
    reset_after: bool = True


class ConvLSTMConfig(LoopConfig, frozen=True, kw_only=True):
    """ConvLSTM1D, ConvLSTM2D, ConvLSTM3D."""

    filters: Count
    kernel_size: Count | list[Count]
    strides: Count | list[Count] = 1
    padding: str = "valid"
    data_format: str | None = None
    dilation_rate: Count | list[Count] = 1
    activation: ActivationSpec = ActivationSpec("tanh")
    recurrent_activation: ActivationSpec = ActivationSpec("sigmoid")
    use_bias: bool = True
    dropout: float = 0.0
    recurrent_dropout: float = 0.0


class RNNConfig(LoopConfig, frozen=True, kw_only=True):
    """RNN: the cell inside, as Keras writes it (class_name and config)."""

    cell: dict[str, Any]


class StackedRNNCellsConfig(LayerConfig, frozen=True):
    """StackedRNNCells: the cells, as Keras writes them."""

    cells: list[dict[str, Any]]


class BidirectionalConfig(LayerConfig, frozen=True):
    """Bidirectional: the layers inside, as Keras writes them; no backward_layer means its mirror."""

    layer: dict[str, Any]
    backward_layer: dict[str, Any] | None = None
    merge_mode: str | None = "concat"


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


# The cells that an RNN layer runs, by class name.
CELLS: dict[str, type[LayerConfig]] = {
    "GRUCell": GRUConfig,
    "LSTMCell": LSTMConfig,
    "SimpleRNNCell": SimpleRNNConfig,
    "StackedRNNCells": StackedRNNCellsConfig,
}

CONFIGS: dict[str, type[LayerConfig]] = {
    "Activation": ActivationConfig,
    "Bidirectional": BidirectionalConfig,
    "ConvLSTM1D": ConvLSTMConfig,
    "ConvLSTM2D": ConvLSTMConfig,
    "ConvLSTM3D": ConvLSTMConfig,
    "Dense": DenseConfig,
    "Dropout": DropoutConfig,
    "GRU": GRUConfig,
    "InputLayer": InputLayerConfig,
    "LSTM": LSTMConfig,
    "RNN": RNNConfig,
    "SimpleRNN": SimpleRNNConfig,
    **CONFIGS_AROUND,
}


def decode_config(class_name: str, config: Any) -> LayerConfig:
    """Decode the config of a known layer or cell class.

    Raises:
        msgspec.ValidationError: a value of the wrong type, with its place in the config.
    """
    structure = CONFIGS.get(class_name) or CELLS[class_name]
    if isinstance(config, dict):
        # An activation is a name or an object: bring it to one form before the types are checked.
        config = config | {
            key: read_activation(config[key]) for key in _ACTIVATIONS if key in config
        }
    return msgspec.convert(config, structure, from_attributes=True)


_ACTIVATIONS = ("activation", "recurrent_activation")

"""Converts layers of Keras 2 and tf.keras to the names of Keras 3, with their semantics unchanged.

Defaults that have changed since are written out. Functions that have changed since get a separate
name: `hard_sigmoid_keras2`.

Sources: `keras/layers` of 2.0 to 2.3.1 and 2.6; `tensorflow/python/keras/layers` of 1.13 to 2.4;
`tf_keras`.
"""

from __future__ import annotations

from typing import Any

from rnntui.configs.activation_spec import OLD_HARD_SIGMOID
from rnntui.errors import UnknownLayerError
from rnntui.network.keras.keras_version import Writer

Config = dict[str, Any]


# The configs of CuDNN layers omit what cuDNN always does.
_CUDNN: Config = {"activation": "tanh", "recurrent_activation": "sigmoid", "use_bias": True}
CLASSES: dict[str, tuple[str, Config]] = {
    "BatchNormalizationV1": ("BatchNormalization", {}),
    "BatchNormalizationV2": ("BatchNormalization", {}),
    "CuDNNGRU": ("GRU", {**_CUDNN, "reset_after": True}),
    "CuDNNLSTM": ("LSTM", _CUDNN),
    "SyncBatchNormalization": ("BatchNormalization", {}),
    "UnifiedGRU": ("GRU", {}),
    "UnifiedLSTM": ("LSTM", {}),
}
"""Layers that compute the same as another: that layer's class, and the config values it needs."""

_GATED = ("GRU", "GRUCell", "LSTM", "LSTMCell")
_LOOPS = ("GRU", "LSTM", "RNN", "SimpleRNN")
# TensorFlow functions that tf.keras saved by their TensorFlow names.
_TENSORFLOW_NAMES = {"log_softmax_v2": "log_softmax", "softmax_v2": "softmax"}


def from_keras_2(class_name: str, config: Config, writer: Writer) -> tuple[str, Config]:
    """Convert a layer's class and config from Keras 2 to Keras 3.

    Raises:
        UnknownLayerError: the layer is used in a way that rnntui does not compute.
    """
    class_name, fixed = CLASSES.get(class_name, (class_name, {}))
    _refuse(class_name, config, writer)
    defaults: Config = {}
    if class_name in _GATED:
        defaults["recurrent_activation"] = _recurrent_default(writer)
    elif class_name.startswith("ConvLSTM"):
        defaults["recurrent_activation"] = "hard_sigmoid"
    if class_name in ("GRU", "GRUCell"):
        defaults["reset_after"] = False
    config = {**defaults, **config, **fixed}
    for key in ("activation", "recurrent_activation"):
        if key in config:
            config[key] = _activation(config[key])
    if "dtype" in config:
        config["dtype"] = _dtype(config["dtype"])
    match class_name:
        case "Embedding" if config.get("dtype") == "int32":
            del config["dtype"]  # in Keras 2.0, the dtype of its input
        case "LeakyReLU" if "alpha" in config:
            config["negative_slope"] = config.pop("alpha")
        case "ThresholdedReLU":
            return "ReLU", {**config, "threshold": config.get("theta", 1.0)}
        case "Bidirectional":
            for key in ("layer", "backward_layer"):
                if isinstance(config.get(key), dict):
                    config[key] = _direction(config[key], writer)
    return class_name, config


def _refuse(class_name: str, config: Config, writer: Writer) -> None:
    """Raise UnknownLayerError for options that Keras 3 can't express."""
    what = ""
    if config.get("time_major"):
        what = "is time-major: its input has time before the batch"
    elif class_name in ("Attention", "AdditiveAttention") and config.get("causal"):
        what = "has causal=True in its config"
    elif class_name == "RNN" and _reversed_states(config, writer):
        what = "returns the states of its cells in reverse order"
    if what:
        name = config.get("name")
        raise UnknownLayerError(
            f"layer '{name}' ({class_name}) {what}, which rnntui does not compute"
        )


def _reversed_states(config: Config, writer: Writer) -> bool:
    """Whether a stacked RNN returns the last cell's states first, as all did before Keras 2.2.3."""
    match config:
        case {
            "return_state": True,
            "cell": {"class_name": "StackedRNNCells", "config": dict(inner)},
        }:
            first = writer.number < (2, 2) or writer.version in ("2.2.0", "2.2.1", "2.2.2")
            return first or inner.get("reverse_state_order") is True
    return False


def _recurrent_default(writer: Writer) -> str:
    """hard_sigmoid before Keras 2.3; sigmoid since, and in the tf.keras of TensorFlow 2.

    Every Keras version writes it to the config; the default applies to configs made by other means.
    """
    by_tensorflow = writer.by_tensorflow and writer.number >= (2, 2)
    return "sigmoid" if by_tensorflow or writer.number >= (2, 3) else "hard_sigmoid"


def _direction(entry: Config, writer: Writer) -> Config:
    """A layer inside Bidirectional, with its output at masked timesteps made explicit.

    TensorFlow 1.13 sets it to zero, with an option in the config; later versions set it to zero if
    the layer returns sequences, without an option. Keras until 2.3.1 repeats the previous output.
    """
    config = entry.get("config")
    if not isinstance(config, dict) or entry.get("class_name") not in _LOOPS:
        return entry
    zero = False
    if writer.by_tensorflow and writer.number >= (2, 2):
        zero = config.get("return_sequences") is True
        if writer.number == (2, 2):
            zero = zero or config.get("zero_output_for_mask") is True
    return entry | {"config": config | {"zero_output_for_mask": zero}}


def _activation(value: Any) -> Any:
    if value == "hard_sigmoid":
        return OLD_HARD_SIGMOID
    if isinstance(value, str):
        return _TENSORFLOW_NAMES.get(value, value)
    if isinstance(value, dict) and value.get("class_name") == "function":
        return value | {"config": _activation(value.get("config"))}
    return value


def _dtype(policy: Any) -> Any:
    """A dtype or policy; TensorFlow 2.0 to 2.3 have other policy classes, and "infer"."""
    if isinstance(policy, dict) and policy.get("class_name") in ("Policy", "PolicyV1"):
        inner = policy.get("config")
        policy = inner.get("name") if isinstance(inner, dict) else policy
    return "float32" if policy in ("infer", "_infer", None) else policy

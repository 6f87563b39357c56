"""The layers that Keras 1 and 2 wrote, with today's names and the meaning that they had then.

A function for each era: `_from_keras_1` gives Keras 2's names, `_from_keras_2` gives Keras 3's,
and writes out what the config leaves to a default that has changed since. What has no name of
today gets one of its own: `hard_sigmoid_keras2`. The forms around the layers (lists of layers,
connections, shapes) are `older_forms`'.

Sources: `keras/layers` of 1.2.2, 2.0 to 2.3.1 and 2.6; `tf_keras`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rnntui.errors import UnknownLayerError
from rnntui.network.keras_version import Writer

Config = dict[str, Any]

HARD_SIGMOID = "hard_sigmoid_keras2"

_CLASSES_1 = {"TimeDistributedDense": "Dense"}
_RECURRENT_1 = {
    "output_dim": "units",
    "inner_activation": "recurrent_activation",
    "dropout_W": "dropout",
    "dropout_U": "recurrent_dropout",
}
_NAMES_1 = {
    "Dense": {"output_dim": "units", "bias": "use_bias"},
    "Dropout": {"p": "rate"},
    "GRU": _RECURRENT_1,
    "InputLayer": {"input_dtype": "dtype"},
    "LSTM": _RECURRENT_1,
    "SimpleRNN": _RECURRENT_1,
}
# cuDNN's layers leave unsaid what cuDNN always does.
_CUDNN: Config = {"activation": "tanh", "recurrent_activation": "sigmoid", "use_bias": True}
_CLASSES_2: dict[str, tuple[str, Config]] = {
    "CuDNNGRU": ("GRU", {**_CUDNN, "reset_after": True}),
    "CuDNNLSTM": ("LSTM", _CUDNN),
    "UnifiedGRU": ("GRU", {}),
    "UnifiedLSTM": ("LSTM", {}),
}
_GATED = ("GRU", "GRUCell", "LSTM", "LSTMCell")
# Functions of TensorFlow that tf.keras saved by TensorFlow's name.
_TENSORFLOW_NAMES = {"softmax_v2": "softmax"}


def present_layer(class_name: str, config: Config, writer: Writer) -> tuple[str, Config]:
    """A layer's class and config of Keras 1 or 2, as Keras 3 names them.

    Raises:
        UnknownLayerError: the layer is used in a way that rnntui does not compute.
    """
    if writer.number < (2, 0):
        class_name, config = _from_keras_1(class_name, config)
    return _from_keras_2(class_name, config, writer)


def notes(config: Any, present: Any, writer: Writer) -> Iterator[str]:
    """What a reader of the file should know of its age.

    Args:
        config: the model's config as the file holds it.
        present: the same, translated.
        writer: the Keras that wrote it.
    """
    if any(HARD_SIGMOID in _activations(item) for item in _objects(present)):
        yield (
            f"saved by Keras {writer.version}, whose hard_sigmoid is clip(0.2x + 0.5, 0, 1); "
            "Keras 3's is clip(x/6 + 0.5, 0, 1)"
        )
    classes = [item.get("class_name") for item in _objects(config)]
    for old, (new, _) in _CLASSES_2.items():
        if old in classes:
            yield f"saved with {old} layers, which compute what a {new} does"


def _from_keras_1(class_name: str, config: Config) -> tuple[str, Config]:
    class_name = _CLASSES_1.get(class_name, class_name)
    names = _NAMES_1.get(class_name, {})
    return class_name, {names.get(key, key): value for key, value in config.items()}


def _from_keras_2(class_name: str, config: Config, writer: Writer) -> tuple[str, Config]:
    class_name, said = _CLASSES_2.get(class_name, (class_name, {}))
    if config.get("time_major"):
        raise UnknownLayerError(
            f"layer '{config.get('name')}' ({class_name}) is time-major: its input has time before "
            "the batch, which rnntui does not compute"
        )
    defaults: Config = {}
    if class_name in _GATED:
        defaults["recurrent_activation"] = _recurrent_default(writer)
    elif class_name.startswith("ConvLSTM"):
        defaults["recurrent_activation"] = "hard_sigmoid"
    if class_name in ("GRU", "GRUCell"):
        defaults["reset_after"] = False
    config = {**defaults, **config, **said}
    for key in ("activation", "recurrent_activation"):
        if key in config:
            config[key] = _activation(config[key])
    if "dtype" in config:
        config["dtype"] = _dtype(config["dtype"])
    return class_name, config


def _recurrent_default(writer: Writer) -> str:
    """hard_sigmoid until Keras 2.3; sigmoid since, and in the tf.keras of TensorFlow 2."""
    by_tensorflow = "-tf" in writer.version and writer.number >= (2, 2)
    return "sigmoid" if by_tensorflow or writer.number >= (2, 3) else "hard_sigmoid"


def _activation(value: Any) -> Any:
    if value == "hard_sigmoid":
        return HARD_SIGMOID
    if isinstance(value, str):
        return _TENSORFLOW_NAMES.get(value, value)
    if isinstance(value, dict) and value.get("class_name") == "function":
        return value | {"config": _activation(value.get("config"))}
    return value


def _dtype(policy: Any) -> Any:
    """A dtype or policy; the policies of TensorFlow 2.0 to 2.3 have other classes and "infer"."""
    if isinstance(policy, dict) and policy.get("class_name") in ("Policy", "PolicyV1"):
        inner = policy.get("config")
        policy = inner.get("name") if isinstance(inner, dict) else policy
    return "float32" if policy in ("infer", "_infer", None) else policy


def _activations(item: Config) -> list[Any]:
    found = [item.get("activation"), item.get("recurrent_activation")]
    return [value.get("config") if isinstance(value, dict) else value for value in found]


def _objects(value: Any) -> Iterator[Config]:
    """Every object in a config, however nested."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _objects(item)

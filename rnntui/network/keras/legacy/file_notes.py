"""Notes on files of older Keras versions: layers read as others, values that differ."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rnntui.configs.activation_spec import OLD_HARD_SIGMOID
from rnntui.network.keras.keras_version import Writer
from rnntui.network.keras.legacy.keras_2 import CLASSES

Config = dict[str, Any]


def notes(config: Any, present: Any, writer: Writer) -> Iterator[str]:
    """The notes on a file, one line each.

    Args:
        config: the model config as in the file.
        present: the same config, converted to Keras 3.
        writer: the Keras that wrote it.
    """
    objects = list(_objects(present))
    if any(OLD_HARD_SIGMOID in _activations(item) for item in objects):
        yield (
            f"saved by Keras {writer.version}, whose hard_sigmoid is clip(0.2x + 0.5, 0, 1); "
            "Keras 3's is clip(x/6 + 0.5, 0, 1)"
        )
    classes = [item.get("class_name") for item in _objects(config)]
    for old, (new, _) in CLASSES.items():
        if old in classes:
            yield f"saved with {old} layers, which compute the same as {new}"
    if writer.backend == "theano":
        for item in objects:
            if _pads_differently(item):
                yield (
                    f"saved with Theano, which pads the input of {item['class_name']} "
                    f"'{item['config'].get('name')}' differently; values at its ends differ"
                )


def _pads_differently(item: Config) -> bool:
    """Whether "same" pads differently in Theano, by half a kernel in front for any strides."""
    config = item.get("config")
    if not isinstance(config, dict):
        return False
    # ConvLSTM's strides do not matter here: its state keeps its size.
    if str(item.get("class_name")).startswith("ConvLSTM"):
        return any(size % 2 == 0 for size in _numbers(config.get("kernel_size")))
    if config.get("padding") != "same":
        return False
    sizes = _numbers(config.get("kernel_size")) + _numbers(config.get("pool_size"))
    strides = _numbers(config.get("strides") or config.get("pool_size"))
    return any(size % 2 == 0 for size in sizes) or any(stride != 1 for stride in strides)


def _numbers(value: Any) -> list[int]:
    return [size for size in (value if isinstance(value, list) else [value]) if type(size) is int]


def _activations(item: Config) -> list[Any]:
    found = [item.get("activation"), item.get("recurrent_activation")]
    return [value.get("config") if isinstance(value, dict) else value for value in found]


def _objects(value: Any) -> Iterator[Config]:
    """All objects in a config, at any depth."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _objects(item)

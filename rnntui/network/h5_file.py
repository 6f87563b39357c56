"""The .h5 format, of every Keras: the config in an attribute, the weights in a group a layer.

Sources: `keras.src.legacy.saving.legacy_h5_format`; `keras.models.save_model` of Keras 1.2.2.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from rnntui.errors import ModelFileError
from rnntui.network.describe import describe_model
from rnntui.network.hdf5 import open_hdf5, read_array
from rnntui.network.model_json import LayerDescription, ModelDescription
from rnntui.network.owners import owners
from rnntui.network.shares import shared_out

if TYPE_CHECKING:
    import h5py

# Variables that are no weights: of a seed generator, and the states that a stateful layer keeps.
_STATES = ("seed_generator_state", "rnn_state")


def read_h5(path: Path) -> tuple[ModelDescription, dict[str, tuple[np.ndarray[Any, Any], ...]]]:
    """Read a full-model .h5 file: its description, and the weights by layer name.

    Raises:
        ModelFileError: HDF5 but not a model, weights without a config, or damaged.
    """
    source = path.name
    with open_hdf5(path, source) as file:
        text = file.attrs.get("model_config")
        if text is None:
            what = "weights only, without the model" if "layer_names" in file.attrs else "no model"
            raise ModelFileError(
                f"{source}: HDF5, but it holds {what}; save the whole model with model.save()"
            )
        try:
            # h5py gives what is not UTF-8 as surrogates: back to bytes, for msgspec to refuse.
            config = msgspec.json.decode(_text(text).encode(errors="surrogateescape"))
        except msgspec.DecodeError as error:
            raise ModelFileError(f"{source}: its model_config is not JSON ({error})") from None
        group = file.get("model_weights")
        if group is None:
            raise ModelFileError(f"{source}: weights missing; there is no group 'model_weights'")
        version = _text(file.attrs.get("keras_version", ""))
        description = describe_model(config, version, source, _backend(file, group))
        weights = {
            layer.name: tuple(_layer_weights(group, layer, source)) for layer in description.stored
        }
        return description, weights


def _backend(file: h5py.File, group: h5py.Group) -> str:
    """What computed for the Keras that wrote the file.

    Keras 1 does not say, but the names of its arrays do: TensorFlow's end in ":0".
    """
    said = file.attrs.get("backend")
    if said is not None:
        return _text(said)
    names = [
        name
        for inner in group.values()
        if "weight_names" in inner.attrs
        for name in _names(inner, "weight_names")
    ]
    if not names:
        return ""
    return "tensorflow" if any(name.endswith(":0") for name in names) else "theano"


def _layer_weights(
    group: h5py.Group, layer: LayerDescription, source: str
) -> Iterator[np.ndarray[Any, Any]]:
    """A layer's arrays in the order of Keras's `layer.weights`."""
    inner = group.get(layer.name)
    if inner is None:
        return
    names = [name for name in _names(inner, "weight_names") if not _is_state(name)]
    inside = list(owners(layer.class_name, layer.config))
    shares = shared_out(inside, names) if len(inside) > 1 else None
    for number in range(len(names)) if shares is None else chain.from_iterable(shares):
        yield read_array(group, f"{layer.name}/{names[number]}", source)


def _is_state(name: str) -> bool:
    """Whether it is a layer's state, which is none of its weights."""
    return name.rpartition("/")[2].startswith(_STATES)


def _names(group: h5py.Group, attribute: str) -> Iterator[str]:
    """A list attribute; past 64 kB, HDF5's limit for one, Keras stores it as name0, name1, …"""
    if attribute in group.attrs:
        yield from map(_text, group.attrs[attribute])
        return
    chunk = 0
    while f"{attribute}{chunk}" in group.attrs:
        yield from map(_text, group.attrs[f"{attribute}{chunk}"])
        chunk += 1


def _text(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)

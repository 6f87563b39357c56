"""The .h5 format, of every Keras: the config in an attribute, the weights in a group a layer.

Sources: `keras.src.legacy.saving.legacy_h5_format`; `keras.models.save_model` of Keras 1.2.2.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from rnntui.errors import ModelFileError
from rnntui.network.keras.files.hdf5 import open_hdf5, read_array
from rnntui.network.keras.files.json_text import decode_json
from rnntui.network.keras.models.description import ModelDescription, Stored
from rnntui.network.keras.models.parse_config import parse_config
from rnntui.network.keras.weights.h5_groups import match_groups
from rnntui.network.keras.weights.weight_paths import weight_paths
from rnntui.network.keras.weights.weight_split import split_weights

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
            raise ModelFileError(f"{source}: {_instead_of_a_model(file)}")
        try:
            # h5py gives what is not UTF-8 as surrogates: back to bytes, for msgspec to refuse.
            config = decode_json(text_of(text).encode(errors="surrogateescape"))
        except msgspec.DecodeError as error:
            raise ModelFileError(f"{source}: its model_config is not JSON ({error})") from None
        group = file.get("model_weights")
        if group is None:
            raise ModelFileError(f"{source}: weights missing; there is no group 'model_weights'")
        version = text_of(file.attrs.get("keras_version", ""))
        description = parse_config(config, version, source, backend_of(file, group))
        if description.older:
            tree = match_groups(description.tree, filled_names(group))
            description = replace(description, tree=tree or description.tree)
        return description, weights_by_name(group, description, source)


def weights_by_name(
    group: h5py.Group, description: ModelDescription, source: str
) -> dict[str, tuple[np.ndarray[Any, Any], ...]]:
    """The weights by layer name, out of a group that holds a group for each layer or model.

    Raises:
        ModelFileError: an array is missing or damaged.
    """
    weights: dict[str, tuple[np.ndarray[Any, Any], ...]] = {}
    for stored in description.tree:
        weights |= _weights(group, stored, source)
    return weights


def _instead_of_a_model(file: h5py.File) -> str:
    if weights_layout(file) is None:
        return "HDF5, but it holds no model; save the whole model with model.save()"
    return (
        "weights only, without the model; give the text of its model.to_json() too, with "
        "--config model.json, or save the whole model with model.save()"
    )


def weights_layout(file: h5py.File) -> str | None:
    """How a file keeps a model's weights: by the layers' names, or by their places in the model."""
    if "layer_names" in file.attrs or "layer_names0" in file.attrs:
        return "names"
    inside = {name.split("\\")[0] for name in file}
    return "places" if inside & {"layers", "_layer_checkpoint_dependencies"} else None


def backend_of(file: h5py.File, group: h5py.Group) -> str:
    """What computed for the Keras that wrote the file.

    Keras 1 does not say, but the names of its arrays do: TensorFlow's end in ":0".
    """
    said = file.attrs.get("backend")
    if said is not None:
        return text_of(said)
    names = [
        name
        for inner in group.values()
        if "weight_names" in inner.attrs
        for name in names_in(inner, "weight_names")
    ]
    if not names:
        return ""
    return "tensorflow" if any(name.endswith(":0") for name in names) else "theano"


def filled_names(group: h5py.Group) -> list[str]:
    """The layers that have arrays in a file, in its order."""
    return [
        name
        for name in names_in(group, "layer_names")
        if name in group and any(names_in(group[name], "weight_names"))
    ]


def _weights(
    group: h5py.Group, stored: Stored, source: str
) -> dict[str, tuple[np.ndarray[Any, Any], ...]]:
    """The arrays of a layer, or of all layers in a model, in the order of Keras's `layer.weights`."""
    inner = group.get(stored.own_name)
    layers = list(stored.layers)
    if inner is None and stored.parts is not None:
        # Keras 1 wrote the layers of a Sequential model in another like the other's own.
        return {
            name: arrays
            for layer in layers
            for name, arrays in _weights(group, replace(layer, parts=None), source).items()
        }
    names = [] if inner is None else list(names_in(inner, "weight_names"))
    names = [name for name in names if not _is_state(name)]
    inside = [
        (layer, replace(owner, trainable=owner.trainable and layer.trainable))
        for layer in layers
        for owner in weight_paths(layer.class_name, layer.config)
    ]
    numbers: dict[str, list[int]] = {layer.name: [] for layer in layers}
    shares = split_weights([owner for _, owner in inside], names) if len(inside) > 1 else None
    if shares is not None:
        for (layer, _), share in zip(inside, shares, strict=True):
            numbers[layer.name] += share
    elif len(layers) == 1:
        numbers[layers[0].name] = list(range(len(names)))
    else:
        # With a layer of somebody's own in it nobody knows how many it has.
        for number, name in enumerate(names):
            numbers[_owner_by_name(layers, name, stored, source)].append(number)
    return {
        layer.name: tuple(
            read_array(group, f"{stored.own_name}/{names[number]}", source)
            for number in numbers[layer.name]
        )
        for layer in layers
    }


def _owner_by_name(layers: list[Stored], name: str, model: Stored, source: str) -> str:
    """The layer in a model that an array is of, by the array's name "…/dense/kernel"."""
    way = name.split("/")[:-1]
    found = [layer.name for layer in layers if layer.own_name in way]
    if len(found) != 1:
        raise ModelFileError(
            f"{source}: the weight array '{name}' of model '{model.name}' is of none of its layers"
        )
    return found[0]


def _is_state(name: str) -> bool:
    """Whether it is a layer's state, which is none of its weights."""
    return name.rpartition("/")[2].startswith(_STATES)


def names_in(group: h5py.Group, attribute: str) -> Iterator[str]:
    """A list attribute; past 64 kB, HDF5's limit for one, Keras stores it as name0, name1, …"""
    if attribute in group.attrs:
        yield from map(text_of, group.attrs[attribute])
        return
    chunk = 0
    while f"{attribute}{chunk}" in group.attrs:
        yield from map(text_of, group.attrs[f"{attribute}{chunk}"])
        chunk += 1


def text_of(value: Any) -> str:
    """An attribute's text."""
    return value.decode() if isinstance(value, bytes) else str(value)

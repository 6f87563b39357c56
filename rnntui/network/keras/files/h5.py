"""Reader for `.h5` files of any Keras: config in an attribute, weights in a group per layer.

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

# Variables that are not weights: those of seed generators, and states of stateful layers.
_STATES = ("seed_generator_state", "rnn_state")


def read_h5(path: Path) -> tuple[ModelDescription, dict[str, tuple[np.ndarray[Any, Any], ...]]]:
    """Read a full-model .h5 file: the model's description, and the weights by layer name.

    Raises:
        ModelFileError: HDF5 but not a model, weights without a config, or damaged.
    """
    source = path.name
    with open_hdf5(path, source) as file:
        text = file.attrs.get("model_config")
        if text is None:
            raise ModelFileError(f"{source}: {_instead_of_a_model(file)}")
        try:
            # h5py decodes invalid UTF-8 to surrogates: back to bytes, for msgspec to refuse.
            config = decode_json(text_of(text).encode(errors="surrogateescape"))
        except msgspec.DecodeError as error:
            raise ModelFileError(f"{source}: its model_config is not JSON ({error})") from None
        group = file.get("model_weights")
        if group is None:
            raise ModelFileError(f"{source}: weights missing; there is no group 'model_weights'")
        version = text_of(file.attrs.get("keras_version", ""))
        description = parse_config(config, version, source, backend_of(file, group))
        if description.older:
            tree = match_groups(description.tree, names_with_weights(group))
            description = replace(description, tree=tree or description.tree)
        return description, weights_by_name(group, description, source)


def weights_by_name(
    group: h5py.Group, description: ModelDescription, source: str
) -> dict[str, tuple[np.ndarray[Any, Any], ...]]:
    """The weights by layer name, from a group with a subgroup per layer or nested model.

    Raises:
        ModelFileError: an array is missing or damaged.
    """
    weights: dict[str, tuple[np.ndarray[Any, Any], ...]] = {}
    for stored in description.tree:
        weights |= _weights(group, stored, source)
    return weights


def _instead_of_a_model(file: h5py.File) -> str:
    if weights_layout(file) is None:
        return "HDF5, but contains no model; save the whole model with model.save()"
    return (
        "weights only, without the model; pass the output of its model.to_json() with "
        "--config model.json, or save the whole model with model.save()"
    )


def weights_layout(file: h5py.File) -> str | None:
    """How weights are stored: by layer "names", by "places" in the model, or None if there are none."""
    if "layer_names" in file.attrs or "layer_names0" in file.attrs:
        return "names"
    inside = {name.split("\\")[0] for name in file}
    return "places" if inside & {"layers", "_layer_checkpoint_dependencies"} else None


def backend_of(file: h5py.File, group: h5py.Group) -> str:
    """The backend of the Keras that wrote the file, "" if unknown.

    Keras 1 does not store it, but the names of TensorFlow's arrays end in ":0".
    """
    backend = file.attrs.get("backend")
    if backend is not None:
        return text_of(backend)
    names = [
        name
        for inner in group.values()
        if "weight_names" in inner.attrs
        for name in names_in(inner, "weight_names")
    ]
    if not names:
        return ""
    return "tensorflow" if any(name.endswith(":0") for name in names) else "theano"


def names_with_weights(group: h5py.Group) -> list[str]:
    """The names of the layers with arrays, in the file's order."""
    return [
        name
        for name in names_in(group, "layer_names")
        if name in group and any(names_in(group[name], "weight_names"))
    ]


def _weights(
    group: h5py.Group, stored: Stored, source: str
) -> dict[str, tuple[np.ndarray[Any, Any], ...]]:
    """The arrays of a layer, or of all layers in a nested model, in the order of `layer.weights`."""
    inner = group.get(stored.own_name)
    layers = list(stored.layers)
    if inner is None and stored.parts is not None:
        # Keras 1 stored the layers of a nested Sequential model as layers of the outer model.
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
        # The number of arrays of a custom layer is unknown, so only their names can tell.
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
    """The layer of a nested model that owns an array, by the array's name "…/dense/kernel"."""
    scopes = name.split("/")[:-1]
    found = [layer.name for layer in layers if layer.own_name in scopes]
    if len(found) != 1:
        raise ModelFileError(
            f"{source}: the weight array '{name}' of model '{model.name}' belongs to none of its layers"
        )
    return found[0]


def _is_state(name: str) -> bool:
    """Whether an array is a layer's state rather than a weight."""
    return name.rpartition("/")[2].startswith(_STATES)


def names_in(group: h5py.Group, attribute: str) -> Iterator[str]:
    """A list attribute; beyond HDF5's limit of 64 kB, Keras splits it into name0, name1, …"""
    if attribute in group.attrs:
        yield from map(text_of, group.attrs[attribute])
        return
    chunk = 0
    while f"{attribute}{chunk}" in group.attrs:
        yield from map(text_of, group.attrs[f"{attribute}{chunk}"])
        chunk += 1


def text_of(value: Any) -> str:
    """An attribute as text."""
    return value.decode() if isinstance(value, bytes) else str(value)

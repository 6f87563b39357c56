"""The .keras format: a zip of config.json, metadata.json and model.weights.h5.

Source: `keras.src.saving.saving_lib`. Weights lie at layers/<class in snake case>[_n]/vars/<i>
(a recurrent layer's in its cell: …/cell/vars/<i>), numbered over the layers in stored order.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from rnntui.errors import ModelFileError
from rnntui.network.configs import RecurrentConfig
from rnntui.network.configs_around import TimeDistributedConfig
from rnntui.network.hdf5 import open_hdf5, read_array
from rnntui.network.model_json import (
    LayerDescription,
    ModelDescription,
    check_version,
    read_model_json,
)

if TYPE_CHECKING:
    import h5py

_WEIGHTS = "model.weights.h5"
# What zipfile raises for a zip that is cut short, altered, or locked with a password.
_DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
_LARGEST_CONFIG = 256 * 1024 * 1024


def read_keras_zip(
    path: Path,
) -> tuple[ModelDescription, dict[str, tuple[np.ndarray[Any, Any], ...]], str]:
    """Read a .keras file: its description, the weights by layer name, and the Keras version.

    Raises:
        ModelFileError: not a zip, cut short, or not what Keras writes.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            config = _json(archive, "config.json", path.name)
            metadata = _json(archive, "metadata.json", path.name)
            packed = _read(archive, _WEIGHTS, path.name)
    except _DAMAGED as error:
        raise ModelFileError(
            f"{path.name}: damaged or cut short, not a whole zip ({error})"
        ) from None
    said = metadata.get("keras_version") if isinstance(metadata, dict) else None
    version = str(said or "")
    check_version(version, path.name)
    description = read_model_json(config, path.name)
    with open_hdf5(packed, f"{path.name}: {_WEIGHTS}") as file:
        weights = _weights(file, description, path.name)
    return description, weights, version


def _read(archive: zipfile.ZipFile, member: str, source: str) -> bytes:
    try:
        info = archive.getinfo(member)
    except KeyError:
        raise ModelFileError(
            f"{source}: the zip has no {member}; it is not a model saved by Keras"
        ) from None
    if member != _WEIGHTS and info.file_size > _LARGEST_CONFIG:
        raise ModelFileError(f"{source}: its {member} is {info.file_size} bytes; that is no config")
    return archive.read(info)


def _json(archive: zipfile.ZipFile, member: str, source: str) -> Any:
    try:
        return msgspec.json.decode(_read(archive, member, source))
    except msgspec.DecodeError as error:
        raise ModelFileError(f"{source}: its {member} is not JSON ({error})") from None


def _weights(
    file: h5py.File, description: ModelDescription, source: str
) -> dict[str, tuple[np.ndarray[Any, Any], ...]]:
    used: dict[str, int] = {}
    weights = {}
    for layer in description.stored:
        base = _snake_case(layer.class_name)
        number = used.get(base, 0)
        used[base] = number + 1
        group = f"layers/{base}_{number}" if number else f"layers/{base}"
        weights[layer.name] = _layer_weights(file, group, layer, source)
    return weights


def _layer_weights(
    file: h5py.File, group: str, layer: LayerDescription, source: str
) -> tuple[np.ndarray[Any, Any], ...]:
    inner = f"{group}/vars"
    if isinstance(layer.config, RecurrentConfig):
        inner = f"{group}/cell/vars"
    elif isinstance(layer.config, TimeDistributedConfig):
        inner = f"{group}/layer/vars"
    place = file.get(inner)
    if place is None:
        return ()
    return tuple(
        read_array(file, f"{inner}/{index}", f"{source}, layer '{layer.name}'")
        for index in range(len(place))
    )


def _snake_case(name: str) -> str:
    """Keras's own rule: SimpleRNN -> simple_rnn (`keras.src.utils.naming.to_snake_case`)."""
    name = re.sub(r"\W+", "", name)
    name = re.sub("(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub("([a-z])([A-Z])", r"\1_\2", name).lower()

"""Reader for `.keras` files: a zip of config.json, metadata.json and model.weights.h5.

A layer's arrays are at vars/<i> in its group or in the groups of its sublayers, e.g. at
cell/vars/<i> for a recurrent layer; `zip_layout` finds the groups.

Source: `keras.src.saving.saving_lib`.
"""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from rnntui.errors import ModelFileError
from rnntui.network.keras.files.hdf5 import open_hdf5, read_array
from rnntui.network.keras.files.json_text import decode_json
from rnntui.network.keras.models.description import ModelDescription, Stored
from rnntui.network.keras.models.parse_config import parse_config
from rnntui.network.keras.weights.zip_layout import layer_groups, variables_of

if TYPE_CHECKING:
    import h5py

_WEIGHTS = "model.weights.h5"
# Raised by zipfile for a zip that is truncated, altered or password-protected.
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
) -> tuple[ModelDescription, dict[str, tuple[np.ndarray[Any, Any], ...]]]:
    """Read a .keras file: the model's description, and the weights by layer name.

    Raises:
        ModelFileError: not a zip, truncated, or not written by Keras.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            config = _json(archive, "config.json", path.name)
            metadata = _json(archive, "metadata.json", path.name)
            packed = _read(archive, _WEIGHTS, path.name)
    except _DAMAGED as error:
        raise ModelFileError(
            f"{path.name}: damaged or truncated, not a complete zip ({error})"
        ) from None
    version = metadata.get("keras_version") if isinstance(metadata, dict) else None
    description = parse_config(config, str(version or ""), path.name)
    with open_hdf5(packed, f"{path.name}: {_WEIGHTS}") as file:
        weights = weights_by_place(file, description, path.name)
    return description, weights


def _read(archive: zipfile.ZipFile, member: str, source: str) -> bytes:
    try:
        info = archive.getinfo(member)
    except KeyError:
        raise ModelFileError(
            f"{source}: the zip has no {member}; it is not a model saved by Keras"
        ) from None
    if member != _WEIGHTS and info.file_size > _LARGEST_CONFIG:
        raise ModelFileError(
            f"{source}: its {member} has {info.file_size} bytes, too large for a config"
        )
    return archive.read(info)


def _json(archive: zipfile.ZipFile, member: str, source: str) -> Any:
    try:
        return decode_json(_read(archive, member, source))
    except msgspec.DecodeError as error:
        raise ModelFileError(f"{source}: its {member} is not JSON ({error})") from None


def weights_by_place(
    file: h5py.File, description: ModelDescription, source: str
) -> dict[str, tuple[np.ndarray[Any, Any], ...]]:
    """The weights by layer name, from a file in the layout of model.weights.h5.

    Raises:
        ModelFileError: a layer's arrays are missing or damaged.
    """
    return {
        stored.name: _layer_weights(file, group, stored, source)
        for stored, group in layer_groups(file, description.tree, older=description.older)
    }


def _layer_weights(
    file: h5py.File, group: str, stored: Stored, source: str
) -> tuple[np.ndarray[Any, Any], ...]:
    return tuple(
        read_array(file, f"{place}/{index}", f"{source}, layer '{stored.name}'")
        for place in variables_of(file, group, stored)
        for index in range(len(file[place]))
    )

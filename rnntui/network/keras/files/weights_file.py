"""A file of weights alone, with the model's description in a file of its own.

- By name: a group for each layer, as in a whole .h5 model; written by `save_weights` of Keras 1, 2
  and tf.keras to a name that ends in .h5.
- By place: as in the zip of a .keras file; written by Keras 3 and, from 2.12 on, Keras 2 to a name
  that ends in .weights.h5.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from rnntui.errors import ModelFileError
from rnntui.network.keras.files.config_file import ConfigFile
from rnntui.network.keras.files.h5 import (
    backend_of,
    filled_names,
    text_of,
    weights_by_name,
    weights_layout,
)
from rnntui.network.keras.files.hdf5 import open_hdf5
from rnntui.network.keras.files.keras_zip import weights_by_place
from rnntui.network.keras.models.description import ModelDescription
from rnntui.network.keras.models.parse_config import parse_config
from rnntui.network.keras.weights.h5_groups import match_groups, weighted

if TYPE_CHECKING:
    import h5py


def read_weights_file(
    path: Path, given: ConfigFile
) -> tuple[ModelDescription, dict[str, tuple[np.ndarray[Any, Any], ...]]]:
    """Read the weights of a model that is described elsewhere.

    Raises:
        ModelFileError: the file holds a whole model, or no weights of this one.
        UnknownLayerError: a layer or activation that rnntui does not compute yet.
    """
    source = path.name
    with open_hdf5(path, source) as file:
        if "model_config" in file.attrs:
            raise ModelFileError(f"{source}: holds its model; leave --config out")
        layout = weights_layout(file)
        if layout is None:
            raise ModelFileError(f"{source}: HDF5, but it holds no weights of a model")
        by_name = layout == "names"
        version = given.version or text_of(file.attrs.get("keras_version", ""))
        backend = backend_of(file, file) if by_name else ""
        description = parse_config(given.config, version, given.source, backend)
        if by_name:
            description = _named_as_in(file, description, source, given.source)
        read = weights_by_name if by_name else weights_by_place
        weights = read(file, description, source)
    if not any(weights.values()):
        raise ModelFileError(f"{source}: holds no weights of the layers in {given.source}")
    return description, weights


def _named_as_in(
    file: h5py.File, description: ModelDescription, source: str, described_in: str
) -> ModelDescription:
    """The description, with the names that the layers have in the file."""
    filled = filled_names(file)
    tree = match_groups(description.tree, filled)
    if tree is None:
        raise ModelFileError(
            f"{source}: holds the weights of {len(filled)} layers; in {described_in} are "
            f"{len(weighted(description.tree))} layers that have weights"
        )
    if tree == description.tree:
        return description
    said = f"the layers of {source} have other names; taken in their order, as Keras does"
    return replace(description, tree=tree, notes=(*description.notes, said))

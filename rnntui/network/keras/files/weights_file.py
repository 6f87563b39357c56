"""Reader for files of weights only, with the model config in a separate file.

- By name: a group per layer, as in a full .h5 model; written by `save_weights` of Keras 1, 2
  and tf.keras to files that end in .h5.
- By place: as in the zip of a .keras file; written by Keras 3 and, from 2.12 on, Keras 2 to files
  that end in .weights.h5.
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
    names_with_weights,
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
    path: Path, model: ConfigFile
) -> tuple[ModelDescription, dict[str, tuple[np.ndarray[Any, Any], ...]]]:
    """Read the weights of a model whose config is in another file.

    Args:
        path: the weights file.
        model: the model config.

    Returns:
        The model's description, and the weights by layer name.

    Raises:
        ModelFileError: the file contains a full model, or no weights for this one.
        UnknownLayerError: a layer or activation that rnntui does not compute yet.
    """
    source = path.name
    with open_hdf5(path, source) as file:
        if "model_config" in file.attrs:
            raise ModelFileError(f"{source}: contains its model; omit --config")
        layout = weights_layout(file)
        if layout is None:
            raise ModelFileError(f"{source}: HDF5, but contains no model weights")
        by_name = layout == "names"
        version = model.version or text_of(file.attrs.get("keras_version", ""))
        backend = backend_of(file, file) if by_name else ""
        description = parse_config(model.config, version, model.source, backend)
        if by_name:
            description = _with_names_of_file(file, description, source, model.source)
        read = weights_by_name if by_name else weights_by_place
        weights = read(file, description, source)
    if not any(weights.values()):
        raise ModelFileError(f"{source}: contains no weights for the layers in {model.source}")
    return description, weights


def _with_names_of_file(
    file: h5py.File, description: ModelDescription, source: str, described_in: str
) -> ModelDescription:
    """The description with the layers named as in the weights file."""
    names = names_with_weights(file)
    tree = match_groups(description.tree, names)
    if tree is None:
        raise ModelFileError(
            f"{source}: does not match {described_in}: {len(names)} against "
            f"{len(weighted(description.tree))} layers with weights"
        )
    if tree == description.tree:
        return description
    note = f"the layers of {source} have other names; matched by order, as Keras does"
    return replace(description, tree=tree, notes=(*description.notes, note))

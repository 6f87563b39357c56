"""Reads a model file into a `Network`; the format is recognized by content, not by name."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

import numpy as np

from rnntui.errors import ModelFileError
from rnntui.network.keras.files.keras_zip import read_keras_zip
from rnntui.network.keras.files.sandboxed_read import check_in_child
from rnntui.network.keras.files.unsupported import what_file, what_folder, what_zip
from rnntui.network.keras.keras_version import Writer, writer_of
from rnntui.network.keras.models.parse_config import ModelDescription
from rnntui.network.network import Layer, Network, TensorRef

_HDF5_SIGNATURE = b"\x89HDF\r\n\x1a\n"


def read_network(path: Path, config: Path | None = None) -> Network:
    """Read a .keras or .h5 model file as data; nothing in it is executed.

    Args:
        path: the model file, or a file of weights only.
        config: for a file of weights only, a file with the output of `model.to_json()`.

    Raises:
        ModelFileError: no such file, not a Keras model, or damaged.
        UnknownLayerError: a layer or activation that rnntui does not compute yet.
    """
    kind = _kind(path)
    if kind == "h5":
        check_in_child(lambda: _read(path, kind, config), path)
    description, weights = _read(path, kind, config)
    writer = writer_of(description.keras_version, None, description.backend)
    if description.older:
        from rnntui.network.keras.weights.weight_split import present_arrays

        weights |= {
            layer.name: present_arrays(
                layer.class_name, layer.config, weights.get(layer.name, ()), writer
            )
            for layer in description.stored
        }
    layers = {
        layer.name: Layer(**vars(layer), weights=weights.get(layer.name, ()))
        for layer in description.stored
    }
    if description.older:
        layers = {name: _with_config_from_weights(layer, writer) for name, layer in layers.items()}
    order = _in_order(description, path.name)
    return Network(
        name=description.name,
        layers={call.layer: layers[call.layer] for call in order},
        order=order,
        inputs=description.inputs,
        outputs=description.outputs,
        format=kind,
        keras_version=description.keras_version,
        path=path,
        sequential=description.sequential,
        output_layers=description.output_layers,
        notes=description.notes,
        backend=description.backend,
    )


def _with_config_from_weights(layer: Layer, writer: Writer) -> Layer:
    from rnntui.network.keras.legacy.weights import present_config

    return replace(layer, config=present_config(layer.config, layer.weights, writer))


def _read(
    path: Path, kind: str, config: Path | None
) -> tuple[ModelDescription, dict[str, tuple[np.ndarray[Any, Any], ...]]]:
    # Each reader is imported only for files of its format, so that opening one stays fast.
    if config is None and kind == "keras":
        return read_keras_zip(path)
    if config is None:
        from rnntui.network.keras.files.h5 import read_h5

        return read_h5(path)
    if kind == "keras":
        raise ModelFileError(f"{path.name}: contains its model; omit --config")
    from rnntui.network.keras.files.config_file import read_config_file
    from rnntui.network.keras.files.weights_file import read_weights_file

    return read_weights_file(path, read_config_file(config))


def _kind(path: Path) -> str:
    try:
        if path.is_dir():
            raise ModelFileError(f"{path}: {what_folder(path)}")
        with path.open("rb") as file:
            start = file.read(64)
    except FileNotFoundError:
        raise ModelFileError(f"{path}: no such file") from None
    except OSError as error:
        raise ModelFileError(f"{path}: can't be read ({error.strerror})") from None
    if start.startswith(_HDF5_SIGNATURE):
        return "h5"
    if start[:4] == b"PK\x03\x04" or zipfile.is_zipfile(path):
        if what := what_zip(path):
            raise ModelFileError(f"{path}: {what}")
        return "keras"
    raise ModelFileError(f"{path}: {what_file(path, start)}")


def _in_order(description: ModelDescription, source: str) -> tuple[TensorRef, ...]:
    """All calls of all layers in topological order.

    Raises:
        ModelFileError: a tensor of a layer or call that does not exist, or a cycle.
    """
    sources = {
        TensorRef(layer.name, index): [*call.inputs, *(ref for _, ref in call.keywords)]
        for layer in description.stored
        for index, call in enumerate(layer.calls)
    }
    ends = [*description.inputs, *description.outputs]
    for reference in (*ends, *(ref for refs in sources.values() for ref in refs)):
        if replace(reference, index=0) not in sources:
            raise ModelFileError(
                f"{source}: its config refers to call {reference.call} of layer "
                f"'{reference.layer}', which does not exist"
            )
    sorter = TopologicalSorter(
        {call: [replace(ref, index=0) for ref in refs] for call, refs in sources.items()}
    )
    try:
        return tuple(sorter.static_order())
    except CycleError as error:
        through = ", ".join(dict.fromkeys(call.layer for call in error.args[1]))
        raise ModelFileError(f"{source}: its config has a cycle through {through}") from None

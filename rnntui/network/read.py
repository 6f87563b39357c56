"""A model file to a Network, by what the file is, whatever it is called."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from rnntui.errors import ModelFileError
from rnntui.network.h5_file import read_h5
from rnntui.network.keras_version import writer_of
from rnntui.network.keras_zip import read_keras_zip
from rnntui.network.model_json import ModelDescription
from rnntui.network.network import Layer, Network, TensorRef
from rnntui.network.shares import present_arrays

_HDF5_SIGNATURE = b"\x89HDF\r\n\x1a\n"


def read_network(path: Path) -> Network:
    """Read a .keras or .h5 model file as data; nothing in it is run.

    Raises:
        ModelFileError: no such file, not a Keras model, or damaged.
        UnknownLayerError: a layer or activation that rnntui does not compute yet.
    """
    kind = _kind(path)
    description, weights = read_keras_zip(path) if kind == "keras" else read_h5(path)
    if description.older:
        writer = writer_of(description.keras_version, None, description.backend)
        weights |= {
            layer.name: present_arrays(layer.class_name, layer.config, weights[layer.name], writer)
            for layer in description.stored
        }
    layers = {
        layer.name: Layer(**vars(layer), weights=weights.get(layer.name, ()))
        for layer in description.stored
    }
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
        notes=description.notes,
    )


def _kind(path: Path) -> str:
    if path.is_dir():
        saved_model = (path / "saved_model.pb").exists()
        what = "a TensorFlow SavedModel" if saved_model else "a folder"
        raise ModelFileError(f"{path}: is {what}; rnntui opens .keras and .h5 files")
    try:
        with path.open("rb") as file:
            start = file.read(8)
    except FileNotFoundError:
        raise ModelFileError(f"{path}: no such file") from None
    except OSError as error:
        raise ModelFileError(f"{path}: can't be read ({error.strerror})") from None
    if start == _HDF5_SIGNATURE:
        return "h5"
    if start[:4] == b"PK\x03\x04" or zipfile.is_zipfile(path):
        return "keras"
    what = "is empty" if not start else "is neither a zip nor HDF5"
    raise ModelFileError(f"{path}: not a Keras model, it {what}; rnntui opens .keras and .h5 files")


def _in_order(description: ModelDescription, source: str) -> tuple[TensorRef, ...]:
    """Every call of every layer, each after those it takes its inputs from.

    Raises:
        ModelFileError: a tensor of a layer or call that is not there, or a cycle.
    """
    takes = {
        TensorRef(layer.name, index): [*call.inputs, *(ref for _, ref in call.keywords)]
        for layer in description.stored
        for index, call in enumerate(layer.calls)
    }
    ends = [*description.inputs, *description.outputs]
    for reference in (*ends, *(ref for taken in takes.values() for ref in taken)):
        if replace(reference, index=0) not in takes:
            raise ModelFileError(
                f"{source}: its config refers to call {reference.call} of layer "
                f"'{reference.layer}', which is not there"
            )
    sorter = TopologicalSorter(
        {call: [replace(ref, index=0) for ref in taken] for call, taken in takes.items()}
    )
    try:
        return tuple(sorter.static_order())
    except CycleError as error:
        through = ", ".join(dict.fromkeys(call.layer for call in error.args[1]))
        raise ModelFileError(f"{source}: its config has a cycle through {through}") from None

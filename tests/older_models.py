"""Model files in the forms of Keras 1 and 2, written by hand: configs, and weights by name.

The sources are `keras/models.py` and `keras/engine/topology.py` of 1.2.2 and 2.1.3, and the
`saving_lib` of keras 2.12 and tf_keras.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import h5py
import numpy as np

Array = np.ndarray[Any, Any]


def write_older_h5(
    path: Path,
    config: Mapping[str, Any],
    weights: Mapping[str, Mapping[str, Array]],
    *,
    version: str | None = "2.2.4",
    backend: str | None = "tensorflow",
) -> Path:
    """Write a full-model .h5 file.

    Args:
        path: the file.
        config: {"class_name", "config"}.
        weights: layer -> name of the weight ("lstm_1_W_i:0", "lstm/kernel:0") -> array, in order.
        version: the `keras_version` that the file says; None for the first files of Keras 1.
        backend: what computed; None for Keras 1, which does not say.
    """
    with h5py.File(path, "w") as file:
        group = file.create_group("model_weights")
        for place in (file, group) if version is not None else ():
            place.attrs["keras_version"] = str(version).encode()
            if backend is not None:
                place.attrs["backend"] = backend.encode()
        file.attrs["model_config"] = json.dumps(config).encode()
        group.attrs["layer_names"] = [name.encode() for name in weights]
        for layer, arrays in weights.items():
            inner = group.create_group(layer)
            inner.attrs["weight_names"] = np.array([name.encode() for name in arrays], "S")
            for name, array in arrays.items():
                inner[name] = array
    return path


def write_older_keras(
    path: Path,
    config: Mapping[str, Any],
    weights: Mapping[str, Sequence[Array]],
    *,
    version: str = "2.15.0",
    windows: bool = False,
) -> Path:
    """Write a .keras file; the weights by place: "layers/gru/cell" -> arrays, in order.

    On Windows, the Keras of that time wrote a place as one name, with backslashes.
    """
    packed = io.BytesIO()
    with h5py.File(packed, "w") as file:
        for place, arrays in weights.items():
            group = file.require_group(place.replace("/", "\\") if windows else place)
            for index, array in enumerate(arrays):
                group[f"vars/{index}"] = array
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("metadata.json", json.dumps({"keras_version": version}))
        archive.writestr("config.json", json.dumps(config))
        archive.writestr("model.weights.h5", packed.getvalue())
    return path


def entry(class_name: str, *inbound: Any, **config: Any) -> dict[str, Any]:
    """A layer as a Functional model lists it, its calls in `inbound`; or as a Sequential does."""
    described = {"class_name": class_name, "config": config}
    return described | {"name": config["name"], "inbound_nodes": list(inbound)}


def chain(*entries: Mapping[str, Any]) -> dict[str, Any]:
    """A Sequential model of Keras 1, a bare list of layers."""
    return {"class_name": "Sequential", "config": list(entries)}


def gates_apart(name: str, gates: str, arrays: Sequence[Array], order: str) -> dict[str, Array]:
    """The joined arrays of an LSTM or GRU as Keras 1 stored them: W_i, U_i, b_i, W_c, …

    Args:
        name: the layer's.
        gates: in the order of the joined arrays: "ifco".
        arrays: kernel, recurrent kernel, bias.
        order: in which Keras 1 stored the gates: "icfo".
    """
    parts = [np.split(array, len(gates), axis=-1) for array in arrays]
    return {
        f"{name}_{kind}_{gate}:0": part[gates.index(gate)]
        for gate in order
        for kind, part in zip("WUb", parts, strict=True)
    }


def to_cudnn(kernel: Array, recurrent: Array, gates: int) -> tuple[Array, Array]:
    """The kernels in cuDNN's layout, as `_convert_rnn_weights` of Keras 2.3.1 makes it."""
    kernels = [part.T.reshape(part.shape, order="C") for part in np.split(kernel, gates, axis=1)]
    return np.hstack(kernels), np.hstack([part.T for part in np.split(recurrent, gates, axis=1)])

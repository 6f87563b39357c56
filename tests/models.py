"""Model files without Keras: .keras zips and .h5 files, written by hand, with random weights.

    write_model(path, [recurrent("SimpleRNN", 4), dense(3)], shape=(20, 4))

The suffix of the path says which format. Real Keras loads what is written here (a test in
tests/cli says so), so a file may be used wherever a model saved by Keras could be.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import h5py
import numpy as np

Array = np.ndarray[Any, Any]

KERAS_VERSION = "3.15.1"
GATES = {"SimpleRNN": 1, "LSTM": 4, "GRU": 3}


@dataclass(frozen=True)
class Spec:
    """One layer to write: Keras's class, its config, and weights where they should not be random."""

    class_name: str
    config: dict[str, Any] = field(default_factory=dict)
    weights: tuple[Array, ...] | None = None


def recurrent(
    class_name: str, units: int, weights: tuple[Array, ...] | None = None, **config: Any
) -> Spec:
    """A SimpleRNN, LSTM or GRU; the config takes Keras's arguments."""
    return Spec(class_name, {"units": units, **config}, weights)


def dense(units: int, weights: tuple[Array, ...] | None = None, **config: Any) -> Spec:
    """A Dense layer."""
    return Spec("Dense", {"units": units, **config}, weights)


def layer(class_name: str, weights: tuple[Array, ...] | None = None, **config: Any) -> Spec:
    """Any other layer, one without weights unless they are given."""
    return Spec(class_name, config, weights)


def write_model(
    path: Path,
    layers: Sequence[Spec],
    *,
    shape: tuple[int | None, ...] = (20, 4),
    functional: bool = True,
    dtype: str = "float32",
    seed: int = 0,
) -> Path:
    """Write a chain of layers as a Functional or Sequential model, and give the path back.

    Args:
        path: ends in .keras or .h5.
        layers: after the input; a config may give a name, else it is Keras's ("simple_rnn_1").
        shape: of the input, without the batch axis.
        functional: whether the model is Functional; else Sequential.
        dtype: of every layer.
        seed: of the random weights.
    """
    generator = np.random.default_rng(seed)
    named: list[tuple[str, Spec, tuple[Array, ...]]] = []
    features = shape[-1]
    for name, spec in zip(_names(layers), layers, strict=True):
        made = spec.weights
        if made is None:
            made = tuple(
                (0.4 * generator.standard_normal(size)).astype(dtype)
                for size in _weight_shapes(spec, features)
            )
        named.append((name, spec, made))
        features = spec.config.get("units", features)
    config = _model_config(named, shape, functional, dtype)
    if path.suffix == ".keras":
        _write_keras(path, config, named)
    else:
        _write_h5(path, config, named)
    return path


def change_config(path: Path, change: Callable[[dict[str, Any]], object]) -> Path:
    """Change the config of a .keras file in place, for a model that is no chain, or no model."""
    with zipfile.ZipFile(path) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    config = json.loads(content["config.json"])
    change(config)
    content["config.json"] = json.dumps(config).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return path


def _weight_shapes(spec: Spec, features: int | None) -> Iterator[tuple[int, ...]]:
    units, bias = spec.config.get("units", 0), spec.config.get("use_bias", True)
    if spec.class_name == "Dense":
        yield (features or 0, units)
        if bias:
            yield (units,)
    elif spec.class_name in GATES:
        columns = GATES[spec.class_name] * units
        yield (features or 0, columns)
        yield (units, columns)
        if bias:
            doubled = spec.class_name == "GRU" and spec.config.get("reset_after", True)
            yield (2, columns) if doubled else (columns,)


def _names(layers: Sequence[Spec]) -> Iterator[str]:
    used: dict[str, int] = {}
    for spec in layers:
        base = _snake_case(spec.class_name)
        number = used.get(base, 0)
        used[base] = number + 1
        yield spec.config.get("name", f"{base}_{number}" if number else base)


def _model_config(
    named: Sequence[tuple[str, Spec, tuple[Array, ...]]],
    shape: tuple[int | None, ...],
    functional: bool,
    dtype: str,
) -> dict[str, Any]:
    batch_shape = [None, *shape]
    entries = [
        _entry("InputLayer", {"batch_shape": batch_shape, "dtype": dtype, "name": "input"})
        | {"inbound_nodes": []}
    ]
    before = "input"
    for name, spec, _ in named:
        entry = _entry(spec.class_name, {"dtype": dtype, **spec.config, "name": name})
        tensor = {"shape": batch_shape, "dtype": dtype, "keras_history": [before, 0, 0]}
        argument = {"class_name": "__keras_tensor__", "config": tensor}
        entries.append(entry | {"inbound_nodes": [{"args": [argument], "kwargs": {}}]})
        before = name
    if functional:
        body = {
            "name": "model",
            "layers": entries,
            "input_layers": [["input", 0, 0]],
            "output_layers": [[before, 0, 0]],
        }
    else:
        for entry in entries:
            del entry["inbound_nodes"], entry["name"]
        body = {"name": "model", "layers": entries, "build_input_shape": batch_shape}
    return {
        "module": "keras" if not functional else "keras.src.models.functional",
        "class_name": "Functional" if functional else "Sequential",
        "config": body,
        "registered_name": "Functional" if functional else None,
    }


def _entry(class_name: str, config: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "module": "keras.layers",
        "class_name": class_name,
        "config": dict(config),
        "registered_name": None,
        "name": config["name"],
    }


def _write_keras(
    path: Path, config: Mapping[str, Any], named: Sequence[tuple[str, Spec, tuple[Array, ...]]]
) -> None:
    packed = io.BytesIO()
    used: dict[str, int] = {}
    with h5py.File(packed, "w") as file:
        for _, spec, weights in named:
            base = _snake_case(spec.class_name)
            number = used.get(base, 0)
            used[base] = number + 1
            inner = "/cell" if spec.class_name in GATES else ""
            group = f"layers/{base}_{number}" if number else f"layers/{base}"
            variables = file.create_group(f"{group}{inner}/vars")
            for index, array in enumerate(weights):
                variables[str(index)] = array
    metadata = {"keras_version": KERAS_VERSION, "date_saved": "2026-01-01@00:00:00"}
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("metadata.json", json.dumps(metadata))
        archive.writestr("config.json", json.dumps(config))
        archive.writestr("model.weights.h5", packed.getvalue())


_VARIABLES = ("kernel", "recurrent_kernel", "bias")


def _write_h5(
    path: Path, config: Mapping[str, Any], named: Sequence[tuple[str, Spec, tuple[Array, ...]]]
) -> None:
    with h5py.File(path, "w") as file:
        file.attrs["keras_version"] = KERAS_VERSION
        file.attrs["backend"] = "tensorflow"
        file.attrs["model_config"] = json.dumps(config)
        group = file.create_group("model_weights")
        group.attrs["keras_version"] = KERAS_VERSION.encode()
        group.attrs["backend"] = b"tensorflow"
        group.attrs["layer_names"] = [name.encode() for name in ("input", *(n for n, *_ in named))]
        group.create_group("input").attrs["weight_names"] = np.array([], "S1")
        group.create_group("top_level_model_weights").attrs["weight_names"] = np.array([], "S1")
        for name, spec, weights in named:
            inner = group.create_group(name)
            cell = f"{_snake_case(spec.class_name)}_cell/" if spec.class_name in GATES else ""
            keys = _VARIABLES if cell else ("kernel", "bias")
            names = [f"{name}/{cell}{key}" for key, _ in zip(keys, weights, strict=False)]
            inner.attrs["weight_names"] = np.array([key.encode() for key in names] or [], "S")
            for key, array in zip(names, weights, strict=True):
                inner[key] = array


def _snake_case(name: str) -> str:
    name = re.sub("(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub("([a-z])([A-Z])", r"\1_\2", name).lower()

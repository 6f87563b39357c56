"""Files of weights only, with the model config in a separate file."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import h5py
import numpy as np
import pytest
from models import dense, recurrent, write_model
from older_models import chain, entry

from rnntui.errors import ModelFileError
from rnntui.layers.graph.graph import build_graph
from rnntui.network.network import Network
from rnntui.network.read import read_network

LAYERS = [recurrent("GRU", 3, return_sequences=True), recurrent("LSTM", 2), dense(3)]


def apart(folder: Path, *, twice: bool = False) -> tuple[Path, Path, Network]:
    """A Keras 3 model as a weights file and a config file, and the network read from the full file."""
    whole = write_model(folder / "whole.keras", LAYERS, shape=(5, 2))
    weights, config = folder / "m.weights.h5", folder / "model.json"
    with zipfile.ZipFile(whole) as archive:
        weights.write_bytes(archive.read("model.weights.h5"))
        text = archive.read("config.json").decode()
        config.write_text(json.dumps(text) if twice else text)
    return weights, config, read_network(whole)


def older(folder: Path, *names: str, version: str = "2.2.4") -> tuple[Path, Path]:
    """A Keras 2 model in two files; the layers have these names in the weights file."""
    layers = [
        entry("SimpleRNN", name="rnn", units=3, batch_input_shape=[None, 5, 2]),
        entry("Dropout", name="dropout", rate=0.5),
        entry("Dense", name="dense", units=2),
    ]
    config = folder / "model.json"
    message = {"keras_version": version, "backend": "tensorflow"}
    config.write_text(json.dumps({**chain(*layers), **message}))
    shapes = {"kernel": (2, 3), "recurrent_kernel": (3, 3), "bias": (3,)}
    arrays = [
        {f"{key}:0": np.full(shape, 1, "f4") for key, shape in shapes.items()},
        {},
        {"kernel:0": np.full((3, 2), 2, "f4"), "bias:0": np.full(2, 2, "f4")},
    ]
    path = folder / "weights.h5"
    with h5py.File(path, "w") as file:
        file.attrs["layer_names"] = [name.encode() for name in names]
        for name, inside in zip(names, arrays, strict=True):
            group = file.create_group(name)
            group.attrs["weight_names"] = np.array([f"{name}/{key}" for key in inside], "S")
            for key, array in inside.items():
                group[f"{name}/{key}"] = array
    return path, config


@pytest.mark.parametrize("twice", [False, True])
def test_weights_by_place(tmp_path: Path, twice: bool) -> None:
    weights, config, whole = apart(tmp_path, twice=twice)
    network = read_network(weights, config)
    build_graph(network)
    assert (network.format, network.path) == ("h5", weights)
    assert list(network.layers) == list(whole.layers)
    for name, layer in network.layers.items():
        for ours, theirs in zip(layer.weights, whole.layers[name].weights, strict=True):
            np.testing.assert_array_equal(ours, theirs)


def test_weights_by_name(tmp_path: Path) -> None:
    path, config = older(tmp_path, "rnn", "dropout", "dense")
    network = read_network(path, config)
    build_graph(network)
    assert network.keras_version == "2.2.4"
    assert [len(layer.weights) for layer in network.layers.values()] == [0, 3, 0, 2]
    assert network.notes == ()


def test_weights_by_order_if_names_differ(tmp_path: Path) -> None:
    path, config = older(tmp_path, "rnn_3", "dropout_3", "dense_3")
    network = read_network(path, config)
    build_graph(network)
    assert network.layers["rnn"].weights[0].shape == (2, 3)
    assert network.layers["dense"].weights[0][0, 0] == 2
    message = "the layers of weights.h5 have other names; matched by order, as Keras does"
    assert network.notes == (message,)


def test_weights_of_another_model(tmp_path: Path) -> None:
    path, config = older(tmp_path, "rnn_3", "dropout_3", "dense_3")
    described = json.loads(config.read_text())
    del described["config"][2]
    config.write_text(json.dumps(described))
    with pytest.raises(
        ModelFileError, match=r"weights\.h5: does not match model\.json: 2 against 1 layers"
    ):
        read_network(path, config)


def test_weights_without_a_config(tmp_path: Path) -> None:
    for path in (apart(tmp_path)[0], older(tmp_path, "rnn", "dropout", "dense")[0]):
        with pytest.raises(ModelFileError, match=rf"{path.name}: weights only.*--config model\.js"):
            read_network(path)


def test_a_full_model_refuses_a_config(tmp_path: Path) -> None:
    _, config, _ = apart(tmp_path)
    for suffix in (".keras", ".h5"):
        path = write_model(tmp_path / f"m{suffix}", LAYERS)
        with pytest.raises(ModelFileError, match=rf"m\{suffix}: contains its model; omit --config"):
            read_network(path, config)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is not JSON"),
        (b"\xff\x00", "is not JSON"),
        (b"class_name: Sequential", "is not JSON"),
        (b"[]", "is JSON, but not a model config"),
        (b'{"class_name": "Sequential"}', "is JSON, but not a model config"),
        (b'"text"', "is not JSON"),
        (None, "No such file"),
    ],
)
def test_files_that_are_not_a_model_config(
    tmp_path: Path, content: bytes | None, message: str
) -> None:
    weights, config, _ = apart(tmp_path)
    config.unlink()
    if content is not None:
        config.write_bytes(content)
    with pytest.raises(ModelFileError, match=rf"model\.json: .*{message}"):
        read_network(weights, config)


def test_no_weights_of_these_layers(tmp_path: Path) -> None:
    weights, config, _ = apart(tmp_path)
    with h5py.File(weights, "a") as file:
        del file["layers"]
    with pytest.raises(ModelFileError, match="contains no model weights"):
        read_network(weights, config)


def test_a_config_without_weights(tmp_path: Path) -> None:
    _, config, _ = apart(tmp_path)
    with pytest.raises(ModelFileError, match=r"WEIGHTS\.h5 --config model\.json"):
        read_network(config)


def saved_model(folder: Path, *names: str) -> Path:
    folder.mkdir()
    for name in names:
        (folder / name).write_bytes(b"")
    return folder


@pytest.mark.parametrize(
    ("names", "message"),
    [
        (("saved_model.pb", "keras_metadata.pb"), r"SavedModel of Keras 2.*save\(\"new\.h5\"\)"),
        (("saved_model.pb",), "is a TensorFlow SavedModel: a graph without Keras's layers"),
        (("config.json", "metadata.json", "model.weights.h5"), "is an unpacked .keras file"),
        (("a.h5", "b.keras"), r"is a folder; name a file in it: a\.h5, b\.keras"),
        ((), r"is a folder; rnntui opens \.keras and \.h5 files"),
    ],
)
def test_folders(tmp_path: Path, names: tuple[str, ...], message: str) -> None:
    with pytest.raises(ModelFileError, match=message):
        read_network(saved_model(tmp_path / "model", *names))


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("m.h5", b"version https://git-lfs.github.com/spec/v1\noid", "Git LFS pointer"),
        ("m.h5", b"<!doctype html><html>", "a web page"),
        ("m.h5", b"\x1f\x8b\x08\x00", "compressed with gzip"),
        ("m.tflite", b"\x1c\x00\x00\x00TFL3\x00", "TensorFlow Lite"),
        ("m.bin", b"\x1c\x00\x00\x00TFL3\x00", "TensorFlow Lite"),
        ("m.onnx", b"\x08\x07\x12\x07", "an ONNX model"),
        ("frozen.pb", b"\x0a\x10", "a TensorFlow graph"),
        ("m.pt", b"\x80\x02\x8a\x0al\xfc", "a PyTorch model"),
        ("m.pkl", b"\x80\x04\x95", "a pickle, which can execute code"),
        ("m", b"\x80\x04\x95", "a pickle, which can execute code"),
        ("model.ckpt.index", b"\x00\x00", "a TensorFlow checkpoint"),
        ("m.yaml", b"class_name: Sequential", "a model config without weights"),
        ("m.keras", b"", "is empty"),
        ("m.keras", b"odd", "is neither a zip nor HDF5"),
    ],
)
def test_other_files(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(ModelFileError, match=message) as caught:
        read_network(path)
    assert str(caught.value).startswith(f"{path}: ")


@pytest.mark.parametrize(
    ("inside", "message"),
    [
        ("archive/data.pkl", "a PyTorch model"),
        ("model/saved_model.pb", "a packed TensorFlow SavedModel"),
        ("x.npy", "contains NumPy arrays"),
        ("model.h5", r"a zip that contains model\.h5"),
        ("odd", r"the zip has no config\.json"),
    ],
)
def test_other_zips(tmp_path: Path, inside: str, message: str) -> None:
    path = tmp_path / "m.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(inside, b"")
    with pytest.raises(ModelFileError, match=message):
        read_network(path)

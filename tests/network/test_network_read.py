from __future__ import annotations

from pathlib import Path
from typing import Any

import h5py
import numpy as np
import pytest
from models import change_config, dense, layer, recurrent, write_model

from rnntui.configs.opaque import OpaqueConfig
from rnntui.errors import ModelFileError
from rnntui.layers.graph.graph import build_graph
from rnntui.network.network import TensorRef
from rnntui.network.read import read_network

LAYERS = [recurrent("SimpleRNN", 4, return_sequences=True), recurrent("GRU", 2), dense(3)]


@pytest.mark.parametrize("functional", [True, False])
@pytest.mark.parametrize("suffix", [".keras", ".h5"])
def test_both_formats_and_both_kinds_of_model_read_the_same(tmp_path, suffix, functional) -> None:
    path = write_model(tmp_path / f"m{suffix}", LAYERS, functional=functional)
    network = read_network(path)
    assert (network.format, network.keras_version) == (suffix[1:], "3.15.1")
    assert list(network.layers) == ["input", "simple_rnn", "gru", "dense"]
    assert network.inputs == (TensorRef("input"),)
    assert network.outputs == (TensorRef("dense"),)
    assert network.output_names == ("dense",)
    assert [array.shape for array in network.layers["gru"].weights] == [(4, 6), (2, 6), (2, 6)]
    assert network.parameters == 36 + 48 + 9
    again = read_network(write_model(tmp_path / "other.keras", LAYERS))
    for name, entry in network.layers.items():
        for ours, theirs in zip(entry.weights, again.layers[name].weights, strict=True):
            np.testing.assert_array_equal(ours, theirs)


def test_the_content_decides_not_the_name(tmp_path: Path) -> None:
    path = write_model(tmp_path / "m.h5", LAYERS)
    renamed = path.rename(tmp_path / "m.keras")
    assert read_network(renamed).format == "h5"


def test_second_layers_of_a_class_get_their_own_weights(tmp_path: Path) -> None:
    layers = [dense(3), dense(4), dense(5, name="last")]
    network = read_network(write_model(tmp_path / "m.keras", layers))
    shapes = [entry.weights[0].shape for entry in network.layers.values() if entry.weights]
    assert shapes == [(4, 3), (3, 4), (4, 5)]


def test_activations_as_names_functions_and_layers(tmp_path: Path) -> None:
    function = {"module": "builtins", "class_name": "function", "config": "tanh"}
    leaky = {"module": "keras.layers", "class_name": "LeakyReLU", "config": {"negative_slope": 0.5}}
    layers = [dense(2, activation=function), dense(2, activation=leaky), dense(2, activation=None)]
    network = read_network(write_model(tmp_path / "m.keras", layers))
    said = [str(entry.config.activation) for entry in list(network.layers.values())[1:]]
    assert said == ["tanh", "leaky_relu(negative_slope=0.5)", "linear"]


@pytest.mark.parametrize(
    ("config", "part"),
    [
        ({"units": "four"}, "units"),
        ({"units": 4, "use_bias": "yes"}, "use_bias"),
        ({"units": 4, "dtype": "int8"}, "int8"),
    ],
)
def test_a_config_that_is_not_keras_own(tmp_path: Path, config: dict[str, Any], part: str) -> None:
    path = write_model(tmp_path / "m.keras", [layer("Dense", weights=(), **config)])
    with pytest.raises(ModelFileError, match=part):
        read_network(path)


def test_a_config_inside_a_wrapper_that_is_not_keras_own(tmp_path: Path) -> None:
    inner = {"class_name": "Dense", "config": {"units": "four"}}
    wrapped = layer("TimeDistributed", weights=(), layer=inner)
    path = write_model(tmp_path / "m.keras", [wrapped])
    with pytest.raises(ModelFileError, match=r"\(TimeDistributed\): the Dense inside it: .*units"):
        read_network(path)


def test_custom_code_is_named_and_not_imported(tmp_path: Path) -> None:
    def custom(config: Any) -> None:
        config["config"]["layers"][1] |= {"module": "mine", "registered_name": "pkg>SimpleRNN"}

    path = change_config(write_model(tmp_path / "m.keras", LAYERS), custom)
    found = read_network(path).layers["simple_rnn"].config
    assert isinstance(found, OpaqueConfig)
    assert found.custom
    assert found.why.startswith("layer 'simple_rnn' is a custom SimpleRNN (pkg>SimpleRNN)")


@pytest.mark.parametrize("value", [{"class_name": "Lambda", "config": {}}, 3, "wavy"])
def test_a_custom_activation(tmp_path: Path, value: Any) -> None:
    path = write_model(tmp_path / "m.keras", [layer("Dense", units=4, activation=value)])
    graph = build_graph(read_network(path))
    assert [node.label for node in graph.foreign] == ["dense"]
    assert "activation" in graph.notes[0]


@pytest.mark.parametrize(
    ("history", "part"),
    [
        (["nowhere", 0, 0], "'nowhere'"),
        (["simple_rnn", 5, 0], "call 5"),
        (["dense", 0, 0], "cycle"),
        (["gru", 0], "malformed tensor reference"),
        ("input", "malformed tensor reference"),
    ],
)
def test_malformed_tensor_references(tmp_path: Path, history: Any, part: str) -> None:
    def rewire(config: Any) -> None:
        node = config["config"]["layers"][2]["inbound_nodes"][0]
        node["args"][0]["config"]["keras_history"] = history

    path = change_config(write_model(tmp_path / "m.keras", LAYERS), rewire)
    with pytest.raises(ModelFileError, match=part):
        read_network(path)


def test_two_layers_with_the_same_name(tmp_path: Path) -> None:
    path = write_model(tmp_path / "m.keras", [dense(2, name="a"), dense(2, name="a")])
    with pytest.raises(ModelFileError, match="two layers named 'a'"):
        read_network(path)


def test_weights_in_another_file_are_not_opened(tmp_path: Path) -> None:
    path = write_model(tmp_path / "m.h5", [dense(3)])
    (tmp_path / "raw").write_bytes(bytes(48))
    kernel = "model_weights/dense/dense/kernel"
    with h5py.File(path, "a") as file:
        del file[kernel]
        file.create_dataset(kernel, (4, 3), "f4", external=[(str(tmp_path / "raw"), 0, 48)])
    with pytest.raises(ModelFileError, match="another file"):
        read_network(path)


def test_an_implausibly_large_array_is_not_read(tmp_path: Path) -> None:
    path = write_model(tmp_path / "m.h5", [dense(3)])
    kernel = "model_weights/dense/dense/kernel"
    with h5py.File(path, "a") as file:
        del file[kernel]
        file.create_dataset(kernel, (10**6, 10**6), "f4", chunks=(100, 100))
    with pytest.raises(ModelFileError, match="claims 4000000000000 bytes"):
        read_network(path)


def test_a_dictionary_of_outputs_is_in_the_order_of_its_keys(tmp_path: Path) -> None:
    def name_outputs(config: Any) -> None:
        outputs = {"z": ["simple_rnn", 0, 0], "a": ["dense", 0, 0]}
        config["config"]["output_layers"] = outputs

    path = change_config(write_model(tmp_path / "m.keras", LAYERS), name_outputs)
    assert read_network(path).output_names == ("dense", "simple_rnn")

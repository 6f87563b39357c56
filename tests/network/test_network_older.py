"""Files of Keras 1 and 2 read the same as a Keras 3 file with the same layers and weights."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from models import Spec, dense, layer, recurrent, write_model
from older_models import (
    entry,
    gates_apart,
    to_cudnn,
    write_older_h5,
    write_older_keras,
)

from rnntui.errors import ModelFileError
from rnntui.layers.graph.graph import build_graph
from rnntui.network.network import Network, TensorRef
from rnntui.network.read import read_network

HARD = "hard_sigmoid_keras2"
SEQUENCES = {"batch_input_shape": [None, 5, 2]}


def random(*shape: int) -> np.ndarray:
    return np.random.default_rng(sum(shape)).standard_normal(shape).astype(np.float32)


LSTM = (random(2, 12), random(3, 12), random(12))
GRU = (random(2, 9), random(3, 9), random(9))
GRU_AFTER = (random(2, 9), random(3, 9), random(2, 9))
RNN = (random(2, 3), random(3, 3), random(3))
DENSE = (random(3, 4), random(4))


def named(name: str, arrays: tuple[np.ndarray, ...], cell: str = "") -> dict[str, np.ndarray]:
    keys = ("kernel", "recurrent_kernel", "bias") if len(arrays) == 3 else ("kernel", "bias")
    return {f"{name}/{cell}{key}:0": array for key, array in zip(keys, arrays, strict=True)}


def sequential(*entries: dict[str, Any]) -> dict[str, Any]:
    return {"class_name": "Sequential", "config": list(entries)}


def the_same(older: Network, folder: Path, layers: list[Spec]) -> None:
    """The network has the configs and weights that a file of Keras 3 with these layers has."""
    build_graph(older)
    present = read_network(write_model(folder / "present.keras", layers, shape=(5, 2)))
    ours = [entry for entry in older.layers.values() if entry.class_name != "InputLayer"]
    theirs = [entry for entry in present.layers.values() if entry.class_name != "InputLayer"]
    for one, other in zip(ours, theirs, strict=True):
        assert (one.class_name, one.config) == (other.class_name, other.config)
        for array, expected in zip(one.weights, other.weights, strict=True):
            np.testing.assert_allclose(array, expected, rtol=1e-6)


@pytest.mark.parametrize("version", ["1.0.5", "1.2.2", None])
@pytest.mark.parametrize("backend", ["tensorflow", "theano"])
def test_keras_1_with_its_twelve_arrays(tmp_path: Path, version, backend) -> None:
    names = {"consume_less": "cpu", "inner_init": "orthogonal", "forget_bias_init": "one"}
    config = sequential(
        entry(
            "LSTM",
            name="lstm_1",
            output_dim=3,
            activation="tanh",
            inner_activation="hard_sigmoid",
            init="glorot_uniform",
            dropout_W=0.25,
            dropout_U=0.5,
            return_sequences=True,
            **names,
            **SEQUENCES,
        ),
        entry("Dropout", name="dropout_1", p=0.5),
        entry("TimeDistributedDense", name="dense_1", output_dim=4, activation="relu", bias=True),
        entry("Activation", name="activation_1", activation="hard_sigmoid"),
    )
    weights = {
        "lstm_1": gates_apart("lstm_1", "ifco", LSTM, "icfo"),
        "dropout_1": {},
        "dense_1": {"dense_1_W:0": DENSE[0], "dense_1_b:0": DENSE[1]},
        "activation_1": {},
    }
    path = write_older_h5(tmp_path / "m.h5", config, weights, version=version, backend=backend)
    network = read_network(path)
    arguments = {"dropout": 0.25, "recurrent_dropout": 0.5, "return_sequences": True}
    the_same(
        network,
        tmp_path,
        [
            recurrent("LSTM", 3, LSTM, recurrent_activation=HARD, **arguments),
            layer("Dropout", rate=0.5),
            dense(4, DENSE, activation="relu"),
            layer("Activation", activation=HARD),
        ],
    )
    assert network.keras_version == (version or "1")
    assert network.inputs == (TensorRef("lstm_1_input"),)


def test_keras_1_gru_and_simple_rnn_in_a_functional_model(tmp_path: Path) -> None:
    recurrence = {"output_dim": 3, "activation": "tanh", "return_sequences": True}
    layers = [
        entry("InputLayer", name="input_1", input_dtype="float32", sparse=False, **SEQUENCES),
        entry("GRU", [["input_1", 0, 0]], name="gru_1", inner_activation="sigmoid", **recurrence),
        entry("Dense", [["gru_1", 0, 0]], name="dense_1", output_dim=4, bias=False),
        entry("SimpleRNN", [["input_1", 0, 0]], name="rnn_1", consume_less="mem", **recurrence),
    ]
    body = {
        "name": "model_1",
        "layers": layers,
        "input_layers": [["input_1", 0, 0]],
        "output_layers": [["dense_1", 0, 0], ["rnn_1", 0, 0]],
    }
    weights = {
        "gru_1": gates_apart("gru_1", "zrh", GRU, "zrh"),
        "dense_1": {"dense_1_W": DENSE[0]},
        "rnn_1": {"rnn_1_W": RNN[0], "rnn_1_U": RNN[1], "rnn_1_b": RNN[2]},
    }
    model = {"class_name": "Model", "config": body}
    network = read_network(write_older_h5(tmp_path / "m.h5", model, weights, version="1.1.0"))
    build_graph(network)
    gru = network.layers["gru_1"]
    assert gru.config.reset_after is False
    assert str(gru.config.recurrent_activation) == "sigmoid"
    for array, expected in zip(gru.weights, GRU, strict=True):
        np.testing.assert_array_equal(array, expected)
    assert network.output_names == ("dense_1", "rnn_1")
    assert network.layers["dense_1"].config.use_bias is False
    assert network.notes == ()


def test_keras_1_with_joined_arrays(tmp_path: Path) -> None:
    config = sequential(
        entry("LSTM", name="a", output_dim=3, consume_less="gpu", input_length=5, input_dim=2)
    )
    names = ("a_W", "a_U", "a_b")
    weights = {"a": dict(zip(names, LSTM, strict=True))}
    network = read_network(write_older_h5(tmp_path / "m.h5", config, weights, version="1.2.0"))
    the_same(network, tmp_path, [recurrent("LSTM", 3, LSTM, recurrent_activation=HARD)])
    assert network.layers["a_input"].config.batch_shape == (None, 5, 2)


@pytest.mark.parametrize("form", ["list", "dict", "with an input", "built", "build_config"])
def test_sequential_models_of_keras_2(tmp_path: Path, form: str) -> None:
    said = {"name": "lstm", "units": 3, "recurrent_activation": "sigmoid", "time_major": False}
    shape = [None, 5, 2]
    if form in ("list", "dict"):
        said |= {"batch_input_shape": shape}
    layers = [entry("LSTM", **said), entry("Dense", name="dense", units=4, activation="softmax")]
    body: Any = {"name": "sequential", "layers": layers}
    if form == "list":
        body = layers
    elif form == "with an input":
        given = entry("InputLayer", name="lstm_input", batch_input_shape=shape, dtype="float32")
        layers.insert(0, given)
    elif form == "built":
        body["build_input_shape"] = {"class_name": "TensorShape", "items": shape}
    elif form == "build_config":
        layers[0]["build_config"] = {"input_shape": shape}
    weights = {"lstm": named("lstm", LSTM, "lstm_cell/"), "dense": named("dense", DENSE)}
    model = {"class_name": "Sequential", "config": body}
    network = read_network(write_older_h5(tmp_path / "m.h5", model, weights))
    expected = [recurrent("LSTM", 3, LSTM), dense(4, DENSE, activation="softmax")]
    the_same(network, tmp_path, expected)
    assert network.sequential
    assert network.layers["lstm_input"].config.batch_shape == (None, 5, 2)


@pytest.mark.parametrize(
    ("first", "shape"),
    [
        (entry("Dense", name="a", units=4, input_dim=3), (None, 3)),
        (entry("Dense", name="a", units=4, input_shape=[3]), (None, 3)),
        (entry("GRU", name="a", units=4, input_dim=3), (None, None, 3)),
        (entry("GRU", name="a", units=4, input_shape=[None, 3]), (None, None, 3)),
    ],
)
def test_the_first_layer_has_the_input_shape(tmp_path: Path, first, shape) -> None:
    network = read_network(write_older_h5(tmp_path / "m.h5", sequential(first), {}))
    assert network.layers["a_input"].config.batch_shape == shape


def test_a_sequential_model_without_a_shape_was_never_built(tmp_path: Path) -> None:
    config = sequential(entry("Dense", name="a", units=4))
    with pytest.raises(ModelFileError, match="never built"):
        read_network(write_older_h5(tmp_path / "m.h5", config, {}))


@pytest.mark.parametrize(
    ("inputs", "outputs"),
    [
        ([["x", 0, 0]], [["dense", 0, 0], ["dense", 1, 0]]),
        (["x", 0, 0], [["dense", 0, 0], ["dense", 1, 0]]),
        ({"x": ["x", 0, 0]}, {"b": ["dense", 1, 0], "a": ["dense", 0, 0]}),
    ],
)
def test_connections_of_keras_2(tmp_path: Path, inputs: Any, outputs: Any) -> None:
    layers = [
        entry("InputLayer", name="x", dtype="float32", **SEQUENCES),
        entry("GRU", [["x", 0, 0, {}]], name="a", units=3),
        entry("GRU", [["x", 0, 0, {"training": False, "mask": None}]], name="b", units=3),
        # A shared layer: one call in a list of its own, one that is the bare triple.
        entry("Dense", [["a", 0, 0, {}]], ["b", 0, 0, {}], name="dense", units=4),
    ]
    body = {"name": "m", "layers": layers, "input_layers": inputs, "output_layers": outputs}
    weights = {name: named(name, GRU) for name in "ab"} | {"dense": named("dense", DENSE)}
    model = {"class_name": "Model", "config": body}
    network = read_network(write_older_h5(tmp_path / "m.h5", model, weights, version="2.2.4-tf"))
    build_graph(network)
    assert network.inputs == (TensorRef("x"),)
    assert network.outputs == (TensorRef("dense"), TensorRef("dense", 1))
    assert [call.inputs for call in network.layers["dense"].calls] == [
        (TensorRef("a"),),
        (TensorRef("b"),),
    ]


def test_tensors_given_by_keyword(tmp_path: Path) -> None:
    states = {"initial_state": [["a", 0, 1], ["a", 0, 2]]}
    layers = [
        entry("InputLayer", name="x", **SEQUENCES),
        entry("LSTM", [["x", 0, 0, {}]], name="a", units=3, return_state=True),
        entry("LSTM", [["x", 0, 0, states]], name="b", units=3),
    ]
    ends = {"input_layers": [["x", 0, 0]], "output_layers": [["b", 0, 0]]}
    model = {"class_name": "Functional", "config": {"name": "m", "layers": layers, **ends}}
    network = read_network(write_older_h5(tmp_path / "m.h5", model, {}))
    (call,) = network.layers["b"].calls
    assert call.inputs == (TensorRef("x"),)
    assert call.keywords == (
        ("initial_state", TensorRef("a", 0, 1)),
        ("initial_state", TensorRef("a", 0, 2)),
    )


def test_cudnn_layers(tmp_path: Path) -> None:
    config = sequential(
        entry("CuDNNLSTM", name="lstm", units=3, return_sequences=True, **SEQUENCES),
        entry("CuDNNGRU", name="gru", units=3),
    )
    second = (random(3, 9), random(3, 9), random(2, 9))
    halves = (0.25 * LSTM[2], 0.75 * LSTM[2])
    weights = {
        "lstm": named("lstm", (*to_cudnn(LSTM[0], LSTM[1], 4), np.concatenate(halves))),
        "gru": named("gru", (*to_cudnn(second[0], second[1], 3), second[2].reshape(-1))),
    }
    network = read_network(write_older_h5(tmp_path / "m.h5", config, weights))
    expected = [recurrent("LSTM", 3, LSTM, return_sequences=True), recurrent("GRU", 3, second)]
    the_same(network, tmp_path, expected)
    assert network.notes == (
        "saved with CuDNNGRU layers, which compute the same as GRU",
        "saved with CuDNNLSTM layers, which compute the same as LSTM",
    )


@pytest.mark.parametrize("windows", [True, False])
@pytest.mark.parametrize(
    ("container", "numbers"),
    [("layers", ("", "_1", "_2")), ("_layer_checkpoint_dependencies", ("", "_2", "_10"))],
)
def test_the_layouts_of_a_keras_zip_of_keras_2(tmp_path, container, numbers, windows) -> None:
    shape = {"items": [None, 5, 2], "class_name": "__tuple__"}
    layers = [
        entry("InputLayer", name="x", batch_input_shape=shape),
        entry("GRU", name="gru", units=3, reset_after=True, recurrent_activation="sigmoid"),
        *(entry("Dense", name=name, units=3) for name in "abc"),
    ]
    for described in layers:
        described["module"] = "keras.layers"
    many = [(random(3, 3) + number, random(3)) for number in range(3)]
    body = {"name": "sequential", "layers": layers}
    model = {"module": "keras", "class_name": "Sequential", "config": body}
    weights = {f"{container}/gru/cell": GRU_AFTER, f"{container}/gru": ()}
    for number, arrays in zip(numbers, many, strict=True):
        weights[f"{container}/dense{number}"] = arrays
    path = write_older_keras(tmp_path / "m.keras", model, weights, windows=windows)
    network = read_network(path)
    the_same(network, tmp_path, [recurrent("GRU", 3, GRU_AFTER), *(dense(3, w) for w in many)])
    assert network.keras_version == "2.15.0"


def test_weights_that_do_not_fit_are_refused_with_the_shapes_needed(tmp_path: Path) -> None:
    apart = gates_apart("a", "ifco", LSTM, "icfo")
    apart["a_U_f:0"] = random(2, 2)
    config = sequential(entry("LSTM", name="a", output_dim=3, **SEQUENCES))
    path = write_older_h5(tmp_path / "m.h5", config, {"a": apart}, version="1.2.2")
    with pytest.raises(ModelFileError, match=r"m\.h5: layer 'a' \(LSTM\) needs 3 weight arrays"):
        build_graph(read_network(path))

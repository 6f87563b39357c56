"""What Keras can't load, or would misread, is built anew: with our equations' own results."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from models import dense, layer, recurrent, write_model
from old_networks import as_of_keras_2, with_slashes

from rnntui.configs.activation_spec import ActivationSpec
from rnntui.configs.core import DenseConfig
from rnntui.configs.opaque import OpaqueConfig
from rnntui.configs.wrappers import InnerLayer, TimeDistributedConfig
from rnntui.errors import ReferenceRefusedError
from rnntui.layers.graph.graph import build_graph
from rnntui.network.network import Call, Network, TensorRef
from rnntui.network.read import read_network
from rnntui.reference.keras.rebuild.layer_names import keras_names, renamed
from rnntui.reference.keras.rebuild.request import (
    changed_meaning,
    rebuild_request,
    with_old_hard_sigmoid,
)
from rnntui.trace.verify import Tolerance, verify

GATED = {"recurrent_activation": "hard_sigmoid"}
STACK = [
    recurrent("LSTM", 3, return_sequences=True, **GATED),
    layer("Activation", activation="hard_sigmoid"),
    recurrent("GRU", 3, return_sequences=True, reset_after=False, go_backwards=True, **GATED),
    recurrent("GRU", 2, return_sequences=True, use_bias=False, **GATED),
    layer("Dropout", rate=0.5),
    recurrent("SimpleRNN", 3, activation="hard_sigmoid"),
    dense(2, activation="hard_sigmoid"),
]


def normal(*shape: int) -> np.ndarray:
    return np.random.default_rng(5).standard_normal(shape).astype(np.float32)


def verified(keras, network, **inputs) -> None:
    theirs = keras.compute(inputs)
    outcome = verify(
        build_graph(network), inputs, theirs.outputs, theirs.sequences, Tolerance(3e-6, 3e-6)
    )
    assert outcome.allclose, outcome
    assert list(theirs.outputs) == list(network.output_names)


def test_names_without_slashes_that_differ() -> None:
    names = keras_names(["a/b", "a_b", "", "c", "a/b/"])
    assert names == {"a_b": "a_b", "c": "c", "a/b": "a_b_1", "": "layer", "a/b/": "a_b_"}
    assert [renamed(name, {"a_b": "a/b"}) for name in ("a_b", "a_b:1", "a_b/x", "c:2", "c/d")] == [
        "a/b",
        "a/b:1",
        "a/b/x",
        "c:2",
        "c/d",
    ]


def test_only_what_an_old_keras_saved_changed_meaning(tmp_path: Path) -> None:
    network = read_network(write_model(tmp_path / "m.keras", STACK))
    assert with_old_hard_sigmoid(network) == ()
    old = as_of_keras_2(network)
    assert with_old_hard_sigmoid(old)[:2] == ("lstm recurrent_activation", "activation activation")
    assert changed_meaning(old) == "hard_sigmoid is clip(0.2x + 0.5, 0, 1)"
    assert not changed_meaning(dataclasses.replace(old, keras_version="3.15.1"))


def test_calls_are_asked_for_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    network = read_network(write_model(tmp_path / "m.keras", [dense(4), dense(4)]))
    shared = network.layers["dense"]
    start, end = (TensorRef(name) for name in ("input", "dense_1"))
    calls = (Call((start,)), Call((end,)))
    layers = dict(network.layers) | {"dense": dataclasses.replace(shared, calls=calls)}
    order = (TensorRef("dense", 1), end, TensorRef("dense"), start)
    request = rebuild_request(dataclasses.replace(network, layers=layers, order=order))
    assert request.order == (start, TensorRef("dense"), end, TensorRef("dense", 1))


def test_a_gru_of_old_without_bias_changed_meaning(tmp_path: Path) -> None:
    for reset_after in (True, False):
        layers = [recurrent("GRU", 2, use_bias=False, reset_after=reset_after)]
        network = as_of_keras_2(read_network(write_model(tmp_path / "m.h5", layers)))
        assert changed_meaning(network).startswith(
            "GRU applies the reset gate before" if not reset_after else ""
        )
        assert bool(changed_meaning(network)) is not reset_after


@pytest.mark.keras
def test_a_layer_within_a_layer(keras, tmp_path: Path) -> None:
    rnn = recurrent("LSTM", 3, return_sequences=True)
    path = write_model(tmp_path / "m.h5", [rnn, dense(2, activation="hard_sigmoid")], shape=(5, 4))
    network = read_network(path)
    keras.load(path)
    loaded = keras.compute({"input": normal(3, 5, 4)}).outputs["dense"]

    def wrapped(inner: InnerLayer) -> Network:
        """The network with the Dense layer inside a TimeDistributed."""
        config = TimeDistributedConfig(inner)
        outer = dataclasses.replace(
            network.layers["dense"], class_name="TimeDistributed", config=config
        )
        return dataclasses.replace(network, layers={**network.layers, "dense": outer})

    keras.rebuild(wrapped(InnerLayer("Dense", "in/side", network.layers["dense"].config)))
    rebuilt = keras.compute({"input": normal(3, 5, 4)}).outputs["dense"]
    np.testing.assert_allclose(rebuilt, loaded, atol=1e-6)
    old = InnerLayer("Dense", "in/side", DenseConfig(2, ActivationSpec("hard_sigmoid_keras2")))
    assert with_old_hard_sigmoid(wrapped(old)) == ("dense activation",)
    custom = InnerLayer("Wavy", "in/side", OpaqueConfig("a Wavy"))
    with pytest.raises(ReferenceRefusedError, match="the Wavy inside it can't be rebuilt in Keras"):
        keras.rebuild(wrapped(custom))


@pytest.mark.keras
@pytest.mark.parametrize("functional", [True, False])
@pytest.mark.parametrize("portable", [True, False])
def test_every_hard_sigmoid_of_keras_2(keras, tmp_path: Path, functional, portable) -> None:
    path = write_model(tmp_path / "m.h5", STACK, shape=(5, 4), functional=functional)
    network = as_of_keras_2(read_network(path))
    model = keras.rebuild(network, portable=portable)
    assert model.label.endswith(", rebuilt")
    assert [item.name for item in model.recurrent] == ["lstm", "gru", "gru_1", "simple_rnn"]
    verified(keras, network, input=normal(40, 5, 4))


@pytest.mark.keras
def test_names_of_old_are_answered_to(keras, tmp_path: Path) -> None:
    path = write_model(tmp_path / "m.h5", [recurrent("LSTM", 3), dense(2)], shape=(None, 4))
    network = with_slashes(read_network(path))
    model = keras.rebuild(network)
    assert [item.name for item in model.inputs] == ["scope/input"]
    assert [item.name for item in model.recurrent] == ["scope/lstm"]
    verified(keras, network, **{"scope/input": normal(2, 6, 4)})


@pytest.mark.keras
def test_activations_with_parameters_and_float16(keras, tmp_path: Path) -> None:
    slope = {"class_name": "LeakyReLU", "config": {"negative_slope": 0.3}}
    capped = {"class_name": "ReLU", "config": {"max_value": 0.5}}
    layers = [recurrent("SimpleRNN", 3, activation=slope), dense(4, activation=capped)]
    network = read_network(write_model(tmp_path / "m.keras", layers))
    keras.rebuild(network)
    verified(keras, network, input=normal(3, 20, 4))

    path = write_model(tmp_path / "half.keras", STACK, shape=(3, 4), dtype="float16")
    half = as_of_keras_2(read_network(path))
    for portable in (True, False):
        keras.rebuild(half, portable=portable)
        output = keras.compute({"input": normal(2, 3, 4)}).outputs["dense"]
        assert output.dtype == np.float16


@pytest.mark.keras
def test_a_network_is_loaded_where_keras_means_the_same_and_else_rebuilt(keras, tmp_path) -> None:
    path = write_model(tmp_path / "m.keras", [recurrent("LSTM", 2, **GATED), dense(1)])
    network = read_network(path)
    assert keras.load_network(network).label.endswith(", loaded")
    old = as_of_keras_2(network)
    assert keras.load_network(old).label.endswith(", rebuilt")
    verified(keras, old, input=normal(2, 20, 4))
    # An argument that no Dense has: Keras can't load that file.
    path = write_model(tmp_path / "red.keras", [recurrent("LSTM", 2), dense(1, colour="red")])
    network = read_network(path)
    assert keras.load_network(network).label.endswith(", rebuilt")
    verified(keras, network, input=normal(2, 20, 4))


@pytest.mark.keras
def test_what_is_rebuilt_is_saved_and_opens(keras, tmp_path: Path) -> None:
    path = write_model(tmp_path / "m.keras", STACK, shape=(5, 4))
    network = as_of_keras_2(read_network(path))
    keras.rebuild(network, portable=True)
    keras.save_rebuilt(tmp_path / "new.keras")
    assert keras.load(tmp_path / "new.keras").label.endswith(", loaded")
    verified(keras, network, input=normal(3, 5, 4))
    again = read_network(tmp_path / "new.keras")
    assert with_old_hard_sigmoid(again) == with_old_hard_sigmoid(network)
    assert not changed_meaning(again)


@pytest.mark.keras
def test_the_only_axis_of_keras_2(keras, tmp_path: Path) -> None:
    """tf.keras wrote BatchNormalization's axis as a list."""
    weights = tuple(np.abs(normal(3)) + 0.5 for _ in range(4))
    layers = [recurrent("LSTM", 3, return_sequences=True)]
    layers.append(layer("BatchNormalization", weights, axis=[2]))
    network = as_of_keras_2(read_network(write_model(tmp_path / "m.keras", layers, shape=(5, 4))))
    keras.rebuild(network)
    verified(keras, network, input=normal(3, 5, 4))


@pytest.mark.keras
def test_refusals(keras, tmp_path: Path) -> None:
    network = read_network(write_model(tmp_path / "m.keras", [recurrent("LSTM", 2), dense(1)]))
    strange = dataclasses.replace(network.layers["dense"], class_name="Wavy")
    odd = dataclasses.replace(network, layers=dict(network.layers) | {"dense": strange})
    with pytest.raises(ReferenceRefusedError, match=r"m\.keras: Keras can't rebuild it: .* Wavy"):
        keras.rebuild(odd)
    with pytest.raises(ReferenceRefusedError, match="no model is rebuilt"):
        keras.save_rebuilt(tmp_path / "new.keras")
    short = dataclasses.replace(network.layers["lstm"], weights=())
    odd = dataclasses.replace(network, layers=dict(network.layers) | {"lstm": short})
    with pytest.raises(ReferenceRefusedError, match="layer 'lstm'"):
        keras.rebuild(odd)
    assert keras.rebuild(network).name == network.name


def test_the_first_refusal_is_told(fake, tmp_path: Path) -> None:
    network = read_network(write_model(tmp_path / "bad.keras", [dense(1)]))
    keras = fake("answers")
    assert keras.load_network(network).label == "keras 3.0.0, rebuilt"
    with pytest.raises(ReferenceRefusedError, match="can't load it: This is no model"):
        keras.load_network(dataclasses.replace(network, name="bad"))

"""A config keeps the meaning it had in the Keras that wrote it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from models import layer, recurrent, write_model
from older_models import entry, write_older_h5

from rnntui.configs.opaque import OpaqueConfig
from rnntui.network.keras.keras_version import writer_of
from rnntui.network.layer_classes import decode_config
from rnntui.network.read import read_network


def read_layer(folder: Path, version: str | None, class_name: str, **config: Any) -> Any:
    """The config of one layer in a file of that version, and the notes."""
    shape = {"batch_input_shape": [None, 5, 2]}
    model = {
        "class_name": "Sequential",
        "config": [entry(class_name, name="layer", **config, **shape)],
    }
    network = read_network(write_older_h5(folder / "m.h5", model, {}, version=version))
    return network.layers["layer"].config, network.notes


@pytest.mark.parametrize(
    ("version", "name"),
    [
        ("2.0.0", "hard_sigmoid_keras2"),
        ("2.2.4", "hard_sigmoid_keras2"),
        ("2.3.1", "sigmoid"),
        ("2.2.4-tf", "sigmoid"),
        ("2.1.6-tf", "hard_sigmoid_keras2"),
        ("2.15.0", "sigmoid"),
    ],
)
@pytest.mark.parametrize("class_name", ["GRU", "LSTM"])
def test_the_default_recurrent_activation(tmp_path: Path, class_name, version, name) -> None:
    config, notes = read_layer(tmp_path, version, class_name, units=3)
    assert config.recurrent_activation.name == name
    assert bool(notes) == (name != "sigmoid")


def test_the_default_of_reset_after(tmp_path: Path) -> None:
    assert not read_layer(tmp_path, "2.1.4", "GRU", units=3)[0].reset_after
    assert read_layer(tmp_path, "2.2.4", "GRU", units=3, reset_after=True)[0].reset_after


@pytest.mark.parametrize(
    "activation",
    ["hard_sigmoid", {"class_name": "function", "config": "hard_sigmoid", "module": "builtins"}],
)
def test_hard_sigmoid_is_that_of_the_time(tmp_path: Path, activation: Any) -> None:
    config, notes = read_layer(tmp_path, "2.2.4", "SimpleRNN", units=3, activation=activation)
    assert config.activation.name == "hard_sigmoid_keras2"
    assert notes == (
        "saved by Keras 2.2.4, whose hard_sigmoid is clip(0.2x + 0.5, 0, 1); "
        "Keras 3's is clip(x/6 + 0.5, 0, 1)",
    )


def test_keras_3_keeps_its_own_meaning(tmp_path: Path) -> None:
    gates = {"recurrent_activation": "hard_sigmoid"}
    layers = [recurrent("GRU", 3, **gates), layer("Activation", activation="hard_sigmoid")]
    network = read_network(write_model(tmp_path / "m.h5", layers))
    assert network.layers["gru"].config.recurrent_activation.name == "hard_sigmoid"
    assert network.layers["gru"].config.reset_after
    assert network.layers["activation"].config.activation.name == "hard_sigmoid"
    assert network.notes == ()


def test_names_and_policies_of_tensorflow(tmp_path: Path) -> None:
    config, _ = read_layer(tmp_path, "2.2.4-tf", "Dense", units=3, activation="softmax_v2")
    assert config.activation.name == "softmax"
    for policy in (
        "float64",
        {"class_name": "Policy", "config": {"name": "float64"}},
        {"class_name": "PolicyV1", "config": {"name": "float64", "loss_scale": None}},
    ):
        shape = {"batch_input_shape": [None, 2]}
        layers = [entry("Dense", name="a", units=3, dtype=policy, **shape)]
        model = {"class_name": "Sequential", "config": {"name": "m", "layers": layers}}
        network = read_network(write_older_h5(tmp_path / "p.h5", model, {}, version="2.4.0"))
        assert network.layers["a"].dtype == "float64"


@pytest.mark.parametrize(
    ("class_name", "said", "why"),
    [
        (
            "LSTM",
            {"units": 3, "time_major": True},
            "(LSTM) is time-major: its input has time before",
        ),
        ("Attention", {"causal": True}, "(Attention) has causal=True in its config"),
        (
            "RNN",
            {
                "cell": {
                    "class_name": "StackedRNNCells",
                    "config": {"cells": [], "reverse_state_order": True},
                },
                "return_state": True,
            },
            "(RNN) returns the states of its cells in reverse order",
        ),
        (
            "Bidirectional",
            {"layer": {"class_name": "GRU", "config": {"name": "g", "time_major": True}}},
            "layer 'g' (GRU) is time-major",
        ),
    ],
)
def test_options_that_keras_3_lacks_are_not_computed(tmp_path: Path, class_name, said, why) -> None:
    config, _ = read_layer(tmp_path, "2.4.0", class_name, **said)
    assert isinstance(config, OpaqueConfig)
    assert config.gone
    assert why in config.why


TIMES = {"return_sequences": True}


@pytest.mark.parametrize(
    ("version", "inner", "zeroed"),
    [
        ("1.2.2", TIMES, False),
        ("2.3.1", TIMES, False),
        ("2.1.6-tf", TIMES, False),
        ("2.2.4-tf", TIMES, True),
        ("2.2.4-tf", {"zero_output_for_mask": True}, True),
        ("2.2.4-tf", {}, False),
        ("2.3.0-tf", TIMES, True),
        ("2.15.0", TIMES, True),
        ("2.15.0", {"zero_output_for_mask": True}, False),
    ],
)
def test_the_output_of_bidirectional_at_masked_timesteps(
    tmp_path: Path, version, inner, zeroed
) -> None:
    layer = {"class_name": "LSTM", "config": {"name": "l", "units": 3, "output_dim": 3, **inner}}
    config, _ = read_layer(tmp_path, version, "Bidirectional", layer=layer, backward_layer=layer)
    for half in (config.layer, config.backward_layer):
        assert half.config.zero_output_for_mask is zeroed


@pytest.mark.parametrize(
    ("class_name", "said", "new", "means"),
    [
        ("LeakyReLU", {"alpha": {"type": "ndarray", "value": 0.2}}, None, {"negative_slope": 0.2}),
        ("ThresholdedReLU", {"theta": 0.5}, "ReLU", {"threshold": 0.5}),
        ("BatchNormalizationV1", {"axis": [2]}, "BatchNormalization", {"axis": [2]}),
        ("BatchNormalizationV2", {}, "BatchNormalization", {}),
        ("SyncBatchNormalization", {}, "BatchNormalization", {}),
        (
            "LayerNormalization",
            {"axis": {"class_name": "ListWrapper", "items": [2]}},
            None,
            {"axis": [2]},
        ),
        ("Permute", {"dims": {"class_name": "__tuple__", "items": [2, 1]}}, None, {"dims": [2, 1]}),
        ("Softmax", {"axis": -1}, None, {}),
    ],
)
def test_layers_of_keras_2(tmp_path: Path, class_name, said, new, means) -> None:
    config, _ = read_layer(tmp_path, "2.2.4", class_name, **said)
    assert config == decode_config(new or class_name, means)


@pytest.mark.parametrize(
    ("version", "config", "number", "said"),
    [
        ("2.2.4-tf", {}, (2, 2), "2.2.4-tf"),
        ("3.15.1", [], (3, 15), "3.15.1"),
        ("1.2.2", None, (1, 2), "1.2.2"),
        ("", {"module": "keras", "config": {}}, (3, 0), ""),
        ("", {"config": [{"config": {"units": 3}}]}, (2, 0), "2"),
        ("", {"config": {"layers": [{"config": {"output_dim": 3}}]}}, (1, 0), "1"),
        ("none", {"config": "damaged"}, (1, 0), "1"),
    ],
)
def test_the_version_that_wrote_a_file(
    version: str, config: Any, number: tuple[int, int], said: str
) -> None:
    writer = writer_of(version, config)
    assert (writer.number, writer.version) == (number, said)
    assert writer.present == (number >= (3, 0))

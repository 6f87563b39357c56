"""Wrapped layers have the weights that Keras reports, in its order, in both formats."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from models import recurrent, write_model
from older_models import entry, gates_apart, to_cudnn, write_older_h5

from rnntui.network.read import read_network

NAMES = (
    "both",
    "two_kinds",
    "stateful",
    "cell",
    "stack",
    "stacks_in_a_stack",
    "both_over_a_stack",
    "each",
    "each_both",
    "each_each",
    "conv_lstm_1d",
    "conv_lstm_2d",
    "conv_lstm_3d",
    "frozen_before",
    "frozen_after",
)


@pytest.mark.keras
@pytest.mark.parametrize("suffix", [".keras", ".h5"])
@pytest.mark.parametrize("name", NAMES)
def test_the_weights_are_those_of_keras(made, name: str, suffix: str) -> None:
    wrapped = made("make_wrapped.py")
    network = read_network(wrapped / f"{name}{suffix}")
    ours = {
        f"{layer.name}:{number}": array
        for layer in network.layers.values()
        for number, array in enumerate(layer.weights)
    }
    theirs = dict(np.load(wrapped / f"{name}.npz"))
    assert list(ours) == list(theirs)
    for key, array in theirs.items():
        np.testing.assert_array_equal(ours[key], array)


def random(*shape: int) -> np.ndarray:
    return np.random.default_rng(sum(shape)).standard_normal(shape).astype(np.float32)


LSTM = (random(2, 12), random(3, 12), random(12))
OTHER = tuple(array + 1 for array in LSTM)


def read_wrapped(folder: Path, weights: dict[str, np.ndarray], version: str, **wrapper) -> tuple:
    shape = {"batch_input_shape": [None, 5, 2]}
    config = {"class_name": "Sequential", "config": [entry(name="outer", **wrapper, **shape)]}
    path = write_older_h5(folder / "m.h5", config, {"outer": weights}, version=version)
    return read_network(path).layers["outer"].weights


def test_both_directions_of_keras_1(tmp_path: Path) -> None:
    inner = entry("LSTM", name="lstm", output_dim=3, inner_activation="hard_sigmoid")
    weights = gates_apart("f", "ifco", LSTM, "icfo") | gates_apart("b", "ifco", OTHER, "icfo")
    wrapper = {"class_name": "Bidirectional", "layer": inner, "merge_mode": "concat"}
    found = read_wrapped(tmp_path, weights, "1.2.2", **wrapper)
    for array, expected in zip(found, (*LSTM, *OTHER), strict=True):
        np.testing.assert_array_equal(array, expected)


def test_both_directions_of_cudnn(tmp_path: Path) -> None:
    inner = entry("CuDNNLSTM", name="lstm", units=3)
    weights = {}
    for way, arrays in (("forward", LSTM), ("backward", OTHER)):
        halves = np.concatenate([0.25 * arrays[2], 0.75 * arrays[2]])
        stored = (*to_cudnn(arrays[0], arrays[1], 4), halves)
        names = (f"outer/{way}_lstm/{key}:0" for key in ("kernel", "recurrent_kernel", "bias"))
        weights |= dict(zip(names, stored, strict=True))
    wrapper = {"class_name": "Bidirectional", "layer": inner, "merge_mode": "concat"}
    found = read_wrapped(tmp_path, weights, "2.2.4", **wrapper)
    for array, expected in zip(found, (*LSTM, *OTHER), strict=True):
        np.testing.assert_allclose(array, expected, rtol=1e-6)


def test_states_are_not_weights(tmp_path: Path) -> None:
    path = write_model(tmp_path / "m.h5", [recurrent("LSTM", 3)])
    import h5py

    with h5py.File(path, "a") as file:
        group = file["model_weights/lstm"]
        state = "lstm/rnn_state"
        group[state] = np.zeros((2, 3))
        group.attrs["weight_names"] = [*group.attrs["weight_names"], state.encode()]
    shapes = [array.shape for array in read_network(path).layers["lstm"].weights]
    assert shapes == [(4, 12), (3, 12), (12,)]

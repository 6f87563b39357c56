"""Arrays in the layouts of older Keras versions are converted to the current layout."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from older_models import chain, entry, gates_apart, to_cudnn, write_older_h5

from rnntui.network.keras.keras_version import Writer
from rnntui.network.keras.legacy.weights import present_weights
from rnntui.network.layer_classes import decode_config
from rnntui.network.read import read_network

Array = np.ndarray[Any, Any]
KERAS_1 = Writer("1.2.2", (1, 2), "tensorflow")
KERAS_2 = Writer("2.2.4", (2, 2), "tensorflow")
THEANO_1 = Writer("1.2.2", (1, 2), "theano")
THEANO_2 = Writer("2.0.8", (2, 0), "theano")


def random(*shape: int) -> Array:
    return np.random.default_rng(sum(shape)).standard_normal(shape).astype(np.float32)


def present(class_name: str, arrays: list[Array], writer: Writer, **config: Any) -> list[Array]:
    decoded = decode_config(class_name, config)
    return list(present_weights(class_name, decoded, tuple(arrays), writer))


def the_same(found: list[Array], expected: list[Array]) -> None:
    assert len(found) == len(expected)
    for ours, theirs in zip(found, expected, strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_conv1d_of_keras_1_has_an_additional_axis() -> None:
    kernel, bias = random(3, 2, 4), random(4)
    said = {"filters": 4, "kernel_size": [3]}
    later = kernel[:, None]  # (length, 1, channels, filters)
    first = later.transpose(3, 2, 0, 1)  # (filters, channels, length, 1), until 1.0.8
    for stored in (later, first):
        the_same(present("Conv1D", [stored, bias], KERAS_1, **said), [kernel, bias])
        the_same(present("Conv1D", [stored, bias], THEANO_1, **said), [kernel[::-1], bias])
    the_same(present("Conv1D", [kernel, bias], KERAS_2, **said), [kernel, bias])
    the_same(present("Conv1D", [kernel, bias], THEANO_2, **said), [kernel[::-1], bias])


def test_conv1d_of_one_filter_and_one_channel() -> None:
    kernel = random(1, 1, 1)
    found = present("Conv1D", [kernel[:, None]], KERAS_1, filters=1, kernel_size=1)
    the_same(found, [kernel])


def test_conv2d_with_its_channels_first() -> None:
    kernel, bias = random(3, 5, 2, 4), random(4)
    stored = kernel.transpose(3, 2, 0, 1)
    said = {"filters": 4, "kernel_size": [3, 5], "data_format": "channels_first"}
    the_same(present("Conv2D", [stored, bias], KERAS_1, **said), [kernel, bias])
    the_same(present("Conv2D", [stored, bias], THEANO_1, **said), [kernel[::-1, ::-1], bias])
    the_same(present("Conv2D", [kernel, bias], KERAS_2, **said), [kernel, bias])
    the_same(present("Conv2D", [kernel, bias], THEANO_2, **said), [kernel[::-1, ::-1], bias])
    last = said | {"data_format": "channels_last"}
    the_same(present("Conv2D", [kernel, bias], KERAS_1, **last), [kernel, bias])


def test_conv3d_with_its_channels_first() -> None:
    kernel = random(2, 3, 4, 5, 6)
    said = {"filters": 6, "kernel_size": [2, 3, 4], "data_format": "channels_first"}
    found = present("Conv3D", [kernel.transpose(4, 3, 0, 1, 2)], THEANO_1, **said)
    the_same(found, [kernel[::-1, ::-1, ::-1]])


@pytest.mark.parametrize("writer", [KERAS_1, THEANO_1])
@pytest.mark.parametrize("data_format", ["channels_first", "channels_last"])
def test_conv_lstm_of_keras_1(writer: Writer, data_format: str) -> None:
    joined = [random(3, 3, 2, 16), random(3, 3, 4, 16), random(16)]
    apart = list(gates_apart("a", "ifco", joined, "icfo").values())
    if data_format == "channels_first":
        apart = [a.transpose(3, 2, 0, 1) if a.ndim == 4 else a for a in apart]
    said = {"filters": 4, "kernel_size": [3, 3], "data_format": data_format}
    flipped = [kernel[::-1, ::-1] for kernel in joined[:2]]
    expected = joined if writer is KERAS_1 else [*flipped, joined[2]]
    the_same(present("ConvLSTM2D", apart, writer, **said), expected)
    expected = joined if writer is KERAS_1 else [*flipped, joined[2]]
    the_same(present("ConvLSTM2D", joined, writer, **said), expected)


@pytest.mark.parametrize(
    "writer",
    [
        Writer("1", (1, 0)),
        Writer("1.0.5", (1, 0), "tensorflow"),
        Writer("1.0.6", (1, 0), "theano"),
    ],
)
def test_early_batch_normalization_stores_the_standard_deviation(writer: Writer) -> None:
    gamma, beta, mean, std = random(3), random(3), random(3), np.abs(random(3)) + 1
    epsilon = 1e-3
    arrays = [gamma, beta, mean, std]
    found = present("BatchNormalization", arrays, writer, epsilon=epsilon)
    x = random(5, 3)
    ours = gamma * (x - mean) / np.sqrt(found[3] + epsilon) + beta
    np.testing.assert_allclose(ours, gamma * (x - mean) / (std + epsilon) + beta, rtol=1e-5)
    for later in (
        KERAS_1,
        Writer("1.0.6", (1, 0), "tensorflow"),
        Writer("1.0.7", (1, 0), "theano"),
    ):
        the_same(present("BatchNormalization", arrays, later, epsilon=epsilon), arrays)


@pytest.mark.parametrize("backend", ["tensorflow", "theano"])
def test_array_names_reveal_the_backend_of_keras_1(tmp_path: Path, backend) -> None:
    said = {"nb_filter": 4, "filter_length": 3, "batch_input_shape": [None, 5, 2]}
    kernel = random(3, 2, 4)
    end = ":0" if backend == "tensorflow" else ""
    weights = {"a": {f"a_W{end}": kernel[:, None], f"a_b{end}": random(4)}}
    config = chain(entry("Convolution1D", name="a", border_mode="same", **said))
    path = write_older_h5(tmp_path / "m.h5", config, weights, version="1.1.0", backend=None)
    network = read_network(path)
    expected = kernel if backend == "tensorflow" else kernel[::-1]
    np.testing.assert_array_equal(network.layers["a"].weights[0], expected)
    assert network.notes == ()


def test_theano_pads_an_even_kernel_differently(tmp_path: Path) -> None:
    said = {"filters": 4, "kernel_size": [4], "batch_input_shape": [None, 5, 2]}
    config = chain(entry("Conv1D", name="a", padding="same", strides=[1], **said))
    weights = {"a": {"a/kernel": random(4, 2, 4), "a/bias": random(4)}}
    path = write_older_h5(tmp_path / "m.h5", config, weights, version="2.0.8", backend="theano")
    assert read_network(path).notes == (
        "saved with Theano, which pads the input of Conv1D 'a' differently; "
        "values at its ends differ",
    )


LSTM = [random(2, 12), random(3, 12), random(12)]


def half(name: str, scale: float, form: str) -> dict[str, Array]:
    arrays = [scale * array for array in LSTM]
    if form == "apart":
        return gates_apart(name, "ifco", arrays, "icfo")
    if form == "cudnn":
        arrays = [*to_cudnn(arrays[0], arrays[1], 4), np.tile(arrays[2] / 2, 2)]
    return {f"{name}/{number}:0": array for number, array in enumerate(arrays)}


@pytest.mark.parametrize(
    ("form", "inner", "version"),
    [
        ("apart", {"class_name": "LSTM", "config": {"name": "l", "output_dim": 3}}, "1.2.2"),
        ("cudnn", {"class_name": "CuDNNLSTM", "config": {"name": "l", "units": 3}}, "2.2.4"),
        ("plain", {"class_name": "UnifiedLSTM", "config": {"name": "l", "units": 3}}, "2.2.4-tf"),
    ],
)
def test_both_halves_of_bidirectional(tmp_path: Path, form: str, inner: Any, version: str) -> None:
    said = {"layer": inner, "merge_mode": "concat", "batch_input_shape": [None, 5, 2]}
    weights = {"b": half("forward", 1, form) | half("backward", 2, form)}
    config = chain(entry("Bidirectional", name="b", **said))
    network = read_network(write_older_h5(tmp_path / "m.h5", config, weights, version=version))
    found = list(network.layers["b"].weights)
    for ours, theirs in zip(found, [*LSTM, *(2 * array for array in LSTM)], strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-6)


def test_the_layer_inside_time_distributed(tmp_path: Path) -> None:
    kernel, bias = random(3, 2, 4), random(4)
    conv = {"name": "c", "nb_filter": 4, "filter_length": 3}
    inner = {"class_name": "Convolution1D", "config": conv}
    said = {"layer": inner, "batch_input_shape": [None, 7, 5, 2]}
    weights = {"t": {"c_W": kernel[:, None], "c_b": bias}}
    config = chain(entry("TimeDistributed", name="t", **said))
    network = read_network(
        write_older_h5(tmp_path / "m.h5", config, weights, version="1.2.2", backend=None)
    )
    the_same(list(network.layers["t"].weights), [kernel[::-1], bias])


@pytest.mark.parametrize(("shape", "axes"), [((5, 2), None), ((1, 2), [1]), ((1, 1), [1, 2])])
def test_the_shared_axes_of_prelu(tmp_path: Path, shape: tuple[int, int], axes: Any) -> None:
    config = chain(entry("PReLU", name="p", init="zero", batch_input_shape=[None, 5, 2]))
    weights = {"p": {"p_alphas:0": random(*shape)}}
    path = write_older_h5(tmp_path / "m.h5", config, weights, version="1.2.2", backend=None)
    assert read_network(path).layers["p"].config.shared_axes == axes

"""Networks for pictures, with random weights: nothing was trained for them, and no file is read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from rnntui.data.dataset import ColumnInfo, Dataset
from rnntui.network.layer_classes import decode_config
from rnntui.network.network import Call, Layer, Network, TensorRef

TIMESTEPS, FEATURES, OUTPUTS = 20, 4, 3
LONG, IMAGES = 1000, (4, 6, 6, 2)
# Where the flights of the masked picture end.
LENGTHS = (14, 17, 20)

Sizes = tuple[int, ...]
LSTM_4: tuple[Sizes, ...] = ((4, 16), (4, 16), (16,))


def masked() -> Network:
    """Masking → LSTM(4) → Dense(3)."""
    return _chain(
        "masked",
        ("masking", "Masking", {"mask_value": 0.0}, ()),
        ("lstm", "LSTM", {"units": 4}, LSTM_4),
        ("dense", "Dense", {"units": OUTPUTS}, ((4, OUTPUTS), (OUTPUTS,))),
    )


def bidirectional() -> Network:
    """Bidirectional(LSTM(4)) → Dense(3)."""
    inside = {
        "module": "keras.layers",
        "class_name": "LSTM",
        "config": {"units": 4, "name": "lstm"},
    }
    return _chain(
        "bidirectional",
        ("bidirectional", "Bidirectional", {"layer": inside}, LSTM_4 * 2),
        ("dense", "Dense", {"units": OUTPUTS}, ((8, OUTPUTS), (OUTPUTS,))),
    )


def gates() -> Network:
    """LSTM(8) → Dense(3)."""
    return _chain(
        "gates",
        ("lstm", "LSTM", {"units": 8}, ((4, 32), (8, 32), (32,))),
        ("dense", "Dense", {"units": OUTPUTS}, ((8, OUTPUTS), (OUTPUTS,))),
    )


def long() -> Network:
    """GRU(6) → Dense(2), over a thousand timesteps."""
    return _chain(
        "timeline",
        ("gru", "GRU", {"units": 6}, ((2, 18), (6, 18), (2, 18))),
        ("dense", "Dense", {"units": 2}, ((6, 2), (2,))),
        shape=(LONG, 2),
    )


def waves() -> Dataset:
    """Two waves, with a spike each."""
    t = np.arange(LONG)
    x = np.stack([np.sin(t / 25), np.cos(t / 60)], axis=1).astype(np.float32)
    x[211], x[640] = 4, -4
    return Dataset("waves", {"X": x[np.newaxis]}, {"Y": np.array([[0.2, -0.1]], np.float32)})


def images() -> Network:
    """ConvLSTM2D(3) over 4 images of 6×6×2 → Flatten → Dense(2)."""
    config = {"filters": 3, "kernel_size": [3, 3], "padding": "same"}
    return _chain(
        "convolution",
        ("conv_lstm2d", "ConvLSTM2D", config, ((3, 3, 2, 12), (3, 3, 3, 12), (12,))),
        ("flatten", "Flatten", {}, ()),
        ("dense", "Dense", {"units": 2}, ((108, 2), (2,))),
        shape=IMAGES,
    )


def pictures() -> Dataset:
    """Three short films."""
    random = np.random.default_rng(1)
    return Dataset("films", {"X": random.standard_normal((3, *IMAGES)).astype(np.float32)})


def classes() -> Network:
    """SimpleRNN(6) → Dense(5, softmax)."""
    return _chain(
        "classes",
        ("simple_rnn", "SimpleRNN", {"units": 6}, ((4, 6), (6, 6), (6,))),
        ("dense", "Dense", {"units": 5, "activation": "softmax"}, ((6, 5), (5,))),
    )


def labelled(dataset: Dataset) -> Dataset:
    """The flights as classes, with names."""
    names = ("climb", "cruise", "descent", "turn", "hold")
    wanted = np.eye(5, dtype=np.float32)[np.arange(dataset.samples) % 5]
    meaning = ColumnInfo(names, ("",) * 5, None, None)
    return replace(dataset, targets={"Y": wanted}, target_columns=meaning)


def ending(dataset: Dataset) -> Dataset:
    """The data with flights that end early, filled up with zeros, which a Masking layer skips."""
    ((name, inputs),) = dataset.inputs.items()
    cut = np.array(inputs)
    for sample, flight in enumerate(cut):
        flight[LENGTHS[sample % len(LENGTHS)] :] = 0
    return replace(dataset, inputs={name: cut})


def _chain(
    name: str,
    *layers: tuple[str, str, dict[str, Any], tuple[Sizes, ...]],
    shape: Sizes = (TIMESTEPS, FEATURES),
) -> Network:
    random = np.random.default_rng(0)
    taken_in = {"batch_shape": (None, *shape)}
    built = [Layer("input", "InputLayer", decode_config("InputLayer", taken_in), (), (Call(()),))]
    for own_name, class_name, config, sizes in layers:
        weights = tuple((0.6 * random.standard_normal(size)).astype(np.float32) for size in sizes)
        taken = Call((TensorRef(built[-1].name),))
        decoded = decode_config(class_name, config)
        built.append(Layer(own_name, class_name, decoded, weights, (taken,)))
    return Network(
        name=name,
        layers={layer.name: layer for layer in built},
        order=tuple(TensorRef(layer.name) for layer in built),
        inputs=(TensorRef("input"),),
        outputs=(TensorRef(built[-1].name),),
        format="keras",
        keras_version="3.15.1",
    )

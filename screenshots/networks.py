"""Networks for pictures, with random weights: nothing was trained for them, and no file is read."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from rnntui.data.dataset import Dataset
from rnntui.network.configs import decode_config
from rnntui.network.network import Call, Layer, Network, TensorRef

TIMESTEPS, FEATURES, OUTPUTS = 20, 4, 3
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


def ending(dataset: Dataset) -> Dataset:
    """The data with flights that end early, filled up with zeros, which a Masking layer skips."""
    ((name, inputs),) = dataset.inputs.items()
    cut = np.array(inputs)
    for sample, flight in enumerate(cut):
        flight[LENGTHS[sample % len(LENGTHS)] :] = 0
    return replace(dataset, inputs={name: cut})


def _chain(name: str, *layers: tuple[str, str, dict[str, Any], tuple[Sizes, ...]]) -> Network:
    random = np.random.default_rng(0)
    shape = {"batch_shape": (None, TIMESTEPS, FEATURES)}
    built = [Layer("input", "InputLayer", decode_config("InputLayer", shape), (), (Call(()),))]
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

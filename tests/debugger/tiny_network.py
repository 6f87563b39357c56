"""A small network and data set, built by hand: no file, no Keras."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from rnntui.cells.cell import RecurrentConfig
from rnntui.cells.gru import GRUConfig
from rnntui.cells.lstm import LSTMConfig
from rnntui.cells.simple_rnn import SimpleRNNConfig
from rnntui.configs.core import DenseConfig, InputLayerConfig
from rnntui.data.dataset import ColumnInfo, Dataset
from rnntui.layers.graph.graph import Graph, build_graph
from rnntui.network.network import Call, Layer, Network, TensorRef

CONFIGS = {"SimpleRNN": (SimpleRNNConfig, 1), "LSTM": (LSTMConfig, 4), "GRU": (GRUConfig, 3)}


def tiny_graph(
    cells=("SimpleRNN",), *, timesteps=6, features=4, units=4, outputs=3, backwards=False
) -> Graph:
    """Input, recurrent layers, Dense; `backwards`: the last recurrent layer reads from the end."""
    random = np.random.default_rng(7)

    def weights(*shape):
        return (0.6 * random.standard_normal(shape)).astype(np.float32)

    layers = [
        Layer("input", "InputLayer", InputLayerConfig((None, timesteps, features)), (), (Call(()),))
    ]
    width = features
    for index, cell in enumerate(cells):
        kind, gates = CONFIGS[cell]
        last = index == len(cells) - 1
        config: RecurrentConfig = kind(
            units=units, return_sequences=not last, go_backwards=last and backwards
        )
        bias = weights(2, gates * units) if cell == "GRU" else weights(gates * units)
        arrays = (weights(width, gates * units), weights(units, gates * units), bias)
        name = cell.lower() + (f"_{index}" if index else "")
        layers.append(Layer(name, cell, config, arrays, (Call((TensorRef(layers[-1].name),)),)))
        width = units
    dense = (weights(width, outputs), weights(outputs))
    call = Call((TensorRef(layers[-1].name),))
    layers.append(Layer("dense", "Dense", DenseConfig(outputs), dense, (call,)))
    return build_graph(
        Network(
            name="tiny",
            layers={layer.name: layer for layer in layers},
            order=tuple(TensorRef(layer.name) for layer in layers),
            inputs=(TensorRef("input"),),
            outputs=(TensorRef("dense"),),
            format="keras",
            keras_version="3.0.0",
            path=Path("tiny.keras"),
        )
    )


def tiny_data(*, samples=3, timesteps=6, features=4, outputs=3) -> Dataset:
    """Standard normal sequences and targets, the targets standardised latitudes and the like."""
    random = np.random.default_rng(3)
    columns = ColumnInfo(
        ("latitude", "longitude", "elevation"),
        ("°", "°", "ft"),
        np.array([43.6, 1.4, 1200.0]),
        np.array([0.02, 0.02, 350.0]),
    )
    return Dataset(
        "tiny",
        {"X": random.standard_normal((samples, timesteps, features)).astype(np.float32)},
        {"Y": random.standard_normal((samples, outputs)).astype(np.float32)},
        tuple(f"TRACK{index} 10:0{index}" for index in range(samples)),
        target_columns=columns if outputs == 3 else None,
    )

"""Small networks with masks, two directions, images, states from elsewhere: by hand, no Keras."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from rnntui.configs.opaque import OpaqueConfig
from rnntui.data.dataset import Dataset
from rnntui.debugger.session.session import Session
from rnntui.layers.graph.graph import Graph, build_graph
from rnntui.network.layer_classes import decode_config
from rnntui.network.network import Call, Layer, Network, TensorRef


class Builder:
    """Adds layers one by one, with random weights of the shapes given."""

    def __init__(self) -> None:
        self._random = np.random.default_rng(5)
        self.layers: list[Layer] = []

    def add(self, name, class_name, config, *shapes, of=None, initial=()) -> TensorRef:
        """A layer of what comes before, or of other tensors."""
        if isinstance(config, dict):
            config = decode_config(class_name, config)
        weights = tuple(
            (0.5 * self._random.standard_normal(shape)).astype(np.float32) for shape in shapes
        )
        before = () if class_name == "InputLayer" else (TensorRef(self.layers[-1].name),)
        keywords = tuple(("initial_state", reference) for reference in initial)
        call = Call(before if of is None else of, keywords)
        self.layers.append(Layer(name, class_name, config, weights, (call,)))
        return TensorRef(name)

    def graph(self, *, inputs=("input",)) -> Graph:
        """The network, its last layer the output."""
        return build_graph(
            Network(
                name="small",
                layers={layer.name: layer for layer in self.layers},
                order=tuple(TensorRef(layer.name) for layer in self.layers),
                inputs=tuple(TensorRef(name) for name in inputs),
                outputs=(TensorRef(self.layers[-1].name),),
                format="keras",
                keras_version="3.0.0",
                path=Path("small.keras"),
            )
        )


def _input(*shape, batch=None, name="input") -> Builder:
    made = Builder()
    made.add(name, "InputLayer", {"batch_shape": (batch, *shape)})
    return made


def _lstm(features, units):
    return (features, 4 * units), (units, 4 * units), (4 * units,)


def masked_graph() -> Graph:
    """Masking → LSTM(4) → Dense(3), over 6 timesteps of 4."""
    made = _input(6, 4)
    made.add("masking", "Masking", {"mask_value": 0.0})
    made.add("lstm", "LSTM", {"units": 4}, *_lstm(4, 4))
    made.add("dense", "Dense", {"units": 3}, (4, 3), (3,))
    return made.graph()


def masked_data() -> Dataset:
    """Three samples of 6 timesteps, of which 2 and 5 are masked in the first."""
    random = np.random.default_rng(3)
    x = random.standard_normal((3, 6, 4)).astype(np.float32)
    x[0, [2, 5]] = 0
    return Dataset("masked", {"X": x}, {"Y": random.standard_normal((3, 3)).astype(np.float32)})


def bidirectional_graph(*, stack=True, masked=False) -> Graph:
    """Bidirectional(LSTM(3)), once over the sequence and once more to its end → Dense(2)."""
    made = _input(6, 4)
    if masked:
        made.add("masking", "Masking", {"mask_value": 0.0})

    def direction(sequences):
        config = {"units": 3, "return_sequences": sequences, "name": "lstm"}
        return {"layer": {"class_name": "LSTM", "config": config, "module": "keras.layers"}}

    features = 4
    if stack:
        shapes = (*_lstm(4, 3), *_lstm(4, 3))
        made.add("bidirectional", "Bidirectional", direction(True), *shapes)
        features = 6
    name = "bidirectional_1" if stack else "bidirectional"
    shapes = (*_lstm(features, 3), *_lstm(features, 3))
    made.add(name, "Bidirectional", direction(False), *shapes)
    made.add("dense", "Dense", {"units": 2}, (6, 2), (2,))
    return made.graph()


def image_graph(*, sequences=True, channels_first=False) -> Graph:
    """ConvLSTM2D(3) over 3 images of 5×6×2 → BatchNormalization → Flatten → Dense(2)."""
    made = _input(3, *((2, 5, 6) if channels_first else (5, 6, 2)))
    config = {
        "filters": 3,
        "kernel_size": [3, 2],
        "strides": [1, 2],
        "padding": "same",
        "return_sequences": sequences,
        "data_format": "channels_first" if channels_first else "channels_last",
    }
    made.add("conv_lstm2d", "ConvLSTM2D", config, (3, 2, 2, 12), (3, 2, 3, 12), (12,))
    if not channels_first:
        made.add("normalization", "BatchNormalization", {"center": False}, (3,), (3,), (3,))
    made.add("flatten", "Flatten", {})
    made.add("dense", "Dense", {"units": 2}, (135 if sequences else 45, 2), (2,))
    return made.graph()


def encoder_decoder_graph() -> Graph:
    """LSTM(3) over one input, whose last states another LSTM starts from → Dense(2)."""
    made = _input(4, 2)
    made.add("encoder", "LSTM", {"units": 3, "return_state": True}, *_lstm(2, 3))
    made.add("told", "InputLayer", {"batch_shape": (None, 6, 1)})
    made.add(
        "decoder",
        "LSTM",
        {"units": 3, "return_sequences": True},
        *_lstm(1, 3),
        of=(TensorRef("told"),),
        initial=(TensorRef("encoder", 0, 1), TensorRef("encoder", 0, 2)),
    )
    made.add("dense", "Dense", {"units": 2}, (3, 2), (2,))
    return made.graph(inputs=("input", "told"))


def joined_graph() -> Graph:
    """Bidirectional(GRU(2)), whose two last states are joined to the one that a GRU(4) starts from."""
    made = _input(4, 2)
    inner = {"units": 2, "return_state": True, "name": "gru"}
    config = {"layer": {"class_name": "GRU", "config": inner, "module": "keras.layers"}}
    shapes = ((2, 6), (2, 6), (2, 6)) * 2
    made.add("both", "Bidirectional", config, *shapes)
    states = (TensorRef("both", 0, 1), TensorRef("both", 0, 2))
    joined = made.add("joined", "Concatenate", {}, of=states)
    of = (TensorRef("input"),)
    shapes = ((2, 12), (4, 12), (2, 12))
    made.add("gru", "GRU", {"units": 4}, *shapes, of=of, initial=(joined,))
    return made.graph()


def stateful_graph() -> Graph:
    """A stateful GRU(2) that reads from the end, in batches of two samples."""
    made = _input(5, 3, batch=2)
    config = {"units": 2, "stateful": True, "go_backwards": True}
    made.add("gru", "GRU", config, (3, 6), (2, 6), (2, 6))
    return made.graph()


def stacked_graph() -> Graph:
    """RNN over an LSTMCell(2) and a GRUCell(3)."""
    cells = [
        {"class_name": name, "config": {"units": units}, "module": "keras.layers"}
        for name, units in (("LSTMCell", 2), ("GRUCell", 3))
    ]
    cell = {"class_name": "StackedRNNCells", "config": {"cells": cells}, "module": "keras.layers"}
    made = _input(5, 3)
    made.add("rnn", "RNN", {"cell": cell}, *_lstm(3, 2), (2, 9), (3, 9), (2, 9))
    return made.graph()


def pooled_graph() -> Graph:
    """Conv1D → GRU(3) → the largest of each unit over time → Dense(2)."""
    made = _input(8, 2)
    made.add("conv1d", "Conv1D", {"filters": 3, "kernel_size": 3}, (3, 2, 3), (3,))
    made.add("gru", "GRU", {"units": 3, "return_sequences": True}, (3, 9), (3, 9), (2, 9))
    made.add("pooling", "GlobalMaxPooling1D", {})
    made.add("dense", "Dense", {"units": 2}, (3, 2), (2,))
    return made.graph()


def unknown_graph() -> Graph:
    """SimpleRNN(2) → a layer that rnntui does not compute → Dense(2)."""
    made = _input(4, 2)
    made.add("simple_rnn", "SimpleRNN", {"units": 2}, (2, 2), (2, 2), (2,))
    why = "layer 'lambda' is a Lambda, whose code rnntui does not run"
    made.add("lambda", "Lambda", OpaqueConfig(why, custom=True))
    made.add("dense", "Dense", {"units": 2}, (2, 2), (2,))
    return made.graph()


def volumes_graph() -> Graph:
    """ConvLSTM3D(2) over 3 volumes of 2×3×3×1 → a ReLU at each place → Conv3D over time."""
    made = _input(3, 2, 3, 3, 1)
    config = {"filters": 2, "kernel_size": [1, 2, 2], "return_sequences": False}
    made.add("conv_lstm3d", "ConvLSTM3D", config, (1, 2, 2, 1, 8), (1, 2, 2, 2, 8), (8,))
    made.add("re_lu", "ReLU", {})
    made.add("conv3d", "Conv3D", {"filters": 1, "kernel_size": 2}, (2, 2, 2, 2, 1), (1,))
    made.add("flatten", "Flatten", {})
    return made.graph()


def rows_graph() -> Graph:
    """A Conv1D at each timestep → ConvLSTM1D(3) over its rows → Dense(2) at each place."""
    made = _input(4, 6, 2)
    config = {"filters": 3, "kernel_size": 2}
    inner = {"class_name": "Conv1D", "config": config, "module": "keras.layers"}
    made.add("each", "TimeDistributed", {"layer": inner}, (2, 2, 3), (3,))
    config = {"filters": 3, "kernel_size": 3, "padding": "same", "return_sequences": True}
    made.add("conv_lstm1d", "ConvLSTM1D", config, (3, 3, 12), (3, 3, 12), (12,))
    made.add("dense", "Dense", {"units": 2}, (3, 2), (2,))
    return made.graph()


def tokens_graph() -> Graph:
    """Embedding(7, 3) that masks 0 → GRU(2) → Dense(7)."""
    made = _input(5)
    config = {"input_dim": 7, "output_dim": 3, "mask_zero": True}
    made.add("embedding", "Embedding", config, (7, 3))
    made.add("gru", "GRU", {"units": 2}, (3, 6), (2, 6), (2, 6))
    made.add("dense", "Dense", {"units": 7, "activation": "softmax"}, (2, 7), (7,))
    return made.graph()


def attention_graph() -> Graph:
    """GRU(3) → attention of its sequence to itself → GRU(2) that reads from the end."""
    made = _input(5, 2)
    gru = made.add("gru", "GRU", {"units": 3, "return_sequences": True}, (2, 9), (3, 9), (2, 9))
    made.add("attention", "Attention", {}, of=(gru, gru))
    made.add("gru_1", "GRU", {"units": 2, "go_backwards": True}, (3, 6), (2, 6), (2, 6))
    return made.graph()


GRAPHS = {
    "masked": masked_graph,
    "bidirectional": bidirectional_graph,
    "masked bidirectional": lambda: bidirectional_graph(stack=False, masked=True),
    "images": image_graph,
    "one image": lambda: image_graph(sequences=False),
    "channels first": lambda: image_graph(channels_first=True),
    "volumes": volumes_graph,
    "rows": rows_graph,
    "tokens": tokens_graph,
    "attention": attention_graph,
    "encoder": encoder_decoder_graph,
    "joined": joined_graph,
    "stateful": stateful_graph,
    "stacked": stacked_graph,
    "pooled": pooled_graph,
    "unknown": unknown_graph,
}


def data_for(graph: Graph, samples: int = 4) -> Dataset:
    """Standard normal inputs for a network; where one timestep is masked, the second."""
    random = np.random.default_rng(3)
    inputs = {}
    for spec in graph.input_specs:
        shape = tuple(6 if size is None else size for size in spec.shape)
        values = random.standard_normal((samples, *shape))
        if spec.vocabulary:
            values = np.floor(np.abs(values) * 2 + 1).clip(max=spec.vocabulary - 1)
        inputs[spec.name] = values.astype(np.float32)
        if any(node.masked for node in graph.recurrent):
            inputs[spec.name][:, 1] = 0
    return Dataset("small", inputs, {})


def small_session(name: str, **place: int) -> Session:
    """A session on one of GRAPHS."""
    graph = GRAPHS[name]()
    return Session.open(graph, data_for(graph), **place)

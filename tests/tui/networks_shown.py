"""The networks that the screen is looked at with, by name: a graph and data each."""

from __future__ import annotations

from dataclasses import replace

from small_networks import (
    bidirectional_graph,
    data_for,
    image_graph,
    masked_data,
    masked_graph,
    tokens_graph,
)
from tiny_network import tiny_data, tiny_graph

from rnntui.layers.graph.graph import build_graph
from rnntui.network.network import TensorRef

SIZES = ((80, 24), (120, 36), (200, 60))


def _stack():
    graph = bidirectional_graph()
    return graph, data_for(graph)


def _images():
    graph = image_graph()
    return graph, data_for(graph)


def _tokens():
    graph = tokens_graph()
    return graph, data_for(graph)


SHOWN = {
    "simple_rnn": lambda: (tiny_graph(timesteps=20), tiny_data(timesteps=20)),
    "lstm": lambda: (tiny_graph(("LSTM",), units=12, timesteps=20), tiny_data(timesteps=20)),
    "gru": lambda: (tiny_graph(("GRU",), units=6, timesteps=20), tiny_data(timesteps=20)),
    "bidirectional": _stack,
    "units_512": lambda: (tiny_graph(("LSTM",), units=512), tiny_data()),
}


def _outputs():
    network = tiny_graph(("LSTM",), timesteps=20).network
    outputs = (TensorRef("dense"), TensorRef("lstm"))
    return build_graph(replace(network, outputs=outputs)), tiny_data(timesteps=20)


ODD = {
    "images": _images,
    "tokens": _tokens,
    "masked": lambda: (masked_graph(), masked_data()),
    "outputs": _outputs,
}


def named(size):
    """80x24."""
    return f"{size[0]}x{size[1]}"

"""What a step costs with many units, or many timesteps, beside one with few of both.

As a program it is the app on a random SimpleRNN: `python -m benchmarks.sizes UNITS TIMESTEPS`.
"""

from __future__ import annotations

import sys
from contextlib import ExitStack
from dataclasses import dataclass
from statistics import median
from typing import Any

import numpy as np

from benchmarks.screen import place, step
from benchmarks.terminal import Terminal
from rnntui.data.dataset import Dataset
from rnntui.debugger.session import Session
from rnntui.errors import KerasProcessError
from rnntui.layers.graph import build_graph
from rnntui.network.configs import DenseConfig, InputLayerConfig, SimpleRNNConfig
from rnntui.network.network import Call, Layer, Network, TensorRef
from rnntui.tui.app import DebuggerApp
from rnntui.tui.keras_desk import Keras

FEATURES, OUTPUTS = 4, 3
FEW, MANY = 4, 512
SHORT, LONG = 20, 1_000_000
ROUNDS = 2


@dataclass(frozen=True)
class SizeCosts:
    """CPU seconds of one step, medians: with few units and timesteps, with more of one of them."""

    small: float
    units: float
    timesteps: float
    zoomed: float


def measure() -> SizeCosts:
    """Step in each app by turns."""
    sizes = ((FEW, SHORT, ""), (MANY, SHORT, ""), (FEW, LONG, ""), (FEW, LONG, "<<<<"))
    costs: list[list[float]] = [[] for _ in sizes]
    with ExitStack() as stack:
        terminals = []
        for units, timesteps, keys in sizes:
            command = [sys.executable, "-m", "benchmarks.sizes", str(units), str(timesteps)]
            terminal = stack.enter_context(Terminal(command))
            terminal.wait_for(lambda text: place(text) != "", timeout=300)
            for key in keys:
                terminal.press(key)
            terminal.settle()
            terminals.append(terminal)
        for _ in range(ROUNDS):
            for terminal, found in zip(terminals, costs, strict=True):
                found.append(step(terminal, "n", "N"))
    return SizeCosts(*(median(found) for found in costs))


def network(units: int) -> Network:
    """SimpleRNN → Dense, over any number of timesteps, with random weights."""
    random = np.random.default_rng(0)

    def weights(*shape: int) -> np.ndarray[Any, Any]:
        drawn: np.ndarray[Any, Any] = random.standard_normal(shape) / np.sqrt(shape[0])
        return drawn.astype(np.float32)

    shape = (None, None, FEATURES)
    layers = (
        Layer("input", "InputLayer", InputLayerConfig(shape), (), (Call(()),)),
        Layer(
            "rnn",
            "SimpleRNN",
            SimpleRNNConfig(units=units),
            (weights(FEATURES, units), weights(units, units), weights(units)),
            (Call((TensorRef("input"),)),),
        ),
        Layer(
            "dense",
            "Dense",
            DenseConfig(OUTPUTS),
            (weights(units, OUTPUTS), weights(OUTPUTS)),
            (Call((TensorRef("rnn"),)),),
        ),
    )
    return Network(
        name=f"rnn{units}",
        layers={layer.name: layer for layer in layers},
        order=tuple(TensorRef(layer.name) for layer in layers),
        inputs=(TensorRef("input"),),
        outputs=(TensorRef("dense"),),
        format="keras",
        keras_version="3.0.0",
    )


def run(units: int, timesteps: int) -> None:
    """The app in the middle of one random sample, without Keras."""
    random = np.random.default_rng(1)
    x = random.standard_normal((1, timesteps, FEATURES)).astype(np.float32)
    data = Dataset("random", {"X": x}, {"Y": np.zeros((1, OUTPUTS), np.float32)})
    # In the middle of a long run no column is ever on the edge; of a short one, room for all steps.
    time = timesteps // 2 if timesteps > SHORT else 0
    session = Session.open(build_graph(network(units)), data, time=time)
    DebuggerApp(session, data, start=_no_keras).run()


def _no_keras() -> Keras:
    raise KerasProcessError("not asked")


if __name__ == "__main__":
    run(*(int(argument) for argument in sys.argv[1:3]))

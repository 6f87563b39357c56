"""What a step costs with many units, or many timesteps, beside one with few of both.

As a program it is the app on a random network: `python -m benchmarks.sizes LSTM UNITS TIMESTEPS`.
"""

from __future__ import annotations

import sys
from contextlib import ExitStack
from dataclasses import dataclass
from statistics import median
from typing import Any

import numpy as np

from benchmarks.screen import Step, place, step
from benchmarks.terminal import Terminal
from rnntui.cells.cell import RecurrentConfig
from rnntui.cells.lstm import LSTMConfig
from rnntui.cells.simple_rnn import SimpleRNNConfig
from rnntui.configs.core import DenseConfig, InputLayerConfig
from rnntui.data.dataset import Dataset
from rnntui.debugger.session.session import Session
from rnntui.errors import ReferenceProcessError
from rnntui.layers.graph.graph import build_graph
from rnntui.network.network import Call, Layer, Network, TensorRef
from rnntui.reference.protocol import Reference
from rnntui.tui.app import DebuggerApp

FEATURES, OUTPUTS = 4, 3
FEW, MANY = 4, 512
SHORT, LONG = 20, 1_000_000
ROUNDS = 3


KEYS = {"n": "timestep", "s": "equation"}
KINDS: dict[str, tuple[type[RecurrentConfig], int]] = {
    "SimpleRNN": (SimpleRNNConfig, 1),
    "LSTM": (LSTMConfig, 4),
}


@dataclass(frozen=True)
class Size:
    """An app: the recurrence, its units, the timesteps; what is pressed before anything else."""

    kind: str
    units: int
    timesteps: int
    keys: str = ""

    def __str__(self) -> str:
        zoomed = f", {2 ** len(self.keys)} a column" if self.keys else ""
        return f"{self.kind}({self.units}), {self.timesteps:,} timesteps{zoomed}"


SMALL = {kind: Size(kind, FEW, SHORT) for kind in KINDS}
LARGE = (
    *(Size(kind, MANY, SHORT) for kind in KINDS),
    *(Size(kind, FEW, LONG) for kind in KINDS),
    Size("SimpleRNN", FEW, LONG, "<<<<"),
)


def measure() -> dict[tuple[Size, str], Step]:
    """Of each size and key a step, its costs medians; all apps are there at once, and take turns."""
    found: dict[tuple[Size, str], list[Step]] = {}
    # Commands set it too: what threads spin while they wait would be counted.
    one = {"OPENBLAS_NUM_THREADS": "1"}
    with ExitStack() as stack:
        terminals = {}
        for size in (*SMALL.values(), *LARGE):
            program = [sys.executable, "-m", "benchmarks.sizes"]
            arguments = [size.kind, str(size.units), str(size.timesteps)]
            terminal = stack.enter_context(Terminal([*program, *arguments], environment=one))
            terminal.wait_for(lambda text: place(text) != "", timeout=300)
            for key in size.keys:
                terminal.press(key)
            terminal.settle()
            terminals[size] = terminal
        for _ in range(ROUNDS):
            for size, terminal in terminals.items():
                for key in KEYS:
                    found.setdefault((size, key), []).append(
                        step(terminal, key, key.upper(), rounds=1)
                    )
    return {
        of: Step(median(one.cpu for one in steps), max(one.bytes for one in steps))
        for of, steps in found.items()
    }


def network(kind: str, units: int) -> Network:
    """A recurrence → Dense, over any number of timesteps, with random weights."""
    random = np.random.default_rng(0)
    config, gates = KINDS[kind]

    def weights(*shape: int) -> np.ndarray[Any, Any]:
        drawn: np.ndarray[Any, Any] = random.standard_normal(shape) / np.sqrt(shape[0])
        return drawn.astype(np.float32)

    shape, width = (None, None, FEATURES), gates * units
    layers = (
        Layer("input", "InputLayer", InputLayerConfig(shape), (), (Call(()),)),
        Layer(
            "rnn",
            kind,
            config(units=units),
            (weights(FEATURES, width), weights(units, width), weights(width)),
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
        name=f"{kind}{units}",
        layers={layer.name: layer for layer in layers},
        order=tuple(TensorRef(layer.name) for layer in layers),
        inputs=(TensorRef("input"),),
        outputs=(TensorRef("dense"),),
        format="keras",
        keras_version="3.0.0",
    )


def run(kind: str, units: int, timesteps: int) -> None:
    """The app in the middle of one random sample, without the reference."""
    random = np.random.default_rng(1)
    x = random.standard_normal((1, timesteps, FEATURES)).astype(np.float32)
    data = Dataset("random", {"X": x}, {"Y": np.zeros((1, OUTPUTS), np.float32)})
    # In the middle of a long run no column is ever on the edge; of a short one, room for all steps.
    time = timesteps // 2 if timesteps > SHORT else 0
    session = Session.open(build_graph(network(kind, units)), data, time=time)
    DebuggerApp(session, data, start=_no_keras).run()


def _no_keras() -> Reference:
    raise ReferenceProcessError("not asked")


if __name__ == "__main__":
    run(sys.argv[1], *(int(argument) for argument in sys.argv[2:4]))

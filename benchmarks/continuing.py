"""`continue` to a condition that holds only at the end of a long run, against frame by frame."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median

import msgspec
import numpy as np

from rnntui.configs.core import InputLayerConfig
from rnntui.data.dataset import Dataset
from rnntui.debugger.breakpoints.breakpoints import Breakpoints
from rnntui.debugger.commands.arguments.break_sites import sites_of
from rnntui.debugger.expressions.evaluate import value_at
from rnntui.debugger.expressions.parse import parse_expression
from rnntui.debugger.session.session import Session
from rnntui.layers.graph.graph import build_graph
from rnntui.network.network import Network
from rnntui.network.read import read_network

TIMESTEPS = 100_000
CONDITION = "abs(h_t[2]) > 0.95"
# Frame by frame takes too long to be done for all of them.
_BY_FRAME = 5_000


@dataclass(frozen=True)
class Costs:
    """Seconds for all timesteps; those of `frames` are measured on a part and multiplied.

    over_history: `continue`; frames: `next`, and the condition at each timestep
    recomputed: `continue` on a condition of z, which is not kept and is recomputed
    """

    over_history: float
    frames: float
    recomputed: float


def measure(model: Path) -> Costs:
    """Search one sample whose last timestep alone is not all zeros."""
    session = _session(model)
    end = session.positions.cursor(0, session.positions.starts[-1] - 1)

    def continued(condition: str) -> float:
        session.go(session.positions.cursor(0, 0), "anew")
        session.breakpoints = Breakpoints().added(condition, sites_of(session, condition))
        start = time.perf_counter()
        stop = session.continue_()
        seconds = time.perf_counter() - start
        if not stop.reason.startswith("breakpoint 1") or stop.cursor.t != end.t:
            raise AssertionError(f"{condition}: {stop}")
        return seconds

    return Costs(
        median(continued(CONDITION) for _ in range(5)),
        _frame_by_frame(session) * TIMESTEPS / _BY_FRAME,
        continued(CONDITION.replace("h_t", "z")),
    )


def _frame_by_frame(session: Session) -> float:
    condition = parse_expression(CONDITION)

    session.go(session.positions.cursor(0, 0), "anew")
    start = time.perf_counter()
    for _ in range(_BY_FRAME):
        stop = session.next()
        if value_at(condition, session.scope(), stop.cursor.t):
            raise AssertionError(f"{CONDITION}: {stop}")
    return time.perf_counter() - start


def _session(model: Path) -> Session:
    graph = build_graph(_of_any_length(read_network(model)))
    (spec,) = graph.input_specs
    x = np.zeros((1, TIMESTEPS, spec.shape[-1] or 1), np.float32)
    x[0, -1] = 9
    session = Session.open(graph, Dataset("long", {spec.name: x}, {}))
    return session


def _of_any_length(network: Network) -> Network:
    """The same network, its input of as many timesteps as there are."""
    (reference,) = network.inputs
    layer = network.layers[reference.layer]
    assert isinstance(layer.config, InputLayerConfig)
    batch, _, *features = layer.config.batch_shape
    config = msgspec.structs.replace(layer.config, batch_shape=(batch, None, *features))
    return replace(network, layers={**network.layers, layer.name: replace(layer, config=config)})

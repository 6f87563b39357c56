"""Opening a session from a model file."""

from __future__ import annotations

from pathlib import Path

from rnntui.data.dataset import Dataset
from rnntui.debugger.session.session import Session
from rnntui.layers.graph.graph import build_graph
from rnntui.network.read import read_network


def open_session(path: Path, dataset: Dataset, sample: int = 0, time: int = 0) -> Session:
    """Read a model file and open a session at a sample and timestep.

    Raises:
        InputError: the file is not a model, the data does not fit, or there is no such position.
    """
    return Session.open(build_graph(read_network(path)), dataset, sample=sample, time=time)

"""The app on a terminal, from its start to its end."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from rnntui.data.dataset import Dataset
from rnntui.debugger.session.session import Session
from rnntui.layers.graph.graph import Graph
from rnntui.reference.factory import start_reference
from rnntui.trace.runs import OpaqueValues
from rnntui.tui.app import DebuggerApp
from rnntui.tui.terminal import check_terminal, own_stderr


def run_app(
    graph: Graph,
    dataset: Dataset,
    *,
    sample: int = 0,
    time: int = 0,
    opaque: OpaqueValues | None = None,
    custom_objects: Path | None = None,
    keep: bool = False,
    ascii_only: bool = False,
) -> int:
    """Step through a network on the screen until the user quits; returns 0, or 1 after a crash.

    opaque: returns the opaque layers' outputs for a sample, if the graph has any
    custom_objects: a Python file that Keras's process runs, for the model's own classes
    keep: whether breakpoints, watches, commands and layout are stored for the next start
    ascii_only: whether to draw ASCII characters only

    Raises:
        TerminalError: there is no terminal to draw on.
        InputError: the data doesn't fit the network, or there is no such sample or timestep.
    """
    check_terminal(graph.network.path or "MODEL")
    session = Session(graph, dataset, opaque, sample, time)
    with own_stderr():
        app = DebuggerApp(
            session,
            dataset,
            start=partial(start_reference, custom_objects),
            keep=keep,
            ascii_only=ascii_only,
        )
        app.run()
    return app.return_code or 0

"""`rnntui serve MODEL`: the screen in a browser, by default on this machine only."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import typer

from rnntui.cli.open import Ascii, MaybeModel, Time
from rnntui.cli.options import Config, CustomObjects, Data, Pad, PadSide, Random, Sample, Seed
from rnntui.data.sequences.padding import Padding, Side

Host = Annotated[
    str,
    typer.Option(
        "--host", metavar="NAME", help="Address to listen on; anyone who can reach it can use it."
    ),
]
Port = Annotated[
    int, typer.Option("--port", metavar="N", min=1, max=65535, help="Port to listen on.")
]


def serve(
    model: MaybeModel = None,
    host: Host = "localhost",
    port: Port = 8000,
    config: Config = None,
    data: Data = None,
    pad: Pad = None,
    pad_side: PadSide = Side.POST,
    random: Random = None,
    seed: Seed = 0,
    sample: Sample = 0,
    time: Time = 0,
    custom_objects: CustomObjects = None,
    ascii_only: Ascii = False,
) -> None:
    """Open the debugger in a browser: one per visitor, until Ctrl-C.

    Visitors read and write no files here: the browser downloads what they save.
    """
    from rnntui.cli.loading import check_place, load_data, load_graph
    from rnntui.data.bundled import DEFAULT_MODEL, bundled
    from rnntui.reference.opaque_layers import check_custom_objects

    path = bundled(DEFAULT_MODEL) if model is None else model
    # Errors in the model or the data are reported here, once, and not to each visitor.
    graph = load_graph(path, config)
    dataset = load_data(graph, data, random, seed, Padding(pad, pad_side))
    check_place(sample, time, dataset)
    check_custom_objects(custom_objects)
    given = {
        "--config": config,
        "--data": data,
        "--pad": pad,
        "--pad-side": pad_side.value,
        "--random": random,
        "--seed": seed,
        "--sample": sample,
        "--time": time,
        "--custom-objects": custom_objects,
    }

    from rnntui.tui.web import WebServer

    command = command_for(path, given, ascii_only=ascii_only)
    WebServer(command, path.name, host, port).run()


def command_for(model: Path, given: Mapping[str, object], *, ascii_only: bool = False) -> str:
    """The command that a visitor's debugger is started with, for a shell."""
    options = [f"{name}={value}" for name, value in given.items() if value is not None]
    options += ["--ascii"] if ascii_only else []
    program = [sys.executable, "-P", "-m", "rnntui", "open", "--no-state", *options]
    return shlex.join([*program, "--", str(model)])

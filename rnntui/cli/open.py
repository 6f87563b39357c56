"""`rnntui MODEL`: the screen."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Annotated

import typer

from rnntui.cli.options import Config, CustomObjects, Data, Pad, PadSide, Random, Sample, Seed
from rnntui.data.sequences.padding import Padding, Side

MaybeModel = Annotated[
    Path | None,
    typer.Argument(metavar="MODEL", help="A model saved by Keras; default: the bundled model."),
]
Time = Annotated[int, typer.Option("--time", metavar="T", help="The timestep, from 0.")]
NoState = Annotated[
    bool,
    typer.Option("--no-state", help="Neither restore nor store breakpoints, watches and commands."),
]
Ascii = Annotated[
    bool,
    typer.Option(
        "--ascii",
        envvar="RNNTUI_ASCII",
        help="Draw only ASCII; the default where the terminal has no Unicode.",
    ),
]


def open_screen(
    model: MaybeModel = None,
    config: Config = None,
    data: Data = None,
    pad: Pad = None,
    pad_side: PadSide = Side.POST,
    random: Random = None,
    seed: Seed = 0,
    sample: Sample = 0,
    time: Time = 0,
    custom_objects: CustomObjects = None,
    no_state: NoState = False,
    ascii_only: Ascii = False,
) -> None:
    """Open the debugger on a model: step through every timestep of every sample."""
    # Importing makes tens of thousands of objects that stay, and Python looks through them for
    # garbage again and again: a tenth of the time until the first frame, where the app ends this.
    gc.disable()
    try:
        from rnntui.cli.loading import check_place, load_data, load_graph
        from rnntui.data.bundled import DEFAULT_MODEL, bundled
        from rnntui.reference.opaque_layers import completed_graph

        path = bundled(DEFAULT_MODEL) if model is None else model
        # Errors in the model or the data are reported before the screen opens.
        graph = load_graph(path, config)
        dataset = load_data(graph, data, random, seed, Padding(pad, pad_side))
        check_place(sample, time, dataset)

        from rnntui.tui.launch import run_app
        from rnntui.tui.terminal import has_unicode

        with completed_graph(graph, custom_objects) as whole:
            code = run_app(
                whole.graph,
                dataset,
                sample=sample,
                time=time,
                opaque=whole.opaque(dataset),
                custom_objects=custom_objects,
                keep=not no_state,
                ascii_only=ascii_only or not has_unicode(),
            )
        if code:
            raise typer.Exit(code)
    finally:
        gc.enable()

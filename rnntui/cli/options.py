"""The arguments and options that several subcommands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rnntui.data.sequences.padding import Side

Model = Annotated[
    Path, typer.Argument(metavar="MODEL", help="A model saved by Keras: .keras or .h5.")
]
Config = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="JSON",
        help="For a file of weights only: the model's config, as written by model.to_json().",
    ),
]
Data = Annotated[
    Path | None,
    typer.Option(
        "--data",
        metavar="FILE",
        help="Sequences: .npz, .npy, .csv or .parquet. Default: the bundled tracks if they fit the "
        "model, else random ones.",
    ),
]
Pad = Annotated[
    float | None,
    typer.Option(
        "--pad",
        metavar="VALUE",
        help="Pad shorter sequences of --data with VALUE: to the model's T (longer ones are cut), or "
        "to the longest. By default only inputs that the model masks are padded.",
    ),
]
PadSide = Annotated[
    Side,
    typer.Option(
        "--pad-side", help="Pad and cut after the last timestep (post) or before the first (pre)."
    ),
]
Random = Annotated[
    int | None,
    typer.Option("--random", metavar="N", help="Use N random samples, standard normal, as data."),
]
Seed = Annotated[int, typer.Option("--seed", metavar="S", help="Seed of the random samples.")]
Sample = Annotated[int, typer.Option("--sample", metavar="I", help="The sample, from 0.")]
CustomObjects = Annotated[
    Path | None,
    typer.Option(
        "--custom-objects",
        metavar="FILE.py",
        help="Python file with your custom layers and functions. It is executed, and so is code in "
        "the model, in the Keras process only.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object, and nothing else.")]

"""The arguments and options that several subcommands have, each said once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from rnntui.data.sequences.padding import Side

Model = Annotated[
    Path, typer.Argument(metavar="MODEL", help="A model that Keras saved: .keras or .h5.")
]
Config = Annotated[
    Path | None,
    typer.Option(
        "--config",
        metavar="JSON",
        help="Of a file of weights alone: the model's description, the text of model.to_json().",
    ),
]
Data = Annotated[
    Path | None,
    typer.Option(
        "--data",
        metavar="FILE",
        help="Sequences: .npz, .npy, .csv or .parquet. By default the bundled tracks, if they "
        "fit the model, else random ones.",
    ),
]
Pad = Annotated[
    float | None,
    typer.Option(
        "--pad",
        metavar="VALUE",
        help="Fill up shorter sequences of --data with it: to the model's T, where longer ones are "
        "cut, or to the longest. By default only what the model masks is filled up.",
    ),
]
PadSide = Annotated[
    Side,
    typer.Option("--pad-side", help="Fill up and cut behind the last timestep, or before t 0."),
]
Random = Annotated[
    int | None,
    typer.Option("--random", metavar="N", help="N random samples, standard normal, as the data."),
]
Seed = Annotated[int, typer.Option("--seed", metavar="S", help="Of the random samples.")]
Sample = Annotated[int, typer.Option("--sample", metavar="I", help="Which sample, from 0.")]
CustomObjects = Annotated[
    Path | None,
    typer.Option(
        "--custom-objects",
        metavar="FILE.py",
        help="Your own layers and functions. The file is run, and code in the model too, in "
        "Keras's process only.",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="One JSON object on stdout, nothing else.")]

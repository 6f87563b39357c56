"""The arguments and options that several subcommands have, each said once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Model = Annotated[
    Path, typer.Argument(metavar="MODEL", help="A model that Keras saved: .keras or .h5.")
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
Random = Annotated[
    int | None,
    typer.Option("--random", metavar="N", help="N random samples, standard normal, as the data."),
]
Seed = Annotated[int, typer.Option("--seed", metavar="S", help="Of the random samples.")]
Sample = Annotated[int, typer.Option("--sample", metavar="I", help="Which sample, from 0.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object on stdout, nothing else.")]

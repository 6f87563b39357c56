"""`rnntui train`: the notebook's model, trained by Keras, and how well it does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rnntui.cli.options import Seed
from rnntui.cli.output import INTERRUPTED

if TYPE_CHECKING:
    from rnntui.reference.training import TrainResult

Data = Annotated[
    Path | None,
    typer.Option(
        "--data", metavar="FILE", help="X (N, T, D) and Y (N, K); default: the bundled tracks."
    ),
]
Random = Annotated[
    int | None,
    typer.Option(
        "--random", metavar="N", help="Train on the notebook's noise: X (N, 20, 4), Y (N, 3)."
    ),
]
HeldOut = Annotated[
    Path | None,
    typer.Option(
        "--held-out",
        metavar="FILE",
        help="Data to measure the error on, not trained on; default for the tracks: their held-out set.",
    ),
]
Cell = Annotated[str, typer.Option(metavar="CELL", help="simple_rnn, lstm or gru.")]
Units = Annotated[int, typer.Option(metavar="M", help="Hidden units.")]
Epochs = Annotated[int, typer.Option(metavar="E", help="Passes over the data.")]
Rate = Annotated[float, typer.Option(metavar="R", help="Adam's learning rate.")]
BatchSize = Annotated[int, typer.Option(metavar="B", help="Samples per step.")]
Split = Annotated[
    float,
    typer.Option(metavar="F", help="Fraction of the samples, from the end, used for validation."),
]
Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="MODEL.keras", help="Default: DATA_CELL.keras, here."),
]


def train(
    data: Data = None,
    random: Random = None,
    held_out: HeldOut = None,
    cell: Cell = "simple_rnn",
    units: Units = 4,
    epochs: Epochs = 60,
    learning_rate: Rate = 0.1,
    batch_size: BatchSize = 32,
    validation_split: Split = 0.0,
    seed: Seed = 0,
    out: Out = None,
) -> None:
    """Train a model with Keras: one recurrent layer, one Dense; Adam, mean squared error.

    The same seed gives the same weights. Ctrl-C keeps the best model so far, and exits with 0; before
    the first epoch is completed there is nothing to keep.
    """
    from rnntui.cli.train.data import training_data
    from rnntui.cli.train.progress import train_with_progress
    from rnntui.cli.train.report import print_report
    from rnntui.reference.training import TrainSettings

    settings = TrainSettings(
        # Any text, until check() has seen it.
        cell=cell,  # type: ignore[arg-type]
        units=units,
        epochs=epochs,
        learning_rate=learning_rate,
        batch_size=batch_size,
        validation_split=validation_split,
        seed=seed,
    )
    settings.check()
    chosen = training_data(data, random, held_out, seed, split=validation_split > 0)
    path = Path(f"{chosen.name}_{cell}.keras") if out is None else out
    replaces = path.exists()
    result: TrainResult = train_with_progress(settings, chosen, path)
    print_report(result, chosen, replaced=replaces)
    if result.path is None:
        raise typer.Exit(INTERRUPTED)

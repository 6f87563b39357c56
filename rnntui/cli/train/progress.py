"""The progress bar of a training, on stderr, with the loss and the remaining time."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from rnntui.cli.output import console
from rnntui.cli.train.data import TrainingData, arrays
from rnntui.errors import DataError
from rnntui.reference.factory import start_reference

if TYPE_CHECKING:
    from pathlib import Path

    from rnntui.reference.training import EpochProgress, TrainResult, TrainSettings


def train_with_progress(settings: TrainSettings, chosen: TrainingData, out: Path) -> TrainResult:
    """Train and write the model; raises what `Reference.train` raises, with the data's file name added."""
    x, y = arrays(chosen.dataset)
    held_out = None if chosen.held_out is None else arrays(chosen.held_out)
    errors = console(stderr=True)
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[loss]}"),
        TimeRemainingColumn(),
        console=errors,
        transient=True,
        disable=not errors.is_terminal,
    )
    with bar, closing(start_reference()) as reference:
        task = bar.add_task("Starting Keras", total=settings.epochs, loss="")

        def show(epoch: EpochProgress) -> None:
            loss = f"loss {epoch.loss:.5f}"
            if epoch.val_loss is not None:
                loss += f", held out {epoch.val_loss:.5f}"
            bar.update(task, completed=epoch.epoch, description="Training", loss=loss)

        try:
            return reference.train(settings, x, y, out, held_out=held_out, on_progress=show)
        except DataError as error:
            about = chosen.dataset
            if chosen.held_out is not None and str(error).startswith("held-out"):
                about = chosen.held_out
            path = about.path
            raise DataError(f"{path}: {error}" if path else str(error)) from None

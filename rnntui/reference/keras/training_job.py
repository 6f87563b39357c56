"""One training, seen from the client: checked before, written whole, summed up after."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rnntui.atomic_files import atomic_file, check_writable
from rnntui.errors import DataError, OutputPathError, ReferenceRefusedError
from rnntui.reference.keras.messages.arrays import Array
from rnntui.reference.keras.messages.messages import Train, Trained
from rnntui.reference.training import TrainResult, TrainSettings, check_split, training_arrays

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from jaxtyping import Float, Shaped


class Training:
    """Settings, data and destination that fit together; raises InputError where they don't."""

    def __init__(
        self,
        settings: TrainSettings,
        inputs: Shaped[np.ndarray, "N T D"],
        targets: Shaped[np.ndarray, "N K"],
        out: Path,
        held_out: tuple[Shaped[np.ndarray, "H T D"], Shaped[np.ndarray, "H K"]] | None,
    ) -> None:
        settings.check()
        x, y = training_arrays(inputs, targets)
        check_split(settings, len(x), held_out is not None)
        if out.suffix != ".keras":
            raise OutputPathError(f"{out}: must end in .keras, the format it is written in")
        check_writable(out)
        self._settings = settings
        self._targets = targets
        self._held_out_targets = None if held_out is None else held_out[1]
        self._out = out
        self._nans = int(np.isnan(x).sum() + np.isnan(y).sum())
        self.request = Train(
            settings,
            Array.of(x),
            Array.of(y),
            None if held_out is None else _held_out_arrays(*held_out, like=(x, y)),
        )

    def write(self, save: Callable[[Path], object]) -> None:
        """Save the model under a temporary name, then move it into place; raises OutputPathError."""
        with atomic_file(self._out) as beside:
            try:
                save(beside)
            except ReferenceRefusedError as error:
                raise OutputPathError(f"{self._out}: can't be written ({error})") from None

    def result(self, trained: Trained) -> TrainResult:
        """What the worker reports, with the errors per output; raises if nothing came of it."""
        if trained.ended == "diverged" and trained.saved_epoch is None:
            way_out = (
                f"the data has {self._nans} NaN" if self._nans else "try a smaller learning rate"
            )
            raise ReferenceRefusedError(
                f"Keras can't train: the loss became NaN or infinite in the first epoch; {way_out}"
            )
        predictions = None if trained.predictions is None else trained.predictions.numpy()
        errors = held_out_errors = None
        if predictions is not None:
            split = self._settings.trained_samples(len(predictions))
            errors = mean_squares(self._targets[:split], predictions[:split])
            if split < len(predictions):
                held_out_errors = mean_squares(self._targets[split:], predictions[split:])
        if trained.held_out_predictions is not None and self._held_out_targets is not None:
            held_out_errors = mean_squares(
                self._held_out_targets, trained.held_out_predictions.numpy()
            )
        return TrainResult(
            path=None if trained.saved_epoch is None else self._out,
            ended=trained.ended,
            epochs=self._settings.epochs,
            loss=trained.loss,
            val_loss=trained.val_loss,
            best_epoch=trained.best_epoch,
            saved_epoch=trained.saved_epoch,
            predictions=predictions,
            errors=errors,
            held_out_errors=held_out_errors,
            seconds=trained.seconds,
        )


def _held_out_arrays(
    inputs: Shaped[np.ndarray, "H T D"],
    targets: Shaped[np.ndarray, "H K"],
    like: tuple[Float[np.ndarray, "N T D"], Float[np.ndarray, "N K"]],
) -> tuple[Array, Array]:
    x, y = training_arrays(inputs, targets, "held-out ")
    for name, array, other in (("X", x, like[0]), ("Y", y, like[1])):
        if array.shape[1:] != other.shape[1:]:
            raise DataError(
                f"held-out {name}: a sample has the shape {array.shape[1:]}, a training sample {other.shape[1:]}"
            )
    return Array.of(x), Array.of(y)


def mean_squares(
    targets: Shaped[np.ndarray, "N K"], predictions: Float[np.ndarray, "N K"]
) -> Float[np.ndarray, " K"]:
    """The mean error of each output over all samples, as the notebook computes it."""
    differences = targets.astype(np.float64) - predictions.astype(np.float64)
    mean: Float[np.ndarray, " K"] = np.mean(differences**2, axis=0)
    return mean

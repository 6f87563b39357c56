"""A training: its settings, checked before the reference is asked; its progress; its result."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import msgspec
import numpy as np

from rnntui.errors import DataError, InputError

if TYPE_CHECKING:
    from pathlib import Path

    from jaxtyping import Float, Shaped

Cell = Literal["simple_rnn", "lstm", "gru"]
Ended = Literal["finished", "cancelled", "diverged"]

_LARGEST_SEED = 2**32 - 1


class TrainSettings(msgspec.Struct, frozen=True, kw_only=True):
    """The notebook's model and training; the defaults are the notebook's.

    Input((T, D)) → cell(units) → Dense(K), trained with Adam(learning_rate) on the mean squared error.

    validation_split: the fraction of the samples, from the end, that is not trained on; the loss on
        them is measured after every epoch
    """

    cell: Cell = "simple_rnn"
    units: int = 4
    epochs: int = 60
    learning_rate: float = 0.1
    batch_size: int = 32
    validation_split: float = 0.0
    seed: int = 0

    def check(self) -> None:
        """Raise InputError, in one line, for a setting that can't be used."""
        if self.cell not in get_args(Cell):
            raise InputError(f"cell {self.cell!r}: not one of {', '.join(get_args(Cell))}")
        for name in ("units", "epochs", "batch_size"):
            if (value := getattr(self, name)) < 1:
                raise InputError(f"{_said(name)} {value}: must be 1 or more")
        if not (self.learning_rate > 0 and math.isfinite(self.learning_rate)):
            raise InputError(f"learning rate {self.learning_rate}: must be more than 0, and finite")
        if not 0 <= self.validation_split < 1:
            raise InputError(
                f"validation split {self.validation_split}: must be 0 or more, and less than 1"
            )
        if not 0 <= self.seed <= _LARGEST_SEED:
            raise InputError(f"seed {self.seed}: must be between 0 and {_LARGEST_SEED}")

    def trained_samples(self, samples: int) -> int:
        """The number of samples to train on, from the first; Keras holds back the last ones."""
        return math.floor(samples * (1.0 - self.validation_split))


class EpochProgress(msgspec.Struct, frozen=True):
    """An epoch of the training is done. Epochs are counted as Keras prints them: the first is 1.

    seconds: since the training began
    """

    epoch: int
    epochs: int
    loss: float
    val_loss: float | None
    seconds: float


@dataclass(frozen=True, eq=False)
class TrainResult:
    """How a training ended, and the model it wrote.

    path: the model file; None if no epoch was completed, so that nothing was written
    ended: "finished"; "cancelled"; "diverged" (the loss became NaN or infinite)
    epochs: how many were requested; loss, val_loss: one number per completed epoch
    best_epoch: the epoch (counted from 1) of the lowest val_loss, or loss without validation
    saved_epoch: the epoch whose weights are in the file: the last, or the best if the training was
        stopped
    predictions: (N, K) for all samples, with the weights in the file
    errors: (K,) float64, the mean squared error per output over the training samples
    held_out_errors: (K,) float64, the same over held-out samples, if there are any
    """

    path: Path | None
    ended: Ended
    epochs: int
    loss: tuple[float, ...]
    val_loss: tuple[float, ...]
    best_epoch: int | None
    saved_epoch: int | None
    predictions: Float[np.ndarray, "N K"] | None
    errors: Float[np.ndarray, " K"] | None
    held_out_errors: Float[np.ndarray, " K"] | None
    seconds: float

    @property
    def cancelled(self) -> bool:
        """Whether the user stopped it."""
        return self.ended == "cancelled"

    @property
    def summary(self) -> str:
        """One line for the reader: how it ended, and which weights were kept."""
        done = len(self.loss)
        if self.ended == "finished":
            return (
                f"trained for {done} {'epoch' if done == 1 else 'epochs'}, loss {self.loss[-1]:.6g}"
            )
        how = "cancelled" if self.ended == "cancelled" else "the loss became NaN or infinite"
        if self.saved_epoch is None:
            return f"{how} before an epoch was done: there is no model to keep, nothing was written"
        losses = self.val_loss or self.loss
        name = "validation loss" if self.val_loss else "loss"
        return (
            f"{how} in epoch {min(done + 1, self.epochs)} of {self.epochs}; kept the best model so far,"
            f" of epoch {self.saved_epoch} ({name} {losses[self.saved_epoch - 1]:.6g})"
        )


def training_arrays(
    inputs: Shaped[np.ndarray, "N T D"], targets: Shaped[np.ndarray, "N K"], where: str = ""
) -> tuple[Float[np.ndarray, "N T D"], Float[np.ndarray, "N K"]]:
    """Both arrays as float32; raises DataError if they don't fit.

    where: begins the message, e.g. "held-out "
    """
    if inputs.ndim != 3 or inputs.dtype.kind not in "fiu":
        raise DataError(
            f"{where}X: training needs numbers of shape (N, T, D), not {inputs.dtype} {inputs.shape}"
        )
    if targets.ndim != 2 or targets.dtype.kind not in "fiu":
        raise DataError(
            f"{where}Y: training needs numbers of shape (N, K), not {targets.dtype} {targets.shape}"
        )
    if len(inputs) != len(targets):
        raise DataError(
            f"{where}Y: has {len(targets)} samples where {where}X has {len(inputs)};"
            " there must be one target for each"
        )
    if 0 in inputs.shape or 0 in targets.shape:
        empty = "X" if 0 in inputs.shape else "Y"
        shape = inputs.shape if empty == "X" else targets.shape
        raise DataError(f"{where}{empty}: is empty, {shape}; there is nothing to train on")
    return inputs.astype(np.float32), targets.astype(np.float32)


def check_split(settings: TrainSettings, samples: int, held_out: bool) -> None:
    """Raise InputError if the validation split leaves one side empty, or there is a held-out set too."""
    if settings.validation_split == 0:
        return
    if held_out:
        raise InputError("validation split: there is a held-out set already; use one of the two")
    trained = settings.trained_samples(samples)
    if trained in (0, samples):
        side = "train on" if trained == 0 else "hold back"
        raise InputError(
            f"validation split {settings.validation_split}: of {samples} samples it leaves none to {side}"
        )


def _said(name: str) -> str:
    return name.replace("_", " ")

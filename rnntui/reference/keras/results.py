"""What the client gives back: plain frozen data, arrays as NumPy's own."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    import numpy as np
    from jaxtyping import Float, Shaped

    from rnntui.network.network import TensorRef
    from rnntui.reference.keras.messages.messages import Ended, RecurrentInfo, TensorInfo


@dataclass(frozen=True)
class Versions:
    """Which Keras answers."""

    keras: str
    tensorflow: str


@dataclass(frozen=True)
class LoadedModel:
    """A model file as the real Keras loaded it, or built it anew from our description.

    path: the file; None for a network that has none
    reference: how its numbers came about, for the reader: "keras 3.15.1, loaded", or "…, rebuilt"
    recurrent: its recurrent layers, in the order of the model's layers
    """

    path: Path | None
    name: str
    reference: str
    inputs: tuple[TensorInfo, ...]
    outputs: tuple[TensorInfo, ...]
    recurrent: tuple[RecurrentInfo, ...]


@dataclass(frozen=True, eq=False)
class Reference:
    """What Keras computes for some samples; all arrays are read-only.

    outputs: (N, …) by output name, as model.predict gives them
    sequences: (N, T, M) by recurrent layer's name: its output at every timestep, in the order in
        which it runs (so from the last to the first for go_backwards), whatever return_sequences says
    states: (N, M) each by recurrent layer's name: its states (h, c) after the last timestep it ran
    opaque: (N, …) each by the calls of layers that were asked for: what they give
    """

    outputs: Mapping[str, Shaped[np.ndarray, "N ..."]]
    sequences: Mapping[str, Shaped[np.ndarray, "N T ..."]]
    states: Mapping[str, tuple[Shaped[np.ndarray, "N ..."], ...]] = field(default_factory=dict)
    opaque: Mapping[TensorRef, tuple[Shaped[np.ndarray, "N ..."], ...]] = field(
        default_factory=dict
    )


@dataclass(frozen=True, eq=False)
class TrainResult:
    """How a training ended, and what it left behind.

    path: the model file, or None where no epoch was done and so nothing was written
    ended: "finished"; "cancelled"; "diverged" (the loss was no longer a number)
    epochs: how many were asked for; loss, val_loss: one number for each that was done
    best_epoch: the epoch (the first is 1) of the lowest val_loss, else loss
    saved_epoch: the epoch whose weights are in the file: the last one, or, where the training was
        stopped, the best
    predictions: (N, K) for all samples, of the weights in the file
    errors: (K,) float64, the mean squared error per output, over the samples trained on
    held_out_errors: (K,) float64, the same over those held out, if any
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
        """Whether it was ended on request."""
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

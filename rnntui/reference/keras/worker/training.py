"""The notebook's model, trained by Keras: watched, and stopped when it should be."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING, Any

import keras
import numpy as np

from rnntui.reference.keras.messages import messages
from rnntui.reference.keras.messages.arrays import Array

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rnntui.reference.training import Ended, TrainSettings

_CELLS = {
    "simple_rnn": keras.layers.SimpleRNN,
    "lstm": keras.layers.LSTM,
    "gru": keras.layers.GRU,
}


def notebook_model(settings: TrainSettings, shape: tuple[int, int], outputs: int) -> Any:
    """Input((T, D)) → cell(M) → Dense(K), compiled as in the notebook."""
    inputs = keras.layers.Input(shape, name="input")
    hidden = _CELLS[settings.cell](settings.units, name=settings.cell)(inputs)
    output = keras.layers.Dense(outputs, name="dense")(hidden)
    model = keras.Model(inputs, output, name="rnntui")
    model.compile(
        optimizer=keras.optimizers.Adam(settings.learning_rate),
        loss=keras.losses.MeanSquaredError(),
    )
    return model


def train(
    request: messages.Train,
    report: Callable[[messages.Progress], None],
    cancelled: Callable[[], bool],
    alive: Callable[[], None],
) -> tuple[Any, messages.Trained]:
    """Train a new model; returns it with a report of the training.

    The model has the last epoch's weights; or, if the training was cancelled or its loss became NaN
    or infinite, the best epoch's.
    """
    settings = request.settings
    x, y = request.inputs.numpy(), request.targets.numpy()
    held_out = None if request.held_out is None else tuple(a.numpy() for a in request.held_out)
    keras.utils.set_random_seed(settings.seed)
    model = notebook_model(settings, x.shape[1:], y.shape[1])
    watcher = _Watcher(settings.epochs, report, cancelled, alive)
    ended: Ended = "finished"
    try:
        model.fit(
            x,
            y,
            epochs=settings.epochs,
            batch_size=settings.batch_size,
            validation_split=settings.validation_split,
            validation_data=held_out,
            verbose=0,
            callbacks=[watcher],
        )
    except _StopTraining as stop:
        ended = stop.ended
    saved_epoch: int | None = settings.epochs
    if ended != "finished":
        saved_epoch = watcher.best_epoch
        if watcher.best_weights is not None:
            model.set_weights(watcher.best_weights)

    def predictions(inputs: Any) -> Array | None:
        if saved_epoch is None:
            return None
        return Array.of(np.asarray(model.predict(inputs, verbose=0)))

    return model, messages.Trained(
        ended=ended,
        loss=tuple(watcher.loss),
        val_loss=tuple(watcher.val_loss),
        best_epoch=watcher.best_epoch,
        saved_epoch=saved_epoch,
        predictions=predictions(x),
        held_out_predictions=None if held_out is None else predictions(held_out[0]),
        seconds=watcher.seconds,
    )


class _StopTraining(Exception):
    def __init__(self, ended: Ended) -> None:
        super().__init__(ended)
        self.ended = ended


class _Watcher(keras.callbacks.Callback):  # type: ignore[misc]
    """Reports each epoch, remembers the best, and ends a training that should go no further."""

    def __init__(
        self,
        epochs: int,
        report: Callable[[messages.Progress], None],
        cancelled: Callable[[], bool],
        alive: Callable[[], None],
    ) -> None:
        super().__init__()
        self._epochs = epochs
        self._report = report
        self._cancelled = cancelled
        self._alive = alive
        self._began = time.monotonic()
        self._lowest = math.inf
        self.loss: list[float] = []
        self.val_loss: list[float] = []
        self.best_epoch: int | None = None
        self.best_weights: list[Any] | None = None

    @property
    def seconds(self) -> float:
        """Since this was made."""
        return time.monotonic() - self._began

    def on_train_batch_end(self, batch: int, logs: Mapping[str, Any] | None = None) -> None:
        """Check whether to continue; Keras's own way of stopping would still validate and report."""
        self._alive()
        self._stop_if_told()
        if not math.isfinite((logs or {}).get("loss", 0.0)):
            raise _StopTraining("diverged")

    def on_test_batch_end(self, batch: int, logs: Mapping[str, Any] | None = None) -> None:
        """The same, during validation."""
        self._alive()
        self._stop_if_told()

    def on_epoch_end(self, epoch: int, logs: Mapping[str, Any] | None = None) -> None:
        """Note the epoch's losses, and its weights if they are the best."""
        logs = logs or {}
        loss = float(logs["loss"])
        val_loss = float(logs["val_loss"]) if "val_loss" in logs else None
        self.loss.append(loss)
        if val_loss is not None:
            self.val_loss.append(val_loss)
        watched = loss if val_loss is None else val_loss
        if watched < self._lowest:
            self._lowest = watched
            self.best_epoch = epoch + 1
            self.best_weights = self.model.get_weights()
        self._report(
            messages.Progress(epoch + 1, self._epochs, loss, val_loss, round(self.seconds, 3))
        )

    def _stop_if_told(self) -> None:
        if self._cancelled():
            raise _StopTraining("cancelled")

"""Where the app asks the reference: a thread of its own, which answers the latest question only.

The reference starts with the first question. Whatever goes wrong is told as a status, never raised: the
debugger works without the reference.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Protocol

from rnntui.errors import RnntuiError

if TYPE_CHECKING:
    import numpy as np
    from jaxtyping import Shaped

    from rnntui.network.network import Network
    from rnntui.reference.keras.messages.messages import Progress
    from rnntui.reference.keras.results import LoadedModel, Reference, TrainResult
    from rnntui.reference.keras.training.settings import TrainSettings


class ReferenceProcess(Protocol):
    """What the desk needs of a `KerasProcess`."""

    def load_network(self, network: Network) -> LoadedModel:
        """Load a network's file, or build the network anew."""

    def reference(self, inputs: Mapping[str, Shaped[np.ndarray, "N ..."]]) -> Reference:
        """Compute samples."""

    def train(
        self,
        settings: TrainSettings,
        inputs: Shaped[np.ndarray, "N T D"],
        targets: Shaped[np.ndarray, "N K"],
        out: Path,
        *,
        on_progress: Callable[[Progress], None] | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> TrainResult:
        """Train a new model."""

    def close(self) -> None:
        """End it."""


@dataclass(frozen=True, eq=False)
class ReferenceQuestion:
    """One sample of one model: the last of `inputs`, (N, …) each; before it what it goes on from."""

    network: Network
    sample: int
    inputs: Mapping[str, np.ndarray[Any, Any]]


@dataclass(frozen=True, eq=False)
class ReferenceAnswer:
    """What the reference says: values, or a status ("waiting" or "failed") with a word on it."""

    question: ReferenceQuestion
    status: Literal["waiting", "ready", "failed"]
    text: str
    reference: Reference | None = None


def start_reference(custom_objects: Path | None = None) -> ReferenceProcess:
    """Start the reference, in its own process, which runs the custom objects' file if need be."""
    from rnntui.reference.keras.client import KerasProcess

    return KerasProcess.start(custom_objects=custom_objects)


class ReferenceWorker:
    """Asks the reference in the background.

    Args:
        start: starts the reference; called once, in the desk's thread or by the first training.
        tell: takes each ReferenceAnswer; called in the desk's thread.
    """

    def __init__(
        self, start: Callable[[], ReferenceProcess], tell: Callable[[ReferenceAnswer], object]
    ) -> None:
        self._start = start
        self._tell = tell
        self._keras: ReferenceProcess | None = None
        self._loaded: tuple[Network, str] | None = None
        self._wanted: ReferenceQuestion | None = None
        self._closed = False
        self._change = threading.Condition()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    def ask(self, question: ReferenceQuestion) -> None:
        """Ask; an older question that has not been looked at is forgotten."""
        with self._change:
            if self._closed:
                return
            self._wanted = question
            self._change.notify()
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="keras-desk", daemon=True)
                self._thread.start()

    def keras(self) -> ReferenceProcess:
        """The running reference, started if need be. Blocks; raises KerasProcessError."""
        with self._starting:
            if self._keras is None:
                self._keras = self._start()
                if self._closed:
                    self._keras.close()
            return self._keras

    def close(self) -> None:
        """End the thread and the reference."""
        with self._change:
            self._closed = True
            self._change.notify()
        if self._keras is not None:
            self._keras.close()

    def _work(self) -> None:
        while True:
            with self._change:
                while self._wanted is None and not self._closed:
                    self._change.wait()
                question, self._wanted = self._wanted, None
                if self._closed or question is None:
                    return
            self._say(self._answer(question))

    def _answer(self, question: ReferenceQuestion) -> ReferenceAnswer:
        try:
            if self._keras is None:
                self._say(ReferenceAnswer(question, "waiting", "starting…"))
            keras = self.keras()
            if self._loaded is None or self._loaded[0] is not question.network:
                self._say(ReferenceAnswer(question, "waiting", "starting, loading the model…"))
                self._loaded = None
                loaded = keras.load_network(question.network)
                self._loaded = (question.network, loaded.reference)
            reference = keras.reference(question.inputs)
            return ReferenceAnswer(question, "ready", self._loaded[1], reference)
        except RnntuiError as error:
            return ReferenceAnswer(question, "failed", str(error))
        except Exception as error:
            return ReferenceAnswer(question, "failed", f"{type(error).__name__}: {error}")

    def _say(self, answer: ReferenceAnswer) -> None:
        if not self._closed:
            self._tell(answer)

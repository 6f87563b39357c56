"""The thread in which the app asks the reference; it answers the latest question only.

The reference starts with the first question. Errors are reported as a status, never raised: the
debugger works without the reference.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from rnntui.errors import RnntuiError

if TYPE_CHECKING:
    import numpy as np

    from rnntui.network.network import Network
    from rnntui.reference.protocol import Reference, ReferenceRun


@dataclass(frozen=True, eq=False)
class ReferenceQuestion:
    """A sample of a model: the last of `inputs`, (N, …) each; a stateful model needs those before it."""

    network: Network
    sample: int
    inputs: Mapping[str, np.ndarray[Any, Any]]


@dataclass(frozen=True, eq=False)
class ReferenceAnswer:
    """The reference's values, or a status ("waiting" or "failed") with its reason in `text`."""

    question: ReferenceQuestion
    status: Literal["waiting", "ready", "failed"]
    text: str
    run: ReferenceRun | None = None


class ReferenceThread:
    """Asks the reference in the background.

    Args:
        start: starts the reference; called once, in this thread or by the first training.
        tell: takes each ReferenceAnswer; called in this thread.
    """

    def __init__(
        self, start: Callable[[], Reference], tell: Callable[[ReferenceAnswer], object]
    ) -> None:
        self._start = start
        self._tell = tell
        self._reference: Reference | None = None
        self._loaded: tuple[Network, str] | None = None
        self._wanted: ReferenceQuestion | None = None
        self._closed = False
        self._change = threading.Condition()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    def ask(self, question: ReferenceQuestion) -> None:
        """Ask; replaces an older question that is still waiting."""
        with self._change:
            if self._closed:
                return
            self._wanted = question
            self._change.notify()
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._work, name="reference-worker", daemon=True
                )
                self._thread.start()

    def reference(self) -> Reference:
        """The running reference; started on the first call. Blocks; raises ReferenceProcessError."""
        with self._starting:
            if self._reference is None:
                self._reference = self._start()
                if self._closed:
                    self._reference.close()
            return self._reference

    def close(self) -> None:
        """End the thread and the reference."""
        with self._change:
            self._closed = True
            self._change.notify()
        if self._reference is not None:
            self._reference.close()

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
            if self._reference is None:
                self._say(ReferenceAnswer(question, "waiting", "starting…"))
            reference = self.reference()
            if self._loaded is None or self._loaded[0] is not question.network:
                self._say(ReferenceAnswer(question, "waiting", "starting, loading the model…"))
                self._loaded = None
                loaded = reference.load_network(question.network)
                self._loaded = (question.network, loaded.label)
            run = reference.compute(question.inputs)
            return ReferenceAnswer(question, "ready", self._loaded[1], run)
        except RnntuiError as error:
            return ReferenceAnswer(question, "failed", str(error))
        except Exception as error:
            return ReferenceAnswer(question, "failed", f"{type(error).__name__}: {error}")

    def _say(self, answer: ReferenceAnswer) -> None:
        if not self._closed:
            self._tell(answer)

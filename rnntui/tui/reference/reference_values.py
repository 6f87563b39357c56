"""What the app asks of the reference for a session, and what becomes of the answers."""

from __future__ import annotations

import time
from collections.abc import Callable

from rnntui.debugger.frame.frame import ReferenceValue
from rnntui.debugger.session.session import Session
from rnntui.tui.reference.reference_worker import (
    ReferenceAnswer,
    ReferenceProcess,
    ReferenceQuestion,
    ReferenceWorker,
)

_AGAIN = 0.02


class ReferenceRequests:
    """Asks once for each sample.

    Args:
        start: starts the reference, at the first question.
        tell: takes each answer, in the desk's thread.
    """

    def __init__(
        self, start: Callable[[], ReferenceProcess], tell: Callable[[ReferenceAnswer], object]
    ) -> None:
        self.desk = ReferenceWorker(start, tell)
        self._asked: tuple[Session, int] | None = None

    def ask(self, session: Session) -> None:
        """Ask for the sample that a session is at, unless that was done."""
        sample = session.cursor.sample
        if self._asked != (session, sample) and not session.has_reference(sample):
            self._asked = (session, sample)
            self._put(session)

    def wait(self, session: Session, cancelled: Callable[[], bool]) -> None:
        """Ask, and wait for the answer: for a search, in its own thread."""
        sample = session.cursor.sample
        session.reference.status = ReferenceValue("waiting")
        # Of what was asked before, the desk may know nothing any more.
        self._asked = None
        self._put(session)
        while sample not in session.reference and not cancelled():
            if session.reference.status.status == "failed":
                break
            time.sleep(_AGAIN)

    def take(self, answer: ReferenceAnswer, session: Session) -> bool:
        """Note an answer for the frames to show; False where it is of another model."""
        if answer.question.network is not session.graph.network:
            return False
        if answer.reference is None:
            session.reference.status = ReferenceValue(answer.status, answer.text)
            return True
        outputs = answer.reference.outputs
        names = session.graph.network.output_names
        every = {
            name: outputs.get(name, values)[-1]
            for name, values in zip(names, outputs.values(), strict=False)
        }
        states = {layer: rows[-1] for layer, rows in answer.reference.sequences.items()}
        session.reference.add(answer.question.sample, every[names[0]], states, answer.text, every)
        return True

    def close(self) -> None:
        """End the reference."""
        self.desk.close()

    def _put(self, session: Session) -> None:
        sample = session.cursor.sample
        self.desk.ask(ReferenceQuestion(session.graph.network, sample, session.reference_inputs()))

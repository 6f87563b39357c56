"""Requests the reference's values for the session's sample, and stores the answers in the session."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from rnntui.debugger.frame.frame import ReferenceValue
from rnntui.debugger.session.session import Session
from rnntui.tui.reference.reference_thread import (
    ReferenceAnswer,
    ReferenceQuestion,
    ReferenceThread,
)

if TYPE_CHECKING:
    from rnntui.reference.protocol import Reference

_AGAIN = 0.02


class ReferenceRequests:
    """Asks once per sample.

    Args:
        start: starts the reference; called at the first question.
        tell: takes each answer; called in the reference's thread.
    """

    def __init__(
        self, start: Callable[[], Reference], tell: Callable[[ReferenceAnswer], object]
    ) -> None:
        self.thread = ReferenceThread(start, tell)
        self._asked: tuple[Session, int] | None = None

    def ask(self, session: Session) -> None:
        """Ask for the sample that a session is at, unless that was already done."""
        sample = session.cursor.sample
        if self._asked != (session, sample) and not session.has_reference(sample):
            self._asked = (session, sample)
            self._put(session)

    def wait(self, session: Session, cancelled: Callable[[], bool]) -> None:
        """Ask, and wait for the answer: for a search, in its own thread."""
        sample = session.cursor.sample
        session.reference.status = ReferenceValue("waiting")
        # The thread drops a question when a newer one arrives, so this one is put again.
        self._asked = None
        self._put(session)
        while sample not in session.reference and not cancelled():
            if session.reference.status.status == "failed":
                break
            time.sleep(_AGAIN)

    def take(self, answer: ReferenceAnswer, session: Session) -> bool:
        """Store an answer for the frames to show; False if it is about another model."""
        if answer.question.network is not session.graph.network:
            return False
        if answer.run is None:
            session.reference.status = ReferenceValue(answer.status, answer.text)
            return True
        names = session.graph.network.output_names
        session.reference.add_run(answer.question.sample, answer.run, answer.text, names)
        return True

    def close(self) -> None:
        """End the reference."""
        self.thread.close()

    def _put(self, session: Session) -> None:
        sample = session.cursor.sample
        self.thread.ask(
            ReferenceQuestion(session.graph.network, sample, session.reference_inputs())
        )

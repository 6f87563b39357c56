"""What the app asks of Keras for a session, and what becomes of the answers."""

from __future__ import annotations

import time
from collections.abc import Callable

from rnntui.debugger.frame import KerasValue
from rnntui.debugger.session import Session
from rnntui.tui.keras_desk import Answer, Keras, KerasDesk, Question

_AGAIN = 0.02


class KerasSide:
    """Asks once for each sample.

    Args:
        start: starts Keras, at the first question.
        tell: takes each answer, in the desk's thread.
    """

    def __init__(self, start: Callable[[], Keras], tell: Callable[[Answer], None]) -> None:
        self.desk = KerasDesk(start, tell)
        self._asked: tuple[Session, int] | None = None

    def ask(self, session: Session) -> None:
        """Ask for the sample that a session is at, unless that was done."""
        sample = session.cursor.sample
        if self._asked != (session, sample) and not session.has_keras_answer(sample):
            self._asked = (session, sample)
            self._put(session)

    def wait(self, session: Session, cancelled: Callable[[], bool]) -> None:
        """Ask, and wait for the answer: for a search, in its own thread."""
        sample = session.cursor.sample
        session.keras.status = KerasValue("waiting")
        # Of what was asked before, the desk may know nothing any more.
        self._asked = None
        self._put(session)
        while sample not in session.keras and not cancelled():
            if session.keras.status.status == "failed":
                break
            time.sleep(_AGAIN)

    def take(self, answer: Answer, session: Session) -> bool:
        """Note an answer for the frames to show; False where it is of another model."""
        if answer.question.network is not session.graph.network:
            return False
        if answer.reference is None:
            session.keras.status = KerasValue(answer.status, answer.text)
            return True
        outputs = answer.reference.outputs
        names = session.graph.network.output_names
        every = {
            name: outputs.get(name, values)[-1]
            for name, values in zip(names, outputs.values(), strict=False)
        }
        states = {layer: rows[-1] for layer, rows in answer.reference.sequences.items()}
        session.keras.add(answer.question.sample, every[names[0]], states, answer.text, every)
        return True

    def close(self) -> None:
        """End Keras."""
        self.desk.close()

    def _put(self, session: Session) -> None:
        sample = session.cursor.sample
        self.desk.ask(Question(session.graph.network, sample, session.keras_inputs()))

"""The worker's end of the pipes, out of reach of anything that TensorFlow prints."""

from __future__ import annotations

import os
import queue
import sys
import threading
import traceback
from typing import IO, TYPE_CHECKING

import msgspec

from rnntui.reference.keras.messages import messages
from rnntui.reference.keras.process.framing import (
    FrameError,
    decode,
    encode,
    read_frame,
    write_frame,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rnntui.reference.keras.messages.messages import Answer, Request

_requests = msgspec.msgpack.Decoder(messages.Request)


def take_standard_streams() -> tuple[IO[bytes], IO[bytes]]:
    """Keep private copies of stdin and stdout; point 0 at the null device, and 1 at the log, like 2.

    This works on file descriptors, not on sys.stdout, because TensorFlow writes from C++ too.
    """
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return requests, answers


class Pipes:
    """Requests in order, answers back; a Cancel overtakes them. Ends the process when stdin ends."""

    def __init__(self, requests: IO[bytes], answers: IO[bytes]) -> None:
        self._stdin = requests
        self._stdout = answers
        self._waiting: queue.SimpleQueue[Request] = queue.SimpleQueue()
        self._cancel = threading.Event()
        threading.Thread(target=self._read, name="requests", daemon=True).start()

    def requests(self) -> Iterator[Request]:
        """Every request but Cancel, as they come, for as long as the process lives."""
        while True:
            yield self._waiting.get()

    def send(self, answer: Answer) -> None:
        """Send an answer; the process ends if nobody can read it."""
        payload = encode(answer)
        try:
            write_frame(self._stdout, payload)
        except OSError:
            os._exit(0)

    def cancelled(self) -> bool:
        """Whether the current training is to be ended."""
        return self._cancel.is_set()

    def _read(self) -> None:
        try:
            while (payload := read_frame(self._stdin)) is not None:
                request = decode(payload, _requests)
                if isinstance(request, messages.Cancel):
                    self._cancel.set()
                    continue
                if isinstance(request, messages.Train):
                    self._cancel.clear()
                self._waiting.put(request)
        except (FrameError, OSError):
            traceback.print_exc()
            sys.stderr.flush()
            os._exit(3)
        # The main thread may be deep in TensorFlow: nothing gentler would reach it.
        os._exit(0)

"""The client's end of the pipes: two threads, so that neither asking nor closing ever blocks."""

from __future__ import annotations

import queue
import threading
from contextlib import suppress
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
    from rnntui.reference.keras.messages.messages import Answer, Request

_answers = msgspec.msgpack.Decoder(messages.Answer)


class Channel:
    """Sends requests to, and receives answers from, a process on the other side of two pipes.

    Takes over both streams: each is closed by its thread when that ends.
    """

    def __init__(self, requests: IO[bytes], answers: IO[bytes]) -> None:
        self._outbox: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._inbox: queue.SimpleQueue[Answer | FrameError | None] = queue.SimpleQueue()
        self._threads = [
            threading.Thread(target=self._write, args=(requests,), name="keras-out", daemon=True),
            threading.Thread(target=self._read, args=(answers,), name="keras-in", daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def send(self, request: Request) -> None:
        """Queue a request; a dead process shows when the answer is awaited."""
        self._outbox.put(encode(request))

    def receive(self, timeout: float) -> Answer | None:
        """The next answer, or None when the process has ended.

        Raises queue.Empty after `timeout` seconds, FrameError for bytes that are no answer.
        """
        answer = self._inbox.get(timeout=timeout)
        if isinstance(answer, FrameError):
            raise answer
        if answer is None:
            self._inbox.put(None)
        return answer

    def hang_up(self) -> None:
        """Close the process's stdin, which asks it to end."""
        self._outbox.put(None)

    def join(self, timeout: float) -> None:
        """Wait for both threads, once the process has ended."""
        for thread in self._threads:
            thread.join(timeout)

    def _write(self, stream: IO[bytes]) -> None:
        try:
            while (payload := self._outbox.get()) is not None:
                write_frame(stream, payload)
        except OSError:
            pass
        finally:
            # Closing flushes what a dead reader left in the buffer.
            with suppress(OSError):
                stream.close()

    def _read(self, stream: IO[bytes]) -> None:
        with stream:
            try:
                while (payload := read_frame(stream)) is not None:
                    self._inbox.put(decode(payload, _answers))
            except FrameError as error:
                self._inbox.put(error)
            except OSError:
                pass
        self._inbox.put(None)

"""A program in a pseudo-terminal: its screen as text, the keys it is sent, what it costs."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Self

import pexpect
import pyte

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


class Terminal:
    """A process with a screen of `columns` × `rows`; a context manager that ends it."""

    def __init__(
        self,
        command: Sequence[str],
        columns: int = 120,
        rows: int = 36,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self._screen)
        everything = {
            **os.environ,
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "RNNTUI_NO_STATE": "1",
            **(environment or {}),
        }
        for name in ("NO_COLOR", "COLUMNS", "LINES"):
            everything.pop(name, None)
        self.received = 0
        """How many bytes the program has written."""
        self.started = time.perf_counter()
        self._process = pexpect.spawn(
            command[0], list(command[1:]), dimensions=(rows, columns), env=everything
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.close(force=True)

    @property
    def text(self) -> str:
        """The screen as it stands."""
        return "\n".join(self._screen.display)

    def wait_for(self, holds: Callable[[str], bool], timeout: float = 60.0) -> float:
        """Read until the screen satisfies `holds`; return the moment at which it did."""
        deadline = time.perf_counter() + timeout
        while not holds(self.text):
            if time.perf_counter() > deadline or not self._read(0.5):
                raise TimeoutError(f"the screen never came to it; it shows:\n{self.text}")
        return time.perf_counter()

    def settle(self, quiet: float = 0.3, timeout: float = 60.0) -> None:
        """Read until nothing has been drawn for `quiet` seconds."""
        deadline = time.perf_counter() + timeout
        last = time.perf_counter()
        while time.perf_counter() < min(deadline, last + quiet):
            before = self.text
            self._read(quiet / 4)
            if self.text != before:
                last = time.perf_counter()

    def drain(self, quiet: float = 0.01) -> None:
        """Read the rest of what is being drawn, until nothing has come for `quiet` seconds."""
        before = -1
        while self.received != before:
            before = self.received
            self._read(quiet)

    def press(self, key: str) -> None:
        """Send a key."""
        self._process.send(key)

    def cpu_seconds(self) -> float:
        """CPU time of the process so far, all its threads, without its children."""
        stat = Path(f"/proc/{self._process.pid}/stat").read_text("ascii")
        fields = stat.rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS_PER_SECOND

    def memory_mb(self) -> float:
        """Resident memory of the process, without its children."""
        status = Path(f"/proc/{self._process.pid}/status").read_text("ascii")
        line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
        return int(line.split()[1]) / 1024

    def _read(self, timeout: float) -> bool:
        """Take in what has been drawn; False when the process is gone."""
        try:
            drawn = self._process.read_nonblocking(65536, timeout=timeout)
            self.received += len(drawn)
            self._stream.feed(drawn)
        except pexpect.TIMEOUT:
            pass
        except pexpect.EOF:
            return False
        return True

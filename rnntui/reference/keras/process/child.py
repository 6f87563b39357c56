"""The child process: its pipes, its log, and how it ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from rnntui.errors import ReferenceStartError
from rnntui.reference.keras.error_summary import last_telling_line
from rnntui.reference.keras.process.channel import Channel

if TYPE_CHECKING:
    from collections.abc import Sequence

# -P: a keras.py or numpy.py in the user's folder must not be imported.
WORKER = (sys.executable, "-P", "-m", "rnntui.reference.keras.worker")

_PATIENCE = 1.0


class Child:
    """A running worker with a channel to it; everything it prints goes to a log.

    log: the file, which is overwritten; None for a temporary one. command: None for the worker.
    Raises ReferenceStartError if it can't be run.
    """

    def __init__(self, log: Path | None, command: Sequence[str] | None) -> None:
        self._ending = threading.Lock()
        self._temporary = log is None
        try:
            if log is None:
                descriptor, name = tempfile.mkstemp(prefix="rnntui-keras-", suffix=".log")
                self.log = Path(name)
            else:
                descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
                self.log = log
        except OSError as error:
            raise ReferenceStartError(f"Keras did not start: no log ({error})") from None
        try:
            self._process = subprocess.Popen(
                list(command or WORKER),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=descriptor,
                env=_environment(),
                # A Ctrl-C in the terminal is the client's to answer.
                start_new_session=True,
            )
        except OSError as error:
            self._remove_log()
            raise ReferenceStartError(f"Keras did not start: {error}") from None
        finally:
            os.close(descriptor)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self.channel = Channel(self._process.stdin, self._process.stdout)

    def why_ended(self) -> str:
        """How a process whose pipe has closed ended, as half a sentence."""
        try:
            code = self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:
            return "it closed its pipe"
        line = last_telling_line(self.log)
        if code >= 0:
            how = f"exit code {code}"
        else:
            how = signal.Signals(-code).name
            if code == -signal.SIGKILL and not line:
                line = "killed from outside, perhaps for lack of memory"
        return f"{how}, {line}" if line else how

    def end(self, *, at_once: bool, keep_log: bool = False) -> None:
        """End the process and wait for it: by closing its stdin, or at once. May be called twice."""
        self.channel.hang_up()
        if at_once:
            self._process.kill()
        with self._ending:
            try:
                self._process.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self.channel.join(_PATIENCE)
        if self._temporary and not keep_log:
            self._remove_log()

    def _remove_log(self) -> None:
        if self._temporary:
            self.log.unlink(missing_ok=True)


def _environment() -> dict[str, str]:
    environment = dict(os.environ)
    # Made for the parent: in the child they would turn TensorFlow's warnings into errors.
    for name in ("PYTHONWARNINGS", "PYTHONDEVMODE"):
        environment.pop(name, None)
    return environment

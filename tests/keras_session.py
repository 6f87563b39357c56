"""The real Keras for a whole test session: workers that tests share, and files that scripts write."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import FileLock

from rnntui.reference.keras.client import KerasProcess

if TYPE_CHECKING:
    from collections.abc import Iterator


# What `KerasProcess.start` does, also while it is replaced.
START = KerasProcess.__dict__["start"].__func__


class _Pooled(KerasProcess):
    """A worker that goes back to its pool when a test closes it."""

    idle: list[KerasProcess]

    def close(self) -> None:
        if self._closed.is_set() or self._lost is not None or self._call.locked():
            self.end()
        elif self not in self.idle:
            self.idle.append(self)

    def end(self) -> None:
        super().close()


class KerasPool:
    """Idle workers. Importing TensorFlow takes seconds, so a worker serves test after test."""

    def __init__(self) -> None:
        self._idle: list[Any] = []
        self._started: list[_Pooled] = []

    def take(self) -> KerasProcess:
        """An idle worker, or a new one."""
        if self._idle:
            return self._idle.pop()
        process = START(_Pooled)
        process.idle = self._idle
        self._started.append(process)
        return process

    @contextmanager
    def replacing_start(self) -> Iterator[None]:
        """While it lasts, `KerasProcess.start()` takes from the pool.

        With arguments (a log, a command, timeouts, custom objects) it starts a process as always.
        """
        start = KerasProcess.__dict__["start"]

        def pooled(cls: type[KerasProcess], *args: Any, **kwargs: Any) -> KerasProcess:
            if any(arg is not None for arg in (*args, *kwargs.values())):
                return START(cls, *args, **kwargs)
            return self.take()

        KerasProcess.start = classmethod(pooled)
        try:
            yield
        finally:
            KerasProcess.start = start

    def end(self) -> None:
        for process in self._started:
            process.end()


class KerasFiles:
    """Runs scripts that write files with Keras: all in one process, each once per session.

    folder: where the files go; several test processes may share it
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[str] | None = None

    def __call__(self, script: Path, *arguments: object) -> Path:
        """The folder that a script filled; it is given that folder and the arguments."""
        folder = self._folder / script.stem
        done = folder.with_suffix(".done")
        with FileLock(folder.with_suffix(".lock")):
            if not done.exists():
                folder.mkdir(exist_ok=True)
                self._run([str(script), str(folder), *map(str, arguments)])
                done.touch()
        return folder

    def _run(self, command: list[str]) -> None:
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, str(Path(__file__).with_name("keras_scripts.py"))],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps(command), file=self._process.stdin, flush=True)
        answer = self._process.stdout.readline()
        assert answer, f"{command[0]}: the process died"
        error = json.loads(answer)
        assert error is None, error

    def end(self) -> None:
        if self._process is not None:
            self._process.communicate()

"""Test read of an HDF5 file in a child process, since a damaged file can crash or hang the library.

A single wrong byte in an .h5 file can make the HDF5 library crash or loop forever, and nothing in
the same process can prevent that. So a forked child, which costs milliseconds, reads the file
first. Its CPU time is limited to a few seconds, far more than an intact file needs; a slow disk
does not count.

The test read is skipped where forking is unsafe: on systems other than Linux, and with other
threads running, whose locks would stay locked in the child.
"""

from __future__ import annotations

import faulthandler
import os
import select
import signal
import sys
import threading
import warnings
from collections.abc import Callable
from pathlib import Path

from rnntui.errors import ModelFileError
from rnntui.network.keras.files import hdf5

_SECONDS = 2
_BYTES_A_SECOND = 20_000_000
_PATIENCE = 60.0
# The signals that end a process after a crash, or when its CPU time is used up.
_ENDS = {
    "SIGABRT": "crashes",
    "SIGBUS": "crashes",
    "SIGFPE": "crashes",
    "SIGILL": "crashes",
    "SIGSEGV": "crashes",
    "SIGXCPU": "hangs",
}


def check_in_child(read: Callable[[], object], path: Path) -> None:
    """Read a file in a child process, before the caller does the same in this one.

    Args:
        read: opens and reads the HDF5 file; its result and exceptions are ignored.
        path: the file.

    Raises:
        ModelFileError: the child crashed or hung.
    """
    if sys.platform != "linux" or threading.active_count() > 1:
        return
    import h5py  # noqa: F401  (imported here so that the child need not)

    seconds = _SECONDS + path.stat().st_size // _BYTES_A_SECOND
    reading, writing = os.pipe()
    try:
        with warnings.catch_warnings():
            # Python warns about threads of NumPy's libraries, which reading HDF5 does not use.
            warnings.simplefilter("ignore", DeprecationWarning)
            child = os.fork()
    except OSError:  # no more processes: skip the test read
        os.close(reading)
        os.close(writing)
        return
    if child == 0:
        _read_and_exit(read, seconds)
    os.close(writing)
    try:
        # The child's end of the pipe closes when it ends.
        ended = bool(select.select([reading], [], [], _PATIENCE)[0])
    except BaseException:
        ended = False
        raise
    finally:
        os.close(reading)
        if not ended:
            os.kill(child, signal.SIGKILL)
        status = os.waitpid(child, 0)[1]
    name = signal.Signals(os.WTERMSIG(status)).name if os.WIFSIGNALED(status) else ""
    if ended and (how := _ENDS.get(name)):
        raise ModelFileError(f"{path.name}: damaged; the HDF5 library {how} on it")


def _read_and_exit(read: Callable[[], object], seconds: int) -> None:
    """In the child: read within the CPU time, then exit; only the exit status matters."""
    import resource

    try:
        faulthandler.disable()
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
        for number in (signal.SIGXCPU, signal.SIGABRT, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        hdf5.leave_data_out()
        read()
    finally:
        os._exit(0)

"""Reading a file in a child process first, since the HDF5 library does not come back from some.

A byte changed in the wrong place of an .h5 file, and the library runs for ever or crashes, with the
process that it is in; nothing inside that process can stop it. So a copy of the process (a fork,
which costs milliseconds) reads the file first. It may use a few seconds of the processor, which is
far more than any whole file needs, however slow the disk.

Where a process can't be copied safely, the file is read without: on other systems than Linux, and
where there are other threads, whose locks the copy would find locked.
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
# What ends a process that crashes, or has used up its time.
_ENDS = {
    "SIGABRT": "crashes",
    "SIGBUS": "crashes",
    "SIGFPE": "crashes",
    "SIGILL": "crashes",
    "SIGSEGV": "crashes",
    "SIGXCPU": "does not end",
}


def check_in_child(read: Callable[[], object], path: Path) -> None:
    """Do in a child process what is to be done after this.

    Args:
        read: opens an HDF5 file and reads it; what it gives or raises is nobody's concern.
        path: the file.

    Raises:
        ModelFileError: the child did not come back.
    """
    if sys.platform != "linux" or threading.active_count() > 1:
        return
    import h5py  # noqa: F401  (once, and not once more in the child)

    seconds = _SECONDS + path.stat().st_size // _BYTES_A_SECOND
    reading, writing = os.pipe()
    try:
        with warnings.catch_warnings():
            # Python warns of the threads of NumPy's libraries, which no HDF5 file needs.
            warnings.simplefilter("ignore", DeprecationWarning)
            child = os.fork()
    except OSError:  # no more processes: it is read without
        os.close(reading)
        os.close(writing)
        return
    if child == 0:
        _read_and_end(read, seconds)
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


def _read_and_end(read: Callable[[], object], seconds: int) -> None:
    """In the child: read, within seconds of the processor, and leave no trace but how it ended."""
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

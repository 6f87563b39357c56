"""Stand-ins for the worker, run as `python fakes.py NAME`: each goes wrong in its own way.

None of them imports TensorFlow.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
import time
from pathlib import Path

from rnntui.reference.keras.messages import messages
from rnntui.reference.keras.messages.arrays import Array, pack, unpack
from rnntui.reference.keras.worker.pipes import Pipes, take_standard_streams
from rnntui.reference.keras.worker.server import serve


class FakeBackend:
    """Answers at once: its outputs are its inputs, its third epoch is the best.

    A training waits before epoch number `batch_size` until it is cancelled, so that no test depends on
    how fast anything is. With 99 units it ignores being cancelled.
    """

    def versions(self):
        return messages.Welcome("3.0.0", "2.0.0")

    def load(self, path, custom_objects=None, layer_names=None):
        if "crash" in path:
            print("Fatal: the roof fell in", file=sys.stderr, flush=True)
            os.kill(os.getpid(), signal.SIGABRT)
        if "slow" in path:
            time.sleep(3600)
        if "bad" in path:
            raise ValueError("This is no model. It was never one.\n\nconfig={'a': 1}")
        return messages.Loaded("fake", (), (), ())

    def rebuild(self, request):
        if "bad" in request.name:
            raise ValueError("No such layer.")
        return messages.Loaded(request.name, (), (), ())

    def save_rebuilt(self, path):
        return self.save(path)

    def compute(self, inputs, opaque, alive):
        return messages.Computed(pack(unpack(inputs)), {})

    def train(self, request, report, cancelled, alive):
        losses = []
        for epoch in range(1, request.settings.epochs + 1):
            deaf = request.settings.units == 99
            while epoch == request.settings.batch_size and (deaf or not cancelled()):
                time.sleep(0.001)
            if cancelled() and not deaf:
                break
            losses.append(1.0 if epoch == 3 else 2.0)
            report(messages.Progress(epoch, request.settings.epochs, losses[-1], None, 0.0))
        best = losses.index(min(losses)) + 1 if losses else None
        stopped = len(losses) < request.settings.epochs
        return messages.Trained(
            "cancelled" if stopped else "finished",
            tuple(losses),
            (),
            best,
            best if stopped else len(losses),
            Array.of(request.targets.numpy()) if losses else None,
            None,
            1.0,
        )

    def save(self, path):
        if "refuse" in path:
            raise OSError("No space left on device")
        Path(path).write_text("a model")
        return messages.Saved()


def answers() -> None:
    serve(Pipes(*take_standard_streams()), FakeBackend)


def noisy() -> None:
    pipes = Pipes(*take_standard_streams())

    def shout() -> None:
        libc = ctypes.CDLL(None)
        while True:
            os.write(1, b"noise on 1\n")
            os.write(2, b"noise on 2\n")
            libc.puts(b"noise from C")
            print("noise from print", flush=True)
            time.sleep(0.0005)

    threading.Thread(target=shout, daemon=True).start()
    serve(pipes, FakeBackend)


def silent() -> None:
    time.sleep(3600)


def dies() -> None:
    raise RuntimeError("libhorror.so: cannot open shared object file")


def closes_quietly() -> None:
    sys.exit(7)


def garbles() -> None:
    os.write(1, b"Hello from a library that prints\n")
    time.sleep(3600)


def truncates() -> None:
    os.write(1, b"rnn1" + (100).to_bytes(8, "big") + b"too little")


def without_tensorflow() -> None:
    sys.modules["tensorflow"] = None
    sys.modules["keras"] = None
    from rnntui.reference.keras.worker.__main__ import main

    main()


def broken_keras() -> None:
    def make_backend():
        raise ImportError("DLL load failed. More is known to nobody.")

    serve(Pipes(*take_standard_streams()), make_backend)


if __name__ == "__main__":
    globals()[sys.argv[1]]()

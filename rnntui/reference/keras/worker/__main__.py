"""`python -m rnntui.reference.keras.worker`: started by the client, which speaks to it over pipes."""

from __future__ import annotations

import faulthandler
import os
import sys
from typing import TYPE_CHECKING

from rnntui.reference.keras.worker.pipes import Pipes, take_standard_streams
from rnntui.reference.keras.worker.server import serve

if TYPE_CHECKING:
    from rnntui.reference.keras.worker.server import Backend

# CPU only, so that the same seed gives the same weights on machines with and without a GPU.
_ENVIRONMENT = {"KERAS_BACKEND": "tensorflow", "CUDA_VISIBLE_DEVICES": "-1"}


def main() -> None:
    """Answer requests on stdin until it ends."""
    pipes = Pipes(*take_standard_streams())
    sys.stdout = sys.stderr
    faulthandler.enable()
    os.environ.update(_ENVIRONMENT)
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "1")
    serve(pipes, _keras)


def _keras() -> Backend:
    from rnntui.reference.keras.worker.backend import KerasBackend

    return KerasBackend()


if __name__ == "__main__":
    main()

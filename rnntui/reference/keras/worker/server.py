"""The worker's loop: receive a request, have the backend do it, send the answer."""

from __future__ import annotations

import time
import traceback
from typing import TYPE_CHECKING, Protocol

from rnntui.reference.keras.error_summary import error_summary
from rnntui.reference.keras.messages import messages

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from rnntui.network.network import TensorRef
    from rnntui.reference.keras.messages.arrays import Array
    from rnntui.reference.keras.messages.messages import Answer, Request
    from rnntui.reference.keras.worker.pipes import Pipes

_QUIET = 2.0


class Backend(Protocol):
    """The interface of what does the work: Keras, or a fake in tests. Methods may raise anything."""

    def versions(self) -> messages.Welcome:
        """Which Keras this is."""

    def load(
        self,
        path: str,
        custom_objects: str | None = None,
        layer_names: Mapping[str, str] | None = None,
    ) -> messages.Loaded:
        """Load a model, and keep it; with the user's own classes and functions."""

    def rebuild(self, request: messages.Rebuild) -> messages.Loaded:
        """Build a model, and keep it as the loaded one."""

    def save_rebuilt(self, path: str) -> messages.Saved:
        """Write the model that was built."""

    def opaque_shapes(self, places: tuple[TensorRef, ...]) -> messages.OpaqueShapes:
        """The shapes of the outputs of calls of the loaded model's layers."""

    def compute(
        self, inputs: Mapping[str, Array], opaque: tuple[TensorRef, ...], alive: Callable[[], None]
    ) -> messages.Computed:
        """Run the loaded model; call `alive` now and then."""

    def train(
        self,
        request: messages.Train,
        report: Callable[[messages.Progress], None],
        cancelled: Callable[[], bool],
        alive: Callable[[], None],
    ) -> messages.Trained:
        """Train a new model, and keep it."""

    def save(self, path: str) -> messages.Saved:
        """Write the trained model."""


def serve(pipes: Pipes, make_backend: Callable[[], Backend]) -> None:
    """Answer requests until the process ends; returns only if there is no backend."""
    try:
        backend = make_backend()
    except ModuleNotFoundError as error:
        traceback.print_exc()
        pipes.send(messages.Failed("missing", _missing(error)))
        return
    except Exception as error:
        traceback.print_exc()
        pipes.send(messages.Failed("start", f"Keras did not start: {error_summary(error)}"))
        return
    for request in pipes.requests():
        try:
            pipes.send(_answer(request, backend, pipes))
        except Exception as error:
            traceback.print_exc()
            pipes.send(messages.Failed("refused", error_summary(error)))


def _answer(request: Request, backend: Backend, pipes: Pipes) -> Answer:
    alive = _heartbeat(pipes)
    match request:
        case messages.Hello():
            return backend.versions()
        case messages.Load():
            return backend.load(request.path, request.custom_objects, request.layer_names)
        case messages.Rebuild():
            return backend.rebuild(request)
        case messages.SaveRebuilt(path=path):
            return backend.save_rebuilt(path)
        case messages.OpaqueLayers(places=places):
            return backend.opaque_shapes(places)
        case messages.Compute(inputs=inputs, opaque=opaque):
            return backend.compute(inputs, opaque, alive)
        case messages.Train():
            return backend.train(request, pipes.send, pipes.cancelled, alive)
        case messages.Save(path=path):
            return backend.save(path)
        case _:
            raise ValueError(f"{type(request).__name__} is no request")


def _heartbeat(pipes: Pipes) -> Callable[[], None]:
    """A function to call often, which sends Alive only now and then."""
    last = time.monotonic()

    def alive() -> None:
        nonlocal last
        if time.monotonic() - last > _QUIET:
            last = time.monotonic()
            pipes.send(messages.Alive())

    return alive


def _missing(error: ModuleNotFoundError) -> str:
    name = (error.name or "").partition(".")[0]
    if name in ("tensorflow", "keras"):
        return f"{name} is not installed; run: pip install tensorflow"
    return f"Keras did not start: {error_summary(error)}"

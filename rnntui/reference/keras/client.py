"""Keras as a reference, in a child process that may fail or crash without harm to this one.

    with KerasProcess.start() as keras:
        model = keras.load(path)
        run = keras.compute({"input": X})

Neither TensorFlow nor Keras is imported into this process.
"""

from __future__ import annotations

import queue
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Self, TypeVar

from rnntui.errors import (
    DataError,
    InputError,
    ReferenceCrashedError,
    ReferenceMissingError,
    ReferenceProcessError,
    ReferenceRefusedError,
    ReferenceStartError,
    ReferenceTimeoutError,
)
from rnntui.reference.keras.messages import messages
from rnntui.reference.keras.messages.arrays import pack, unpack
from rnntui.reference.keras.process.child import Child
from rnntui.reference.keras.process.framing import FrameError
from rnntui.reference.keras.rebuild.request import changed_meaning, rebuild_request
from rnntui.reference.keras.training_job import Training
from rnntui.reference.protocol import LoadedModel, ReferenceRun, Version
from rnntui.reference.training import EpochProgress, TrainResult

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    import numpy as np
    from jaxtyping import Shaped

    from rnntui.network.network import Network, TensorRef
    from rnntui.reference.training import TrainSettings

T = TypeVar("T", bound=messages.Answer)

_FAILURES = {
    "missing": ReferenceMissingError,
    "start": ReferenceStartError,
    "refused": ReferenceRefusedError,
}
_SLICE = 0.1


class KerasProcess:
    """Keras in a separate process. Create one with `start`; use it as a context manager.

    Calls are answered one at a time. Any thread may call, and any thread may close it at any time,
    which ends a waiting call with ReferenceProcessError.

    Every call raises ReferenceMissingError, ReferenceStartError, ReferenceTimeoutError or
    ReferenceCrashedError if the process did not start, answer in time, or stay alive; the process is
    then gone, and every later call raises the same. After ReferenceRefusedError (Keras itself
    raised) it can still be used.
    """

    def __init__(
        self,
        child: Child,
        start_timeout: float,
        answer_timeout: float,
        custom_objects: Path | None = None,
    ) -> None:
        self._child = child
        self._custom_objects = custom_objects
        self._start_timeout = start_timeout
        self._answer_timeout = answer_timeout
        self._call = threading.Lock()
        self._closed = threading.Event()
        self._version: Version | None = None
        self._lost: ReferenceProcessError | None = None

    @classmethod
    def start(
        cls,
        log: Path | None = None,
        *,
        command: Sequence[str] | None = None,
        start_timeout: float = 120.0,
        answer_timeout: float = 120.0,
        custom_objects: Path | None = None,
    ) -> Self:
        """Start the process; returns at once, while Keras is imported there.

        log: the file for everything it prints. By default a temporary file, which close() removes
            unless something went wrong.
        command: what to run instead of the real worker
        start_timeout, answer_timeout: seconds to wait for Keras to be imported, and for an answer;
            long work that reports progress may take longer
        custom_objects: a Python file that is run there for every model that is loaded, for the
            model's own classes and functions
        Raises ReferenceStartError if no process can be started.
        """
        process = cls(Child(log, command), start_timeout, answer_timeout, custom_objects)
        process._child.channel.send(messages.Hello())
        return process

    @property
    def log(self) -> Path:
        """The file with everything the process prints."""
        return self._child.log

    def version(self) -> Version:
        """Wait until Keras is imported; its version."""
        with self._asking():
            while self._version is None:
                self._receive()
            return self._version

    def load(self, path: Path, layer_names: Mapping[str, str] | None = None) -> LoadedModel:
        """Load a model file with Keras (not compiled; safe_mode, unless there are custom objects).

        `compute` then uses it.

        layer_names: by the file's name of a layer, the name it has in results, where they differ

        Raises ReferenceRefusedError, naming the file, if Keras can't load it.
        """
        with self._asking(f"{path}: Keras can't load it"):
            own = self._custom_objects
            request = messages.Load(
                str(path.absolute()),
                None if own is None else str(own.absolute()),
                dict(layer_names or {}),
            )
            loaded = self._ask(request, messages.Loaded)
        return self._model(path, "loaded", loaded)

    def rebuild(self, network: Network, *, portable: bool = False) -> LoadedModel:
        """Build a network out of Keras's own layers; `compute` then uses it.

        Names are the network's own. portable: see `rebuild_request`.
        Raises ReferenceRefusedError, naming the file, when Keras can't make such layers.
        """
        name = network.path or network.name
        what = f"{name}: Keras can't rebuild it"
        try:
            request = rebuild_request(network, portable=portable)
        except ReferenceRefusedError as error:
            raise ReferenceRefusedError(f"{what}: {error}") from None
        with self._asking(what):
            built = self._ask(request, messages.Loaded)
        return self._model(network.path, "rebuilt", built)

    def load_network(self, network: Network) -> LoadedModel:
        """Load the network's file, or rebuild it where today's Keras would read it differently.

        Raises ReferenceRefusedError when Keras can do neither; the message is that of loading.
        """
        if network.path is None or changed_meaning(network):
            return self.rebuild(network)
        try:
            return self.load(network.path)
        except ReferenceRefusedError as refused:
            try:
                return self.rebuild(network)
            except ReferenceRefusedError:
                raise refused from None

    def save_rebuilt(self, path: Path) -> None:
        """Write the model that `rebuild` made last, as a .keras file, to be called within whole_file.

        Raises ReferenceRefusedError when Keras can't write it.
        """
        with self._asking(f"{path}: Keras can't write it"):
            self._ask(messages.SaveRebuilt(str(path.absolute())), messages.Saved)

    def _model(self, path: Path | None, how: str, loaded: messages.Loaded) -> LoadedModel:
        return LoadedModel(
            path=path,
            name=loaded.name,
            label=f"keras {self.version().number}, {how}",
            inputs=loaded.inputs,
            outputs=loaded.outputs,
            recurrent=loaded.recurrent,
        )

    def opaque_shapes(
        self, places: Sequence[TensorRef]
    ) -> dict[TensorRef, tuple[tuple[int | None, ...], ...]]:
        """For calls of layers of the loaded model, the shapes of their outputs, without the batch.

        Raises ReferenceRefusedError if the model has no such layer, or Keras can't run it.
        """
        with self._asking("Keras can't run its layers one by one"):
            found = self._ask(messages.OpaqueLayers(tuple(places)), messages.OpaqueShapes)
        return dict(zip(places, found.shapes, strict=True))

    def compute(
        self,
        inputs: Mapping[str, Shaped[np.ndarray, "N ..."]],
        opaque: Sequence[TensorRef] = (),
    ) -> ReferenceRun:
        """Run the loaded model on N samples, given by input name.

        opaque: calls of layers whose outputs are wanted too

        A model with one input accepts one array of any name. The states of a stateful layer are zero
        at the first batch and carried from batch to batch, as in one model.predict. Raises DataError
        for no samples or unequal numbers of them, ReferenceRefusedError for inputs that don't fit
        the model.
        """
        lengths = {name: len(array) if array.ndim else 0 for name, array in inputs.items()}
        if len(set(lengths.values())) != 1 or 0 in lengths.values():
            raise DataError(f"inputs: need one number of samples, 1 or more, not {lengths}")
        try:
            request = messages.Compute(pack(inputs), tuple(opaque))
        except ValueError as error:
            raise DataError(f"inputs: {error}") from None
        with self._asking("Keras can't compute a reference"):
            computed = self._ask(request, messages.Computed)
        states = {
            name: tuple(array.numpy() for array in arrays)
            for name, arrays in computed.states.items()
        }
        given = [tuple(array.numpy() for array in arrays) for arrays in computed.opaque]
        return ReferenceRun(
            unpack(computed.outputs),
            unpack(computed.sequences),
            states,
            dict(zip(opaque, given, strict=True)),
        )

    def train(
        self,
        settings: TrainSettings,
        inputs: Shaped[np.ndarray, "N T D"],
        targets: Shaped[np.ndarray, "N K"],
        out: Path,
        *,
        held_out: tuple[Shaped[np.ndarray, "H T D"], Shaped[np.ndarray, "H K"]] | None = None,
        on_progress: Callable[[EpochProgress], None] | None = None,
        should_stop: Callable[[], bool] | None = None,
    ) -> TrainResult:
        """Train the notebook's model and write it to `out`, completely or not at all.

        on_progress is called after every epoch, should_stop ten times a second. If it returns True,
        or on KeyboardInterrupt, the training ends and the best model so far is written, if there is
        one. A second KeyboardInterrupt aborts, and writes nothing.

        Raises InputError, DataError or OutputPathError before anything is started;
        ReferenceRefusedError if Keras raises, or the loss becomes NaN in the first epoch.
        """
        training = Training(settings, inputs, targets, out, held_out)
        with self._asking("Keras can't train"):
            self._child.channel.send(training.request)
            trained = self._follow(on_progress, should_stop)
            if trained.saved_epoch is not None:
                training.write(lambda beside: self._ask(messages.Save(str(beside)), messages.Saved))
        return training.result(trained)

    def close(self) -> None:
        """End the process. Harmless when it has ended, or is closed already."""
        if self._closed.is_set():
            return
        self._closed.set()
        if self._lost is None:
            self._child.end(at_once=self._call.locked())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def _asking(self, what: str = "") -> Iterator[None]:
        """One call, with no other at the same time; afterwards the process is either in step or gone."""
        with self._call:
            self._check_usable()
            try:
                yield
            except ReferenceRefusedError as error:
                raise ReferenceRefusedError(f"{what}: {error}" if what else str(error)) from None
            except InputError:
                raise
            except ReferenceProcessError as error:
                self._lose(error, keep_log=True)
                raise
            except BaseException:
                self._lose(ReferenceCrashedError("Keras's process was stopped during a call"))
                raise

    def _ask(self, request: messages.Request, expected: type[T]) -> T:
        try:
            self._child.channel.send(request)
        except UnicodeEncodeError:
            raise ReferenceRefusedError("the file's name is not Unicode; rename it") from None
        while not isinstance(answer := self._receive(), expected):
            pass
        return answer

    def _follow(
        self,
        on_progress: Callable[[EpochProgress], None] | None,
        should_stop: Callable[[], bool] | None,
    ) -> messages.Trained:
        """Wait for a training to end, passing on its progress and requests to stop it."""
        stopping = False

        def stop() -> None:
            nonlocal stopping
            stopping = True
            self._child.channel.send(messages.Cancel())

        def look() -> None:
            if should_stop is not None and not stopping and should_stop():
                stop()

        while True:
            try:
                answer = self._receive(look)
                if isinstance(answer, messages.Trained):
                    return answer
                if isinstance(answer, messages.Progress) and on_progress is not None:
                    on_progress(answer)
            except KeyboardInterrupt:
                if stopping:
                    raise
                stop()

    def _receive(self, between: Callable[[], None] | None = None) -> messages.Answer:
        """The next answer of any type; calls `between` now and then while waiting."""
        starting = self._version is None
        timeout = self._start_timeout if starting else self._answer_timeout
        deadline = time.monotonic() + timeout
        while True:
            if between is not None:
                between()
            left = deadline - time.monotonic()
            try:
                answer = self._child.channel.receive(
                    max(0.0, left if between is None else min(left, _SLICE))
                )
                break
            except queue.Empty:
                if left <= _SLICE:
                    raise self._too_slow(starting, timeout) from None
            except FrameError as error:
                raise ReferenceCrashedError(
                    f"Keras's process sent an invalid answer ({error}); log: {self.log}"
                ) from None
        if answer is None:
            raise self._ended_early(starting)
        if isinstance(answer, messages.Failed):
            raise _FAILURES[answer.kind](answer.text)
        if isinstance(answer, messages.Welcome):
            self._version = Version("Keras", answer.keras, f"TensorFlow {answer.tensorflow}")
        return answer

    def _too_slow(self, starting: bool, timeout: float) -> ReferenceTimeoutError:
        what = "start" if starting else "answer"
        return ReferenceTimeoutError(
            f"Keras did not {what} within {timeout:g} s, and was stopped; log: {self.log}"
        )

    def _ended_early(self, starting: bool) -> ReferenceProcessError:
        if self._closed.is_set():
            return ReferenceProcessError("Keras's process was closed")
        reason = self._child.why_ended()
        if starting:
            return ReferenceStartError(f"Keras did not start: {reason}; log: {self.log}")
        return ReferenceCrashedError(f"Keras's process died: {reason}; log: {self.log}")

    def _check_usable(self) -> None:
        if self._closed.is_set():
            raise ReferenceProcessError("Keras's process was closed")
        if self._lost is not None:
            raise type(self._lost)(str(self._lost))

    def _lose(self, error: ReferenceProcessError, keep_log: bool = False) -> None:
        if not self._closed.is_set():
            self._lost = error
            self._child.end(at_once=True, keep_log=keep_log)

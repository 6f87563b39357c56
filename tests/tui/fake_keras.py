"""A stand-in for Keras's process: the same interface, answered by our own run."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import numpy as np

from rnntui.data.bundled import DEFAULT_MODEL, bundled
from rnntui.errors import ReferenceRefusedError
from rnntui.reference.protocol import LoadedModel, ReferenceRun
from rnntui.reference.training import EpochProgress, TrainResult
from rnntui.trace.run import Run


class FakeKeras:
    """Answers at once, with what we compute, and `off` added to the output.

    Its training writes the bundled model. With `patient` it trains until it is stopped.
    """

    def __init__(self, graph, *, off=0.0, refuses="", patient=False):
        self.graph = graph
        self.off = off
        self.refuses = refuses
        self.patient = patient
        self.asked = []
        self.trained = []
        self.closed = threading.Event()

    def load_network(self, network):
        if self.refuses:
            raise ReferenceRefusedError(self.refuses)
        return LoadedModel(network.path, "tiny", "keras 3.0.0, loaded", (), (), ())

    def compute(self, inputs):
        self.asked.append({name: array.shape for name, array in inputs.items()})
        ((_, array),) = inputs.items()
        run = Run(self.graph, {"input": array[0]})
        (name, output), *_ = run.outputs.items()
        node = self.graph.recurrent[0]
        states = run.history(node, 0, run.timesteps(node))
        output = output + np.float32(self.off)
        return ReferenceRun({name: output[None]}, {node.label: states[None]})

    def train(self, settings, inputs, targets, out, *, on_progress=None, should_stop=None):
        if self.refuses:
            raise ReferenceRefusedError(self.refuses)
        self.trained.append((settings, inputs.shape, targets.shape))
        losses = [1 / epoch for epoch in range(1, settings.epochs + 1)]
        for epoch, loss in enumerate(losses, start=1):
            on_progress(EpochProgress(epoch, settings.epochs, loss, None, 0.1 * epoch))
        stopped = False
        while self.patient and not stopped:
            stopped = should_stop()
        shutil.copy(bundled(DEFAULT_MODEL), out)
        return TrainResult(
            path=Path(out),
            ended="cancelled" if stopped else "finished",
            epochs=settings.epochs,
            loss=tuple(losses),
            val_loss=(),
            best_epoch=settings.epochs,
            saved_epoch=settings.epochs,
            predictions=None,
            errors=None,
            held_out_errors=None,
            seconds=0.1,
        )

    def close(self):
        self.closed.set()

"""All values of all timesteps of one sample, against Keras's one final value."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from rnntui.data.read import read_dataset
from rnntui.layers.graph.graph import build_graph
from rnntui.network.read import read_network
from rnntui.trace.run import Run
from rnntui.trace.schedule import schedule

PREDICT = """
import sys, time
from statistics import median
import keras, numpy as np
model = keras.saving.load_model(sys.argv[1], compile=False)
with np.load(sys.argv[2], allow_pickle=False) as file:
    x = file["X"][:1]
times = []
for _ in range(5 + int(sys.argv[3])):
    start = time.perf_counter()
    model.predict(x, verbose=0)
    times.append(time.perf_counter() - start)
print(median(times[5:]))
"""


def seconds_of(work: Callable[[], object], times: int) -> float:
    """The median duration of `work`, warm."""
    durations = []
    for _ in range(times // 10 + times):
        start = time.perf_counter()
        work()
        durations.append(time.perf_counter() - start)
    return median(durations[times // 10 :])


def keras_predict(model: Path, data: Path, times: int = 30) -> float:
    """Seconds of a warm `model.predict` for one sample, in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", PREDICT, str(model), str(data), str(times)],
        capture_output=True,
        text=True,
        check=True,
    )
    return float(done.stdout.splitlines()[-1])


def all_values(model: Path, data: Path, times: int = 300) -> float:
    """Seconds of a run of one sample and every frame of every layer at every timestep."""
    graph = build_graph(read_network(model))
    steps = schedule(graph)
    (name,) = (spec.name for spec in graph.input_specs)
    sample = {name: next(iter(read_dataset(data).sample(0).values()))}

    def work() -> None:
        run = Run(graph, sample)
        for stage in steps.stages:
            for node in stage.nodes:
                for t in range(run.timesteps(node)):
                    run.frame(node, t)

    return seconds_of(work, times)

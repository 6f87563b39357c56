"""Random models of the layers around a recurrence give what Keras gives."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from covered import ALONE
from keras_session import KerasFiles

from rnntui.layers.graph.graph import Graph, build_graph
from rnntui.layers.layer import PointwiseFunction
from rnntui.layers.spec import POINTWISE, WHOLE
from rnntui.network.read import read_network
from rnntui.trace.run import Run, prediction_node
from rnntui.trace.schedule import schedule

pytestmark = pytest.mark.keras

HERE = Path(__file__).parent
COUNT = 160


@pytest.fixture(scope="module")
def folder(keras_files: KerasFiles) -> Path:
    return keras_files(HERE / "make_around.py", 0, COUNT)


def opened(folder: Path, index: int) -> tuple[Graph, list[Run], np.ndarray]:
    path = folder / f"{index}{'.h5' if index % 2 else '.keras'}"
    graph = build_graph(read_network(path))
    with np.load(folder / f"{index}.npz") as arrays:
        inputs = {name[3:]: arrays[name] for name in arrays if name.startswith("in/")}
        theirs = arrays["out"]
    runs = [Run(graph, {k: v[sample] for k, v in inputs.items()}) for sample in range(2)]
    return graph, runs, theirs


def test_outputs_are_those_of_keras(folder: Path) -> None:
    seen: Counter[str] = Counter()
    for index in range(COUNT):
        graph, runs, theirs = opened(folder, index)
        seen.update(layer.class_name for layer in graph.network.layers.values())
        classes = [layer.class_name for layer in graph.network.layers.values()]
        for run, expected in zip(runs, theirs, strict=True):
            (ours,) = run.outputs.values()
            assert (ours.dtype, ours.shape) == (expected.dtype, expected.shape), (index, classes)
            np.testing.assert_allclose(
                ours, expected, rtol=1e-5, atol=1e-5, err_msg=f"{index}: {classes}"
            )
    assert set(POINTWISE) | set(WHOLE) <= set(seen) | ALONE


def test_shapes_and_running_values_agree_with_the_whole(folder: Path) -> None:
    predictions = 0
    for index in range(COUNT):
        graph, (run, _), _ = opened(folder, index)
        for place, node in graph.nodes.items():
            whole, time = run.tensor(place), graph.times[place]
            assert whole.shape == node.function.output_shapes[0], node.label
            if time.running:
                last = run.timesteps(node) - 1
                assert run.history(node, last, last + 1)[0].tobytes() == whole.tobytes(), node.label
        for stage in schedule(graph).stages:
            steps = {run.timesteps(node) for node in stage.nodes}
            assert len(steps) == 1
            for node in stage.nodes:
                frame = run.frame(node, steps.copy().pop() - 1)
                assert all(value.ndim <= 1 for value in frame.values()), node.label
                if isinstance(node.function, PointwiseFunction):
                    row = run.tensor(node.place)
                    row = row[-1] if graph.times[node.place].axis else row
                    assert frame[node.function.output_name].tobytes() == row.tobytes()
        if prediction_node(graph) is not None:
            predictions += 1
    assert 0.2 * COUNT < predictions < COUNT

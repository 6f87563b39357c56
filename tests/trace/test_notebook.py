"""The check of the notebook that this project grew from."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from rnntui.cli.train.data import noise
from rnntui.layers.graph.graph import build_graph
from rnntui.network.read import read_network
from rnntui.reference.keras.client import KerasProcess
from rnntui.reference.keras.training_job import mean_squares
from rnntui.reference.training import TrainSettings
from rnntui.trace.run import Run, prediction_node

# What the notebook printed: Y, model.predict(X), and the mean error in Lat, Long and Elev.
Y = np.array(
    [
        [0.37765407, -0.54538564, -2.1657667],
        [-0.96711081, 0.22967925, -0.3425056],
        [-1.30759626, 1.02372114, -0.07733552],
        [-0.60588849, 1.24836915, 0.87613897],
        [-1.02545158, 1.28259371, -1.84136681],
        [-0.73413666, -0.71786171, -0.15044688],
        [-1.01049033, -1.11709124, -0.38416004],
        [1.59853722, 0.12395179, -1.37085356],
        [-1.6602522, 0.74857561, -2.10632467],
        [0.05044456, -1.29817285, 0.07344798],
    ]
)
Y_PRED = np.array(
    [
        [0.35415947, -0.5498009, -2.20571],
        [-0.73393154, 0.10061494, 0.24715918],
        [-1.6896828, 0.8119849, -0.33248606],
        [-0.6306201, 1.2808334, 0.68253857],
        [-1.2529776, 1.2295997, -1.9173849],
        [-0.7040311, -0.6834549, -0.10698122],
        [-0.69594103, -0.922704, -0.16338396],
        [1.5940179, 0.13574228, -1.3732263],
        [-1.2128453, 0.7548388, -1.8822789],
        [-0.31037116, -1.283495, -0.34925503],
    ],
    np.float32,
)
MEAN_ERRORS = (0.06835234, 0.01047355, 0.0737173)


def test_mean_errors_are_computed_as_the_notebook_does() -> None:
    np.testing.assert_allclose(mean_squares(Y, Y_PRED), MEAN_ERRORS, rtol=1e-6)


@pytest.mark.keras
def test_the_notebook_from_noise_to_verified(tmp_path: Path) -> None:
    data = noise(10, seed=0)
    x, y = data.inputs["X"], data.targets["Y"]
    assert (x.shape, y.shape) == ((10, 20, 4), (10, 3))
    path = tmp_path / "notebook.keras"
    with KerasProcess.start() as keras:
        result = keras.train(TrainSettings(), x, y, path)
        keras.load(path)
        (predicted,) = keras.compute({"input": x}).outputs.values()
    assert result.loss[-1] < result.loss[0] / 2
    np.testing.assert_array_equal(predicted, result.predictions)

    # The notebook's own loop, letter by letter.
    network = read_network(path)
    Wxh, Whh, Bh = network.layers["simple_rnn"].weights
    Who, Bo = network.layers["dense"].weights
    manual = np.empty((10, 3))
    every = np.empty((10, 20, 3))
    for i in range(10):
        h_previous = np.zeros(4)
        for t in range(20):
            h = np.tanh(x[i][t].dot(Wxh) + h_previous.dot(Whh) + Bh)
            every[i, t] = h.dot(Who) + Bo
            h_previous = h
        manual[i] = every[i, -1]
    assert np.allclose(predicted, manual, atol=1e-03)

    graph = build_graph(network)
    node = prediction_node(graph)
    assert node is not None
    for i in range(10):
        run = Run(graph, {"input": x[i]})
        np.testing.assert_allclose(run.outputs["dense"], predicted[i], rtol=0, atol=1e-5)
        np.testing.assert_allclose(run.history(node, 0, 20), every[i], rtol=0, atol=1e-4)

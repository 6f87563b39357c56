"""Every state at every timestep is Keras's own, whatever the layer's shape and settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from models import Spec, dense, recurrent, write_model

from rnntui.layers.graph.graph import build_graph
from rnntui.network.read import read_network
from rnntui.reference.keras.client import KerasProcess
from rnntui.trace.run import Run

pytestmark = pytest.mark.keras

TOLERANCE = 4e-6
BOUNDED = ("tanh", "sigmoid", "hard_sigmoid", "softsign", "hard_tanh", "sparse_sigmoid", "softmax")
SUFFIXES = (".keras", ".h5")

few = settings(max_examples=20, deadline=None, derandomize=True)
sizes = st.integers(1, 6)
activations = st.sampled_from(BOUNDED)


def assert_equals_keras(
    keras: KerasProcess, folder: Path, layers: list[Spec], x: np.ndarray, **how: Any
) -> None:
    """Write the layers as a model; every state and the output must be Keras's."""
    tolerance = how.pop("tolerance", TOLERANCE)
    path = write_model(folder / f"model{how.pop('suffix', '.keras')}", layers, **how)
    graph = build_graph(read_network(path))
    keras.load(path)
    reference = keras.compute({"input": x})
    (theirs,) = reference.outputs.values()
    assert len(reference.sequences) == len(graph.recurrent) > 0
    for sample in range(len(x)):
        run = Run(graph, {"input": x[sample]})
        (ours,) = run.outputs.values()
        assert ours.dtype == theirs.dtype
        np.testing.assert_allclose(ours, theirs[sample], rtol=0, atol=tolerance)
        for node in graph.recurrent:
            states = run.history(node, 0, run.timesteps(node))
            np.testing.assert_allclose(
                states, reference.sequences[node.label][sample], rtol=0, atol=tolerance
            )


def inputs(samples: int, timesteps: int, features: int, seed: int) -> np.ndarray:
    generator = np.random.default_rng(seed)
    return generator.uniform(-1, 1, (samples, timesteps, features)).astype(np.float32)


@few
@given(
    timesteps=st.integers(1, 12),
    features=sizes,
    units=sizes,
    config=st.fixed_dictionaries(
        {
            "activation": activations,
            "use_bias": st.booleans(),
            "return_sequences": st.booleans(),
            "go_backwards": st.booleans(),
        }
    ),
    how=st.fixed_dictionaries(
        {
            "suffix": st.sampled_from(SUFFIXES),
            "functional": st.booleans(),
            "seed": st.integers(0, 9),
        }
    ),
)
def test_simple_rnn(keras, folder, timesteps, features, units, config, how) -> None:
    layers = [recurrent("SimpleRNN", units, **config), dense(2)]
    x = inputs(2, timesteps, features, how["seed"])
    assert_equals_keras(keras, folder, layers, x, shape=(timesteps, features), **how)


@few
@given(
    class_name=st.sampled_from(("LSTM", "GRU")),
    units=sizes,
    features=sizes,
    config=st.fixed_dictionaries(
        {
            "activation": activations,
            "recurrent_activation": st.sampled_from(("sigmoid", "hard_sigmoid")),
            "use_bias": st.booleans(),
            "return_sequences": st.booleans(),
        }
    ),
    reset_after=st.booleans(),
    suffix=st.sampled_from(SUFFIXES),
)
def test_gated_cells(
    keras, folder, class_name, units, features, config, reset_after, suffix
) -> None:
    if class_name == "GRU":
        config = config | {"reset_after": reset_after}
    layers = [recurrent(class_name, units, **config), dense(2)]
    x = inputs(2, 7, features, units)
    assert_equals_keras(keras, folder, layers, x, shape=(None, features), suffix=suffix)


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_a_stack(keras, folder, suffix: str) -> None:
    layers = [
        dense(3, activation="tanh"),
        recurrent("SimpleRNN", 4, return_sequences=True),
        recurrent("LSTM", 3, return_sequences=True),
        dense(5, activation="softsign"),
        recurrent("SimpleRNN", 2, return_sequences=True),
        recurrent("GRU", 3, go_backwards=True),
        dense(2),
    ]
    assert_equals_keras(keras, folder, layers, inputs(3, 20, 4, 0), suffix=suffix)


def test_float64(keras, folder) -> None:
    layers = [recurrent("LSTM", 3), dense(2)]
    x = inputs(2, 20, 4, 0).astype(np.float64)
    assert_equals_keras(keras, folder, layers, x, dtype="float64", tolerance=1e-12)

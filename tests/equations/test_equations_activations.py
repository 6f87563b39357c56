from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from keras_session import KerasFiles

from rnntui.equations.activations import ACTIVATIONS, activation

# What Keras once meant, and has no name for now.
OF_OLD = {"hard_sigmoid_keras2"}


@pytest.fixture(scope="module")
def keras(keras_files: KerasFiles) -> dict[str, np.ndarray]:
    script = Path(__file__).with_name("keras_activations.py")
    with np.load(keras_files(script, *sorted(ACTIVATIONS.keys() - OF_OLD)) / "keras.npz") as file:
        return dict(file)


@pytest.mark.keras
def test_every_activation_is_keras_own(keras: dict[str, np.ndarray]) -> None:
    for name in ACTIVATIONS.keys() - OF_OLD:
        ours = activation(name)(keras["x"])
        assert ours.dtype == np.float32, name
        np.testing.assert_allclose(ours, keras[name], rtol=2e-6, atol=1e-6, err_msg=name)


@pytest.mark.keras
def test_there_is_none_that_keras_has_and_we_have_not(keras: dict[str, np.ndarray]) -> None:
    # The threshold function needs two more arguments, so that its name alone says nothing.
    not_for_layers = {"get", "serialize", "deserialize", "threshold"}
    assert set(keras["every name"].tolist()) - not_for_layers <= set(ACTIVATIONS)


def test_the_old_hard_sigmoid() -> None:
    x = np.array([-3, -2.5, -1, 0, 1, 2.5, 3], np.float32)
    ours = activation("hard_sigmoid_keras2")(x)
    np.testing.assert_allclose(ours, [0, 0, 0.3, 0.5, 0.7, 1, 1], atol=1e-7)


@pytest.mark.keras
def test_parameters_are_bound(keras: dict[str, np.ndarray]) -> None:
    relu = activation("relu", {"negative_slope": 0.1, "max_value": 2.0, "threshold": 0.5})
    np.testing.assert_allclose(relu(keras["x"]), keras["relu, with parameters"], rtol=1e-6)


@pytest.mark.parametrize("name", sorted(ACTIVATIONS))
@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
def test_the_dtype_stays(name: str, dtype: str) -> None:
    x = np.linspace(-4, 4, 6, dtype=dtype)
    assert activation(name)(x).dtype == dtype


@pytest.mark.parametrize("name", ["sigmoid", "softplus", "silu", "log_sigmoid", "elu", "softmax"])
def test_large_arguments_do_not_overflow(name: str) -> None:
    x = np.array([-1e4, 1e4], np.float32)
    assert np.isfinite(activation(name)(x)).all()


def test_an_unknown_name() -> None:
    with pytest.raises(KeyError):
        activation("wavy")

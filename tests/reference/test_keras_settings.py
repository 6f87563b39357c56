"""Settings and data are checked, in one clear line, before Keras is asked for anything."""

from __future__ import annotations

import numpy as np
import pytest

from rnntui.errors import DataError, InputError, OutputPathError
from rnntui.reference.keras.training_job import Training
from rnntui.reference.training import TrainSettings

X = np.zeros((10, 20, 4))
Y = np.zeros((10, 3))


def test_the_defaults_are_the_notebooks():
    defaults = TrainSettings()
    defaults.check()
    assert (defaults.cell, defaults.units, defaults.epochs) == ("simple_rnn", 4, 60)
    assert (defaults.learning_rate, defaults.batch_size) == (0.1, 32)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"cell": "rnn"}, "cell 'rnn': not one of simple_rnn, lstm, gru"),
        ({"units": 0}, "units 0: must be 1 or more"),
        ({"epochs": 0}, "epochs 0: must be 1 or more"),
        ({"batch_size": -1}, "batch size -1: must be 1 or more"),
        ({"learning_rate": 0.0}, "learning rate 0.0: must be more than 0, and finite"),
        ({"learning_rate": float("nan")}, "learning rate nan: must be more than 0, and finite"),
        ({"validation_split": 1.0}, "validation split 1.0: must be 0 or more, and less than 1"),
        ({"validation_split": -0.1}, "validation split -0.1: must be 0 or more, and less than 1"),
        ({"validation_split": 0.05}, None),
        ({"validation_split": 0.95}, "of 10 samples it leaves none to train on"),
        ({"seed": -1}, "seed -1: must be between 0 and 4294967295"),
    ],
)
def test_each_setting(change, message, tmp_path):
    def check():
        Training(TrainSettings(**change), X, Y, tmp_path / "m.keras", None)

    if message is None:
        check()
    else:
        with pytest.raises(InputError) as caught:
            check()
        assert message in str(caught.value)
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("x", "y", "message"),
    [
        (X[0], Y, "X: training needs numbers of shape (N, T, D), not float64 (20, 4)"),
        (X, Y[:, 0], "Y: training needs numbers of shape (N, K), not float64 (10,)"),
        (X.astype(str), Y, "X: training needs numbers"),
        (X, Y[:9], "Y: has 9 samples where X has 10"),
        (X[:0], Y[:0], "X: is empty"),
        (X, Y[:, :0], "Y: is empty"),
    ],
)
def test_data_that_can_not_be_trained_on(x, y, message, tmp_path):
    with pytest.raises(DataError) as caught:
        Training(TrainSettings(), x, y, tmp_path / "m.keras", None)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    ("held_out", "message"),
    [
        ((X[:, :5], Y), "held-out X: a sample has the shape (5, 4), a training sample (20, 4)"),
        ((X, Y[:, :2]), "held-out Y: a sample has the shape (2,), a training sample (3,)"),
        ((X, Y[:2]), "held-out Y: has 2 samples where held-out X has 10"),
    ],
)
def test_held_out_data_must_be_alike(held_out, message, tmp_path):
    with pytest.raises(DataError) as caught:
        Training(TrainSettings(), X, Y, tmp_path / "m.keras", held_out)
    assert message in str(caught.value)


def test_held_out_data_and_a_split_are_one_too_many(tmp_path):
    with pytest.raises(InputError, match="use one of the two"):
        Training(TrainSettings(validation_split=0.5), X, Y, tmp_path / "m.keras", (X, Y))


@pytest.mark.parametrize("name", ["model.h5", "model", "missing/model.keras"])
def test_where_to_write_is_checked_first(name, tmp_path):
    with pytest.raises(OutputPathError):
        Training(TrainSettings(), X, Y, tmp_path / name, None)

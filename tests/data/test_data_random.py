from __future__ import annotations

import numpy as np
import pytest
from refusals import refusal

from rnntui.data.binding import bind
from rnntui.data.dataset import InputSpec
from rnntui.data.random import random_dataset

TRACK = InputSpec("track", (None, 4))
WORDS = InputSpec("words", (7,), "int32", vocabulary=3)


def test_the_same_seed_gives_the_same_values() -> None:
    one, two = random_dataset([TRACK, WORDS], 5, seed=3), random_dataset([TRACK, WORDS], 5, seed=3)
    for name in ("track", "words"):
        np.testing.assert_array_equal(one.inputs[name], two.inputs[name])
    other = random_dataset([TRACK, WORDS], 5, seed=4)
    assert not np.array_equal(one.inputs["track"], other.inputs["track"])


def test_shapes_dtypes_and_name() -> None:
    data = random_dataset([TRACK, WORDS], 5, seed=0)
    assert (data.inputs["track"].shape, data.inputs["track"].dtype) == ((5, 20, 4), np.float32)
    assert (data.inputs["words"].shape, data.inputs["words"].dtype) == ((5, 7), np.int32)
    assert (data.name, data.path, data.targets) == ("random normal, seed 0", None, {})
    assert random_dataset([TRACK], 1, seed=0, timesteps=9).inputs["track"].shape == (1, 9, 4)


def test_it_is_numpy_s_own_standard_normal() -> None:
    x = random_dataset([TRACK], 10, seed=8).inputs["track"]
    expected = np.random.default_rng(8).standard_normal((10, 20, 4)).astype(np.float32)
    np.testing.assert_array_equal(x, expected)


def test_all_of_the_vocabulary_and_nothing_else() -> None:
    words = random_dataset([WORDS], 100, seed=0).inputs["words"]
    assert set(words.ravel().tolist()) == {0, 1, 2}


def test_it_binds() -> None:
    specs = [TRACK, WORDS]
    data = random_dataset(specs, 2, seed=0)
    assert bind(data, specs).inputs.keys() == data.inputs.keys()


@pytest.mark.parametrize("samples", [0, -3])
def test_no_samples(samples: int) -> None:
    said = refusal(lambda: random_dataset([TRACK], samples, seed=0), "random data")
    assert said == f"{samples} samples; give at least 1"


def test_other_numbers_out_of_range() -> None:
    assert refusal(lambda: random_dataset([TRACK], 1, seed=-1), "random data").startswith("seed -1")
    assert refusal(lambda: random_dataset([TRACK], 1, 0, timesteps=0), "random data") == (
        "0 timesteps; give at least 1"
    )


@pytest.mark.parametrize("samples", [10**14, 10**18, 10**30])
def test_more_than_fits(samples: int) -> None:
    said = refusal(lambda: random_dataset([TRACK], samples, seed=0), "random data")
    assert said.endswith("do not fit the memory; give fewer")


def test_an_open_feature_count() -> None:
    spec = InputSpec("any", (None, None))
    said = refusal(lambda: random_dataset([spec], 1, seed=0), "random data")
    assert said == (
        "the network's input 'any' is (any, any), open in more than the time; give a data file"
    )

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from refusals import refusal

from rnntui.data.binding.bind import bind
from rnntui.data.dataset import InputSpec
from rnntui.data.random_data import random_dataset

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


def test_values_are_numpy_s_standard_normal() -> None:
    x = random_dataset([TRACK], 10, seed=8).inputs["track"]
    expected = np.random.default_rng(8).standard_normal((10, 20, 4)).astype(np.float32)
    np.testing.assert_array_equal(x, expected)


def test_all_of_the_vocabulary_and_nothing_else() -> None:
    words = random_dataset([WORDS], 100, seed=0).inputs["words"]
    assert set(words.ravel().tolist()) == {0, 1, 2}


MASKED = InputSpec("track", (None, 4), padding=-1.0)
MASKED_WORDS = InputSpec("words", (20,), "int32", vocabulary=5, padding=0)


def lengths(array: Any, padding: float) -> list[int]:
    """Each sample's timesteps up to the last one that is not padding; there is none before it."""
    padded = (array == padding).reshape(*array.shape[:2], -1).all(axis=2)
    found = (~padded).sum(axis=1)
    for row, length in zip(padded, found, strict=True):
        assert row.tolist() == [False] * length + [True] * (len(row) - length)
    return [int(length) for length in found]


@given(st.integers(1, 40), st.integers(0, 2**40), st.integers(1, 9))
def test_masked_inputs_end_in_the_masked_value(samples: int, seed: int, steps: int) -> None:
    data = random_dataset([MASKED], samples, seed, steps)
    found = lengths(data.inputs["track"], -1)
    shorter = sum(length < steps for length in found)
    assert min(found) >= 1
    assert max(found) == steps
    assert shorter == (0 if steps == 1 else (samples + 2) // 4)


def test_masked_inputs_of_equal_length_end_together() -> None:
    data = random_dataset([MASKED, MASKED_WORDS], 12, seed=5)
    words = data.inputs["words"]
    assert lengths(data.inputs["track"], -1) == lengths(words, 0)
    assert set(words.ravel().tolist()) == {0, 1, 2, 3, 4}
    assert data.notes == (
        "track: 3 of 12 samples shorter, padded at the end with -1",
        "words: 3 of 12 samples shorter, padded at the end with 0",
    )
    again = random_dataset([MASKED, MASKED_WORDS], 12, seed=5)
    np.testing.assert_array_equal(again.inputs["words"], words)
    assert bind(data, [MASKED, MASKED_WORDS]).lengths == {}


def test_a_mask_changes_nothing_but_the_ends() -> None:
    masked = random_dataset([MASKED], 9, seed=1).inputs["track"]
    plain = random_dataset([TRACK], 9, seed=1).inputs["track"]
    for index, length in enumerate(lengths(masked, -1)):
        np.testing.assert_array_equal(masked[index, :length], plain[index, :length])


def test_a_vocabulary_of_nothing_but_padding() -> None:
    spec = InputSpec("words", (3,), "int32", vocabulary=1, padding=0)
    assert random_dataset([spec], 4, seed=0).inputs["words"].tolist() == [[0] * 3] * 4


def test_a_mask_on_an_input_without_time() -> None:
    data = random_dataset([InputSpec("still", (6,), padding=0)], 8, seed=0)
    assert (data.inputs["still"] != 0).all()


def test_it_binds() -> None:
    specs = [TRACK, WORDS]
    data = random_dataset(specs, 2, seed=0)
    assert bind(data, specs).inputs.keys() == data.inputs.keys()


@pytest.mark.parametrize("samples", [0, -3])
def test_no_samples(samples: int) -> None:
    message = refusal(lambda: random_dataset([TRACK], samples, seed=0), "random data")
    assert message == f"{samples} samples; give at least 1"


def test_other_numbers_out_of_range() -> None:
    assert refusal(lambda: random_dataset([TRACK], 1, seed=-1), "random data").startswith("seed -1")
    assert refusal(lambda: random_dataset([TRACK], 1, 0, timesteps=0), "random data") == (
        "0 timesteps; give at least 1"
    )


@pytest.mark.parametrize("samples", [10**14, 10**18, 10**30])
def test_more_than_fits(samples: int) -> None:
    message = refusal(lambda: random_dataset([TRACK], samples, seed=0), "random data")
    assert message.endswith("do not fit in memory; give fewer")


def test_an_open_feature_count() -> None:
    spec = InputSpec("any", (None, None))
    message = refusal(lambda: random_dataset([spec], 1, seed=0), "random data")
    assert message == (
        "the network's input 'any' is (any, any), with more than the number of timesteps open; give a data file"
    )

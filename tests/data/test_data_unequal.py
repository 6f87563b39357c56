from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rnntui.data.dataset import Dataset
from rnntui.data.sequences.padding import Side
from rnntui.data.sequences.ragged import Sequences, stack_ragged

LENGTHS = st.lists(st.integers(1, 6), min_size=1, max_size=6)


def ramps(lengths: list[int], width: int = 2) -> list[np.ndarray[Any, Any]]:
    """Arrays (T, width), one per length; all values differ, and none is 0."""
    values = iter(range(1, 1000))
    return [
        np.array([[next(values) for _ in range(width)] for _ in range(length)], float)
        for length in lengths
    ]


def as_keras_pads(
    sample: np.ndarray[Any, Any], steps: int, value: float, side: Side
) -> np.ndarray[Any, Any]:
    """keras.utils.pad_sequences(maxlen=steps, padding=side, truncating=side) of one sequence."""
    kept = sample[:steps] if side is Side.POST else sample[-steps:]
    filler = np.full((steps - len(kept), *sample.shape[1:]), value)
    return np.concatenate([kept, filler] if side is Side.POST else [filler, kept])


@given(LENGTHS)
def test_stacking_and_taking_apart(lengths: list[int]) -> None:
    samples = ramps(lengths)
    sequences = stack_ragged(samples)
    assert sequences.values.shape == (len(lengths), max(lengths), 2)
    assert sequences.own_lengths.tolist() == lengths
    assert (sequences.lengths is None) == (len(set(lengths)) == 1)
    assert sequences.unequal == (len(set(lengths)) > 1)
    found = {} if sequences.lengths is None else {"X": sequences.lengths}
    data = Dataset("d", {"X": sequences.values}, lengths=found)
    for index, sample in enumerate(samples):
        np.testing.assert_array_equal(data.sample(index)["X"], sample)
        assert not sequences.values[index, len(sample) :].any()


@given(LENGTHS, st.integers(1, 8), st.floats(-9, 9), st.sampled_from(Side))
def test_padding_is_that_of_keras(lengths: list[int], steps: int, value: float, side: Side) -> None:
    samples = ramps(lengths)
    filled = stack_ragged(samples).padded(steps, value, side)
    expected = [as_keras_pads(sample, steps, value, side) for sample in samples]
    np.testing.assert_array_equal(filled, expected)


def test_a_dtype_for_all_of_them() -> None:
    arrays = [np.ones((1, 2), np.int8), np.ones((2, 2), np.int16)]
    assert stack_ragged(arrays).values.dtype == np.int16


def test_lengths_as_text() -> None:
    assert stack_ragged(ramps([3, 9, 5])).length_text() == "3 to 9 timesteps"
    assert stack_ragged(ramps([1, 1])).length_text() == "1 timestep"
    assert Sequences(np.zeros((2, 7))).length_text() == "7 timesteps"


@given(
    st.lists(st.tuples(st.integers(1, 3), st.integers(1, 3)), min_size=1, max_size=9),
    st.integers(1, 4),
)
def test_batches_are_rectangles_that_hold_every_sample_once(
    lengths: list[tuple[int, int]], size: int
) -> None:
    found = {"a": np.array([a for a, _ in lengths]), "b": np.array([b for _, b in lengths])}
    numbers = np.arange(len(lengths))
    inputs = {"a": np.zeros((len(lengths), 3)), "b": np.zeros((len(lengths), 3)), "still": numbers}
    data = Dataset("d", inputs, lengths=found)
    seen = []
    for batch in data.batches(size):
        assert 1 <= len(batch["still"]) <= size
        seen.extend(batch["still"].tolist())
        for number in batch["still"]:
            assert (batch["a"].shape[1], batch["b"].shape[1]) == lengths[number]
    assert sorted(seen) == numbers.tolist()


@pytest.mark.parametrize("size", [1, 2, 3, 10])
def test_batches_of_equal_lengths_are_in_order(size: int) -> None:
    data = Dataset("d", {"X": np.arange(10).reshape(5, 2, 1)})
    batches = [batch["X"] for batch in data.batches(size)]
    assert [len(batch) for batch in batches[:-1]] == [size] * (len(batches) - 1)
    np.testing.assert_array_equal(np.concatenate(batches), data.inputs["X"])


def test_a_target_for_each_timestep_ends_with_its_sample() -> None:
    targets = stack_ragged(ramps([2, 4]))
    assert targets.lengths is not None
    data = Dataset(
        "d",
        {"X": np.zeros((2, 4, 1))},
        {"Y": targets.values},
        target_lengths={"Y": targets.lengths},
    )
    first, second = data.target(0), data.target(1)
    assert first is not None
    assert second is not None
    assert (first.shape, second.shape) == ((2, 2), (4, 2))

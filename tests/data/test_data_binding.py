from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from refusals import refusal

from rnntui.data.binding.bind import bind
from rnntui.data.dataset import Dataset, InputSpec
from rnntui.data.readers.tidy_table import read_table

TRACK = InputSpec("input_1", (20, 4))
OPEN = InputSpec("input_1", (None, 4))
WORDS = InputSpec("words", (None,), "int32", vocabulary=10)
FILE = Path("some/data.npz")


def data(inputs: Any, targets: Any = None) -> Dataset:
    """A data set from arrays by name, or from the only array."""
    if not isinstance(inputs, dict):
        inputs = {"X": inputs}
    if targets is None:
        targets = {}
    elif not isinstance(targets, dict):
        targets = {"Y": targets}
    return Dataset("data", inputs, targets, path=FILE)


def refused(spec: InputSpec, array: Any, targets: Any = None) -> str:
    """The message with which bind refuses this array for this only input."""
    return refusal(lambda: bind(data(array, targets), [spec]), FILE)


def test_x_goes_to_the_only_input() -> None:
    x = np.random.default_rng(0).normal(size=(3, 20, 4))
    bound = bind(data(x, np.zeros((3, 2))), [TRACK])
    assert list(bound.inputs) == ["input_1"]
    assert bound.inputs["input_1"].dtype == np.float32
    np.testing.assert_array_equal(bound.inputs["input_1"], x.astype(np.float32))
    assert (bound.samples, bound.path, bound.notes) == (3, FILE, ())
    assert bound.targets["Y"].shape == (3, 2)


@pytest.mark.parametrize("name", ["input_1", "X", "x_train"])
def test_the_only_array_goes_to_the_only_input(name: str) -> None:
    assert list(bind(data({name: np.zeros((1, 20, 4))}), [TRACK]).inputs) == ["input_1"]


def test_the_input_s_own_name_goes_before_x() -> None:
    arrays = {"X": np.zeros((9, 20, 4)), "input_1": np.ones((2, 20, 4))}
    assert bind(data(arrays), [TRACK]).samples == 2


def test_several_inputs_go_by_name_and_others_are_dropped() -> None:
    arrays = {"words": np.zeros((2, 7), int), "else": np.zeros(9), "input_1": np.zeros((2, 20, 4))}
    bound = bind(data(arrays), [TRACK, WORDS])
    assert list(bound.inputs) == ["input_1", "words"]
    assert bound.inputs["words"].dtype == np.int32


def test_a_missing_input() -> None:
    assert refusal(lambda: bind(data(np.zeros((1, 20, 4))), [TRACK, WORDS]), FILE) == (
        "no array for the network's input 'input_1'; it has: X. "
        "Name one array for each of the network's inputs"
    )
    assert refused(TRACK, {"a": np.zeros((1, 20, 4)), "b": np.zeros(3)}) == (
        "no array for the network's input 'input_1'; it has: a, b. Name the array X"
    )


def test_inputs_with_different_samples() -> None:
    arrays = {"input_1": np.zeros((2, 20, 4)), "words": np.zeros((1, 7), int)}
    assert refusal(lambda: bind(data(arrays), [TRACK, WORDS]), FILE) == (
        "words has 1 sample, input_1 has 2; every input needs the same samples"
    )


@pytest.mark.parametrize(
    ("spec", "shape", "message"),
    [
        (
            TRACK,
            (20, 4),
            "X has rank 2, (20, 4); the network expects rank 3, (N, 20, 4); "
            "for one sample, save (1, 20, 4)",
        ),
        (
            OPEN,
            (7,),
            "X has rank 1, (7,); the network expects rank 3, (N, T, 4); reshape it",
        ),
        (
            TRACK,
            (2, 20, 4, 1),
            "X has rank 4, (2, 20, 4, 1); the network expects rank 3, (N, 20, 4); reshape it",
        ),
        (
            TRACK,
            (2, 20, 3),
            "X has 3 features, (2, 20, 3); the network expects 4, (N, 20, 4)",
        ),
        (
            OPEN,
            (2, 9, 1),
            "X has 1 feature, (2, 9, 1); the network expects 4, (N, T, 4)",
        ),
        (
            TRACK,
            (2, 19, 4),
            "X has 19 timesteps, (2, 19, 4); the network expects 20, (N, 20, 4); "
            "--pad VALUE pads them",
        ),
        (
            InputSpec("still", (5,)),
            (2, 4),
            "X has 4 features, (2, 4); the network expects 5, (N, 5)",
        ),
        (
            InputSpec("words", (6,), vocabulary=3),
            (2, 4),
            "X has 4 timesteps, (2, 4); the network expects 6, (N, 6); --pad VALUE pads them",
        ),
        (
            OPEN,
            (0, 20, 4),
            "X is empty, (0, 20, 4); give at least one sample and one timestep",
        ),
        (
            OPEN,
            (3, 0, 4),
            "X is empty, (3, 0, 4); give at least one sample and one timestep",
        ),
    ],
)
def test_shapes_that_do_not_fit(spec: InputSpec, shape: tuple[int, ...], message: str) -> None:
    assert refused(spec, np.zeros(shape)) == message


@pytest.mark.parametrize(
    ("dtype", "message"),
    [
        (object, "X holds Python objects; a network takes real numbers"),
        ("U1", "X holds text; a network takes real numbers"),
        ("S1", "X holds text; a network takes real numbers"),
        ("complex128", "X holds complex128; a network takes real numbers"),
        ("datetime64[s]", "X holds datetime64[s]; a network takes real numbers"),
    ],
)
def test_what_is_not_a_real_number(dtype: Any, message: str) -> None:
    assert refused(TRACK, np.ones((1, 20, 4), int).astype(dtype)) == message
    target = message.replace("X", "the target Y")
    assert refused(TRACK, np.zeros((1, 20, 4)), np.ones((1, 2), int).astype(dtype)) == target


def test_a_structured_dtype() -> None:
    array = np.zeros((1, 20, 4), dtype=[("a", "f4"), ("b", "f4")])
    assert "a network takes real numbers" in refused(TRACK, array)


@pytest.mark.parametrize("dtype", ["bool", "uint8", "int64", "float16", ">f8"])
def test_real_numbers_of_any_dtype(dtype: str) -> None:
    bound = bind(data(np.ones((1, 20, 4), dtype)), [TRACK])
    assert bound.inputs["input_1"].dtype == np.dtype("float32")


def test_tokens() -> None:
    bound = bind(data(np.array([[0.0, 9.0, 3.0]])), [WORDS])
    assert bound.inputs["words"].tolist() == [[0, 9, 3]]
    assert bound.inputs["words"].dtype == np.int32


def test_tokens_that_are_fed_as_floats() -> None:
    spec = InputSpec("words", (None,), "float32", vocabulary=10)
    assert bind(data(np.array([[1, 2]])), [spec]).inputs["words"].dtype == np.float32
    assert "takes integers" in refused(spec, np.array([[1.5, 2]]))


def test_tokens_from_a_table(tmp_path: Path) -> None:
    path = tmp_path / "words.csv"
    path.write_text("sample,time,word\na,0,3\na,1,5\n")
    assert bind(read_table(path), [WORDS]).inputs["words"].tolist() == [[3, 5]]


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ([[1, 2], [3, 10]], "X has 10 at sample 1, t 1; the network's vocabulary is 0 to 9"),
        ([[1, -1]], "X has -1 at sample 0, t 1; the network's vocabulary is 0 to 9"),
        ([[1.0, 12.0]], "X has 12 at sample 0, t 1; the network's vocabulary is 0 to 9"),
        ([[1, 2.5]], "X has 2.5 at sample 0, t 1; the network's input takes integers"),
        ([[np.nan, 2]], "X has nan at sample 0, t 0; the network's input takes integers"),
        ([[1, np.inf]], "X has inf at sample 0, t 1; the network's input takes integers"),
    ],
)
def test_tokens_outside_the_vocabulary(values: list[list[float]], message: str) -> None:
    assert refused(WORDS, np.array(values)) == message


def test_integers_beyond_the_input_s_dtype() -> None:
    spec = InputSpec("codes", (None,), "uint8")
    assert refused(spec, np.array([[3, 256]])) == "X has 256 at sample 0, t 1; uint8 is 0 to 255"


def test_targets_with_other_samples() -> None:
    assert refused(TRACK, np.zeros((2, 20, 4)), np.zeros((3, 1))) == (
        "the target Y has 3 samples, the input has 2; each sample needs a target"
    )


def test_an_empty_target() -> None:
    assert refused(TRACK, np.zeros((2, 20, 4)), np.zeros((2, 0))).startswith(
        "the target Y is empty"
    )


def test_one_target_value_per_sample() -> None:
    assert bind(data(np.zeros((2, 20, 4)), np.zeros(2)), [TRACK]).targets["Y"].shape == (2, 1)


def test_nan_and_infinity_are_allowed_and_noted() -> None:
    x = np.zeros((5, 20, 4))
    x[3, 7, 1] = x[3, 7, 2] = x[4, 0, 0] = np.nan
    x[2, 1, 0] = -np.inf
    y = np.zeros((5, 3))
    y[1, 2] = np.nan
    bound = bind(data(x, y), [TRACK])
    assert bound.notes == (
        "3 NaN in input_1, first at sample 3, t 7",
        "1 infinity in input_1, first at sample 2, t 1",
        "1 NaN in Y, first at sample 1",
    )
    assert np.isnan(bound.inputs["input_1"]).sum() == 3


def test_values_too_large_for_the_network_s_dtype_become_infinity_with_a_note() -> None:
    x = np.zeros((1, 20, 4))
    x[0, 2, 0] = 1e300
    assert bind(data(x), [TRACK]).notes == ("1 infinity in input_1, first at sample 0, t 2",)


def test_notes_of_the_reader_are_kept() -> None:
    read = Dataset("d", {"X": np.zeros((1, 20, 4))}, notes=("left out: a",))
    assert bind(read, [TRACK]).notes == ("left out: a",)


def test_data_without_a_file_is_named() -> None:
    read = Dataset("made here", {"X": np.zeros((1, 20, 3))})
    assert refusal(lambda: bind(read, [TRACK]), "made here").startswith("X has 3 features")


@given(
    hnp.arrays(
        st.sampled_from(["float64", "float32", "int16", "uint8", "bool"]),
        hnp.array_shapes(min_dims=3, max_dims=3, max_side=4),
    ),
    st.sampled_from(["float32", "float64"]),
)
def test_binding_casts_and_changes_nothing_else(array: Any, dtype: str) -> None:
    spec = InputSpec("in", (None, array.shape[-1]), dtype)
    bound = bind(data(array), [spec])
    with np.errstate(over="ignore"):
        expected = array.astype(dtype)
    np.testing.assert_array_equal(bound.inputs["in"], expected)
    again = bind(bound, [spec])
    np.testing.assert_array_equal(again.inputs["in"], expected)


@given(
    st.lists(st.one_of(st.none(), st.integers(1, 4)), max_size=3),
    hnp.array_shapes(min_dims=1, max_dims=4, max_side=4),
)
def test_a_shape_is_bound_or_refused_by_the_spec_alone(
    asked: list[int | None], shape: tuple[int, ...]
) -> None:
    spec = InputSpec("in", tuple(asked))
    fits = len(asked) == len(shape) - 1 and all(
        want in (None, have) for want, have in zip(asked, shape[1:], strict=True)
    )
    if fits:
        assert bind(data(np.zeros(shape)), [spec]).inputs["in"].shape == shape
    else:
        refused(spec, np.zeros(shape))

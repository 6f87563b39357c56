"""Sequences of unequal length: from each form of file to the inputs of each kind of network."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
from refusals import refusal

from rnntui.data.binding.bind import bind
from rnntui.data.dataset import Dataset, InputSpec
from rnntui.data.read import read_dataset
from rnntui.data.readers.npz import read_npz
from rnntui.data.sequences.padding import Padding, Side
from rnntui.errors import DataError

OPEN = InputSpec("in", (None, 2))
FIXED = InputSpec("in", (4, 2))
MASKS = InputSpec("in", (None, 2), padding=-1.0)
FIXED_MASKS = InputSpec("in", (6, 2), padding=-1.0)
WORDS = InputSpec("in", (None,), "int32", vocabulary=10)
MASKED_WORDS = InputSpec("in", (None,), "int32", vocabulary=10, padding=0)

LENGTHS = (2, 5, 3)
WALKS = [np.arange(1.0, 1 + 2 * n).reshape(n, 2) + 10 * n for n in LENGTHS]
SENTENCES = [np.array([3, 1]), np.array([2, 9, 4, 4, 1]), np.array([5, 6, 7])]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "mine.npz"


def filled(samples: list[np.ndarray[Any, Any]], value: float, steps: int = 5) -> Any:
    result = np.full((len(samples), steps, *samples[0].shape[1:]), value)
    for row, sample in zip(result, samples, strict=True):
        row[: len(sample)] = sample
    return result


def save_x(path: Path) -> None:
    np.savez(path, **{f"X_{index}": walk for index, walk in enumerate(WALKS)})


def save_input(path: Path) -> None:
    np.savez(path, **{f"in_{index}": walk for index, walk in reversed([*enumerate(WALKS)])})


def save_list(path: Path) -> None:
    np.savez(path, *WALKS)


def save_ids(path: Path) -> None:
    np.savez(path, **dict(zip("cab", WALKS, strict=True)))


def save_lengths(path: Path) -> None:
    np.savez(path, X=filled(WALKS, np.nan), lengths=LENGTHS)


def save_table(path: Path) -> None:
    rows = [(i, t, *row) for i, walk in enumerate(WALKS) for t, row in enumerate(walk.tolist())]
    frame = pl.DataFrame(rows, ["sample", "time", "a", "b"], orient="row")
    frame.sample(fraction=1, shuffle=True, seed=1).sort("sample").write_csv(path)


FORMS = [
    (save_x, "x.npz"),
    (save_input, "x.npz"),
    (save_list, "x.npz"),
    (save_ids, "x.npz"),
    (save_lengths, "x.npz"),
    (save_table, "x.csv"),
]


@pytest.fixture(params=FORMS, ids=lambda form: form[0].__name__)
def walks(request: pytest.FixtureRequest, tmp_path: Path) -> Dataset:
    """The three walks, read from each form of file."""
    save, name = request.param
    save(tmp_path / name)
    return read_dataset(tmp_path / name)


def test_any_length_and_no_mask_leaves_each_at_its_own(walks: Dataset) -> None:
    bound = bind(walks, [OPEN])
    assert bound.samples == 3
    for index, walk in enumerate(WALKS):
        sample = bound.sample(index)["in"]
        np.testing.assert_array_equal(sample, walk)
        assert sample.dtype == np.float32
    assert bound.notes == ("in: 2 to 5 timesteps, each sample at its own length",)


def test_masked_inputs_are_padded_with_the_masked_value(walks: Dataset) -> None:
    bound = bind(walks, [MASKS])
    np.testing.assert_array_equal(bound.inputs["in"], filled(WALKS, -1))
    assert bound.lengths == {}
    (note,) = bound.notes
    assert note == "in: 2 to 5 timesteps; 2 padded at the end with -1, which the network masks"


def test_a_mask_and_a_fixed_length(walks: Dataset) -> None:
    np.testing.assert_array_equal(bind(walks, [FIXED_MASKS]).inputs["in"], filled(WALKS, -1, 6))
    before = bind(walks, [FIXED_MASKS], Padding(side=Side.PRE)).inputs["in"]
    np.testing.assert_array_equal(before[0, 4:], WALKS[0])
    assert (before[0, :4] == -1).all()


def test_binding_twice_is_binding_once(walks: Dataset) -> None:
    for spec in (OPEN, MASKS, FIXED_MASKS):
        once = bind(walks, [spec])
        twice = bind(once, [spec])
        for index in range(3):
            np.testing.assert_array_equal(twice.sample(index)["in"], once.sample(index)["in"])
        assert set(twice.notes) == set(once.notes)


def test_a_fixed_length_without_a_mask_needs_the_pad_option(walks: Dataset) -> None:
    message = refusal(lambda: bind(walks, [FIXED]), str(walks.path))
    assert message.partition(" ")[2] == (
        "has 2 to 5 timesteps; the network expects 4, (N, 4, 2); "
        "--pad VALUE pads the shorter ones and truncates the longer ones"
    )
    for side, cut in ((Side.POST, WALKS[1][:4]), (Side.PRE, WALKS[1][1:])):
        bound = bind(walks, [FIXED], Padding(7, side))
        assert bound.inputs["in"].shape == (3, 4, 2)
        np.testing.assert_array_equal(bound.inputs["in"][1], cut)
        assert (bound.inputs["in"] == 7).sum() == 2 * (2 + 1)
    assert bound.notes == (
        "in: 2 to 5 timesteps; 2 padded at the beginning with 7; 1 truncated at the beginning to 4",
    )


def test_too_long_for_a_fixed_length_with_a_mask(walks: Dataset) -> None:
    spec = InputSpec("in", (4, 2), padding=0.0)
    assert "2 to 5 timesteps; the network expects 4" in refusal(
        lambda: bind(walks, [spec]), str(walks.path)
    )


def test_the_user_s_value_takes_precedence_over_the_mask_s_with_a_note(walks: Dataset) -> None:
    bound = bind(walks, [MASKS], Padding(0))
    np.testing.assert_array_equal(bound.inputs["in"], filled(WALKS, 0))
    assert bound.notes[0].endswith("padded at the end with 0; the network masks -1")


def test_names_of_arrays_are_names_of_samples(path: Path) -> None:
    save_ids(path)
    assert bind(read_npz(path), [OPEN]).sample_ids == ("c", "a", "b")
    save_list(path)
    assert bind(read_npz(path), [OPEN]).sample_ids == ()


def test_eleven_arrays_in_order_of_number(path: Path) -> None:
    arrays = {f"arr_{n}": np.full((1 + n % 2, 2), n) for n in (10, *range(10))}
    np.savez(path, **arrays)
    bound = bind(read_npz(path), [OPEN])
    assert [int(bound.sample(index)["in"][0, 0]) for index in range(11)] == [*range(11)]


def test_one_array_per_sample_of_equal_lengths_is_like_other_data(path: Path) -> None:
    np.savez(path, X_0=np.zeros((4, 2)), X_1=np.ones((4, 2)))
    bound = bind(read_npz(path), [FIXED])
    assert (bound.inputs["in"].shape, bound.lengths, bound.notes) == ((2, 4, 2), {}, ())


def test_metadata_with_one_array_per_sample(path: Path) -> None:
    arrays = {f"X_{index}": walk for index, walk in enumerate(WALKS)}
    about = {
        "sample_ids": list("uvw"),
        "feature_names": ["a", "b"],
        "feature_offset": np.ones((3, 2)),
        "feature_scale": np.ones(2),
    }
    np.savez(path, **arrays, **about, Y=np.zeros((3, 1)))
    bound = bind(read_npz(path), [OPEN])
    assert bound.sample_ids == ("u", "v", "w")
    assert bound.input_columns is not None
    assert bound.input_columns.names == ("a", "b")
    np.savez(path, **arrays, sample_ids=["u", "v"])
    assert "sample_ids for 2 samples, but there are 3" in refusal(
        lambda: bind(read_npz(path), [OPEN]), path
    )


@pytest.mark.parametrize("spec", [WORDS, MASKED_WORDS])
def test_sentences(path: Path, spec: InputSpec) -> None:
    np.savez(path, *SENTENCES)
    bound = bind(read_npz(path), [spec])
    if spec.padding is None:
        for index, sentence in enumerate(SENTENCES):
            assert bound.sample(index)["in"].tolist() == sentence.tolist()
    else:
        assert bound.inputs["in"].tolist() == filled(SENTENCES, 0).tolist()
    assert bound.inputs["in"].dtype == np.int32


def test_sentences_from_a_table(tmp_path: Path) -> None:
    rows = "".join(f"{i},{t},{w}\n" for i, s in enumerate(SENTENCES) for t, w in enumerate(s))
    (tmp_path / "x.csv").write_text("sample,time,word\n" + rows)
    bound = bind(read_dataset(tmp_path / "x.csv"), [MASKED_WORDS])
    assert bound.inputs["in"].tolist() == filled(SENTENCES, 0).tolist()


@pytest.mark.parametrize("value", [10, -1, 2.5, np.nan])
def test_a_value_that_is_no_word(path: Path, value: float) -> None:
    np.savez(path, *SENTENCES)
    with pytest.raises(DataError, match=f"^--pad {value:g}: the input in takes integers, 0 to 9$"):
        bind(read_npz(path), [WORDS], Padding(value))


def test_a_value_beyond_the_dtype(path: Path) -> None:
    np.savez(path, *SENTENCES)
    spec = InputSpec("in", (None,), "uint8")
    with pytest.raises(DataError, match=r"^--pad -1: the input in takes integers, 0 to 255$"):
        bind(read_npz(path), [spec], Padding(-1.0))
    assert bind(read_npz(path), [spec], Padding(255.0)).inputs["in"].max() == 255


def test_a_value_beyond_float16_is_infinity_with_a_note(path: Path) -> None:
    np.savez(path, *WALKS)
    bound = bind(read_npz(path), [InputSpec("in", (None, 2), "float16", padding=0)], Padding(1e300))
    assert np.isinf(bound.inputs["in"]).sum() == 2 * (3 + 2)
    assert "10 infinity in in, first at sample 0, t 2" in bound.notes


def test_films_of_unequal_length(path: Path) -> None:
    films = [np.full((n, 4, 4, 1), n, np.uint8) for n in LENGTHS]
    np.savez(path, *films)
    bound = bind(read_npz(path), [InputSpec("in", (None, 4, 4, 1))])
    assert [bound.sample(index)["in"].shape[0] for index in range(3)] == [*LENGTHS]


def test_arrays_of_equal_length_are_padded_and_truncated_too(tmp_path: Path) -> None:
    np.save(tmp_path / "x.npy", np.ones((2, 3, 2)))
    data = read_dataset(tmp_path / "x.npy")
    assert "has 3 timesteps, (2, 3, 2); the network expects 4, (N, 4, 2); --pad VALUE pads" in (
        refusal(lambda: bind(data, [FIXED]), tmp_path / "x.npy")
    )
    assert bind(data, [FIXED], Padding(9)).inputs["in"][:, 3].tolist() == [[9, 9]] * 2
    assert bind(data, [InputSpec("in", (2, 2))], Padding(9)).inputs["in"].shape == (2, 2, 2)
    assert bind(data, [FIXED_MASKS]).inputs["in"][:, 3:].tolist() == [[[-1, -1]] * 3] * 2


def test_targets_for_each_timestep(path: Path) -> None:
    arrays = {f"X_{index}": walk for index, walk in enumerate(WALKS)}
    targets = {f"Y_{index}": walk[:, :1] for index, walk in enumerate(WALKS)}
    np.savez(path, **arrays, **targets)
    data = read_npz(path)
    open_, masked = bind(data, [OPEN]), bind(data, [FIXED_MASKS])
    for index, walk in enumerate(WALKS):
        np.testing.assert_array_equal(open_.target(index), walk[:, :1])
        whole = masked.target(index)
        assert whole is not None
        assert whole.shape == (6, 1)
        np.testing.assert_array_equal(whole[: len(walk)], walk[:, :1])
    np.savez(path, X=filled(WALKS, 0), Y=filled(WALKS, 0)[..., :1], lengths=LENGTHS)
    np.testing.assert_array_equal(bind(read_npz(path), [OPEN]).target(0), WALKS[0][:, :1])
    before = bind(read_npz(path), [FIXED_MASKS], Padding(side=Side.PRE)).target(0)
    assert before is not None
    np.testing.assert_array_equal(before[4:], WALKS[0][:, :1])
    # One value a sample has nothing to do with its length.
    np.savez(path, X=filled(WALKS, 0), Y=np.zeros((3, 5)), lengths=LENGTHS)
    assert bind(read_npz(path), [FIXED_MASKS]).targets["Y"].shape == (3, 5)
    assert np.shape(bind(read_npz(path), [OPEN]).target(0)) == (5,)
    np.savez(path, X=filled(WALKS, 0), Y=np.zeros((3, 5)))
    assert bind(read_npz(path), [FIXED_MASKS]).targets["Y"].shape == (3, 5)


def test_targets_with_samples_of_any_names(path: Path) -> None:
    np.savez(path, a=WALKS[0], b=WALKS[1], Y_0=WALKS[0], Y_1=WALKS[1])
    bound = bind(read_npz(path), [OPEN])
    assert bound.sample_ids == ("a", "b")
    np.testing.assert_array_equal(bound.target(0), WALKS[0])


def test_two_inputs_of_different_lengths(path: Path) -> None:
    walks = {f"in_{index}": walk for index, walk in enumerate(WALKS)}
    words = {f"words_{index}": sentence for index, sentence in enumerate(reversed(SENTENCES))}
    np.savez(path, **walks, **words)
    spec = InputSpec("words", (None,), "int32", vocabulary=10, padding=0)
    bound = bind(read_npz(path), [MASKS, spec])
    assert bound.lengths == {}
    np.testing.assert_array_equal(bound.inputs["in"], filled(WALKS, -1))
    # A mask on one of them says nothing of the other's end.
    bound = bind(read_npz(path), [OPEN, spec])
    assert [len(bound.sample(index)["in"]) for index in range(3)] == [2, 5, 3]
    assert [len(bound.sample(index)["words"]) for index in range(3)] == [3, 5, 2]


def test_lengths_of_several_inputs(path: Path) -> None:
    arrays = {
        "a": np.ones((3, 5, 2)),
        "b": np.ones((3, 5)),
        "c": np.ones((3, 4)),
        "d": np.ones((3, 9)),
    }
    np.savez(path, **arrays, lengths=LENGTHS, **{"lengths/c": [4, 1, 2]})
    lengths = read_npz(path).lengths
    assert {name: found.tolist() for name, found in lengths.items()} == {
        "a": [2, 5, 3],
        "b": [2, 5, 3],
        "c": [4, 1, 2],
    }
    # The five features of an input without time are no timesteps.
    specs = [InputSpec("a", (None, 2)), InputSpec("b", (5,))]
    assert bind(read_npz(path), specs).sample(0)["b"].shape == (5,)


@pytest.mark.parametrize(
    ("lengths", "message"),
    [
        ([2, 5], "lengths is int64 (2,); give one integer for each of 3 samples"),
        ([2.0, 5.0, 3.0], "lengths is float64 (3,); give one integer for each of 3 samples"),
        ([2, 0, 3], "lengths has 0 at sample 1; X has 5 timesteps, so give 1 to 5"),
        ([2, 5, 6], "lengths has 6 at sample 2; X has 5 timesteps, so give 1 to 5"),
    ],
)
def test_invalid_lengths(path: Path, lengths: list[float], message: str) -> None:
    np.savez(path, X=np.zeros((3, 5, 2)), lengths=lengths)
    assert refusal(lambda: read_npz(path), path) == message


def test_lengths_of_a_missing_array(path: Path) -> None:
    np.savez(path, X=np.zeros((3, 5)), **{"lengths/Z": [1, 1, 1]})
    assert (
        refusal(lambda: read_npz(path), path) == "lengths/Z names no array of the file; it has: X"
    )
    np.savez(path, X=np.zeros(3), lengths=[1, 1, 1])
    assert "X has no timesteps" in refusal(lambda: read_npz(path), path)


@pytest.mark.parametrize(
    ("arrays", "message"),
    [
        (
            {"X_0": np.zeros((3, 2)), "X_2": np.zeros((3, 2))},
            "X_2 without X_1; give one array per sample, numbered from 0",
        ),
        (
            {"X_0": np.zeros((3, 2)), "X_1": np.zeros((4, 3))},
            "X_1 is (4, 3), X_0 (3, 2); samples may differ in length only",
        ),
        (
            {"X_0": np.zeros((3, 2)), "X_1": np.array([["a", "b"]])},
            "X_1 holds text; a network takes real numbers",
        ),
        (
            {"X_0": np.zeros((3, 2)), "X_1": np.zeros((0, 2))},
            "X_1 is empty, (0, 2); give at least one sample and one timestep",
        ),
        (
            {"X_0": np.zeros((3, 3)), "X_1": np.zeros((4, 3))},
            "X has 3 features, (2, 4, 3); the network expects 2, (N, T, 2)",
        ),
    ],
)
def test_arrays_that_do_not_fit_together(path: Path, arrays: Any, message: str) -> None:
    np.savez(path, **arrays)
    assert refusal(lambda: bind(read_npz(path), [OPEN]), path) == message


def test_inputs_that_end_in_a_number_are_inputs(path: Path) -> None:
    np.savez(path, X_0=np.zeros((4, 5, 2)), X_1=np.zeros((4, 3, 2)))
    specs = [InputSpec("X_0", (None, 2)), InputSpec("X_1", (None, 2))]
    bound = bind(read_npz(path), specs)
    assert (bound.samples, list(bound.inputs)) == (4, ["X_0", "X_1"])


def test_arrays_that_are_not_one_per_sample(path: Path) -> None:
    def missing(*specs: InputSpec, **arrays: Any) -> str:
        np.savez(path, **arrays)
        return refusal(lambda: bind(read_npz(path), specs), path)

    ones, other = np.ones((3, 2)), InputSpec("in_0", (2,))
    message = "no array for the network's input 'in'; it has: "
    # The name of another input, and numbers that do not begin at 0.
    assert missing(OPEN, other, in_0=ones).startswith(f"{message}in_0")
    assert missing(OPEN, other, in_0=ones, in_1=ones, in_2=ones).startswith(f"{message}in_0")
    assert missing(InputSpec("in", (2,)), other, in_1=ones, b=ones).startswith(f"{message}in_1")


def test_a_single_sample(path: Path) -> None:
    np.savez(path, X_0=WALKS[0])
    np.testing.assert_array_equal(bind(read_npz(path), [OPEN]).inputs["in"], WALKS[:1])
    np.savez(path, X_3=np.ones((4, 3, 2)))
    assert bind(read_npz(path), [OPEN]).samples == 4


def test_an_array_of_arrays_is_a_pickle(path: Path) -> None:
    ragged = np.empty(2, object)
    ragged[:] = WALKS[:2]
    np.savez(path, X=ragged)
    message = refusal(lambda: read_npz(path), path)
    assert "does not open pickles" in message
    assert message.endswith("one array per sequence: np.savez(FILE, *sequences)")

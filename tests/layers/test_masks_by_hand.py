"""Masks through each layer, and the merging layers under masks, against values worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from lone import function_of, lone

from rnntui.layers.graph.masks import MaskRules, rules_of

MERGING = ["Add", "Average", "Maximum", "Minimum", "Multiply", "Subtract"]
TODAY = MaskRules()
BEFORE_3_4 = MaskRules(joined_by_all=True)

# Four timesteps: both masks true, only the first, only the second, neither.
A = np.array([True, True, False, False])
B = np.array([True, False, True, False])
X = np.array([[1.0], [2.0], [3.0], [4.0]], np.float32)
Y = np.array([[8.0], [1.0], [6.0], [5.0]], np.float32)


def bits(mask: np.ndarray | None) -> str | None:
    if mask is None:
        return None
    assert mask.dtype == bool
    return "".join(str(int(value)) for value in mask)


@pytest.mark.parametrize("class_name", MERGING)
def test_merging_layers_join_masks_by_or(class_name: str) -> None:
    layer = lone(class_name)
    assert bits(TODAY.of(layer, (X, Y), (A, B))) == "1110"
    assert TODAY.of(layer, (X, Y), (A, None)) is None
    assert TODAY.of(layer, (X, Y), (None, B)) is None


@pytest.mark.parametrize("class_name", MERGING)
def test_merging_layers_before_keras_3_4_join_masks_by_and(class_name: str) -> None:
    layer = lone(class_name)
    assert bits(BEFORE_3_4.of(layer, (X, Y), (A, B))) == "1000"
    assert bits(BEFORE_3_4.of(layer, (X, Y), (A, None))) == "1100"
    assert bits(BEFORE_3_4.of(layer, (X, Y), (None, B))) == "1010"
    assert BEFORE_3_4.of(layer, (X, Y), (None, None)) is None


def test_three_masks_are_joined_too() -> None:
    third = np.array([False, False, False, True])
    layer = lone("Add")
    assert bits(TODAY.of(layer, (X, Y, X), (A, B, third))) == "1111"
    assert bits(BEFORE_3_4.of(layer, (X, Y, X), (A, B, third))) == "0000"


@pytest.mark.parametrize("class_name", MERGING)
def test_which_merging_layers_have_a_mask(class_name: str) -> None:
    layer = lone(class_name)
    found = [
        (rules.made(layer, [True, True]), rules.made(layer, [True, False]))
        for rules in (TODAY, BEFORE_3_4)
    ]
    assert found == [(True, False), (True, True)]
    assert not TODAY.made(layer, [False, False])
    assert not BEFORE_3_4.made(layer, [False, False])


@pytest.mark.parametrize("class_name", MERGING)
def test_merging_layers_before_keras_3_4_compute_without_masks(class_name: str) -> None:
    layer = lone(class_name)
    assert list(BEFORE_3_4.heeded(layer, (A, B))) == [None, None]
    assert TODAY.heeded(layer, (A, B)) == (A, B)
    assert BEFORE_3_4.heeded(lone("Attention"), (A, B)) == (A, B)


@pytest.mark.parametrize(
    ("rules", "masks", "expected"),
    [
        (TODAY, (A, B), "1110"),
        (TODAY, (A, None), "1111"),
        (TODAY, (None, B), "1111"),
        (TODAY, (None, None), None),
        (BEFORE_3_4, (A, B), "1000"),
        (BEFORE_3_4, (A, None), "1100"),
    ],
)
def test_concatenated_features(rules: MaskRules, masks: tuple, expected: str | None) -> None:
    # A tensor without a mask counts as one of ones.
    for axis in (-1, 2):
        assert bits(rules.of(lone("Concatenate", axis=axis), (X, Y), masks)) == expected


@pytest.mark.parametrize("axis", [1, -2])
def test_concatenated_timesteps(axis: int) -> None:
    layer = lone("Concatenate", axis=axis)
    assert bits(TODAY.of(layer, (X, Y), (A, B))) == "11001010"
    assert bits(TODAY.of(layer, (X, Y), (None, B))) == "11111010"
    assert bits(BEFORE_3_4.of(layer, (X, Y), (A, None))) == "11001111"


def test_concatenated_images_have_a_mask_of_each_place() -> None:
    image = np.zeros((4, 2, 1), np.float32)
    found = TODAY.of(lone("Concatenate"), (image, image), (A, B))
    assert found is not None
    assert found.tolist() == [[True] * 2, [True] * 2, [True] * 2, [False] * 2]


def test_layers_that_make_a_mask() -> None:
    tokens = np.array([3, 0, 1, 0], np.float32)
    embedding = lone("Embedding", ((4, 2),), input_dim=4, output_dim=2, mask_zero=True)
    assert TODAY.made(embedding, [False])
    assert bits(TODAY.of(embedding, (tokens,), (None,))) == "1010"
    without = lone("Embedding", ((4, 2),), input_dim=4, output_dim=2)
    assert not TODAY.made(without, [True])
    assert TODAY.of(without, (tokens,), (None,)) is None
    masking = lone("Masking", mask_value=2.0)
    assert TODAY.made(masking, [False])
    rows = np.array([[2, 2], [2, 1], [1, 2], [0, 0]], np.float32)
    assert bits(TODAY.of(masking, (rows,), (None,))) == "0111"


def test_a_mask_value_is_rounded_to_the_dtype_of_the_input() -> None:
    rows = np.array([[0.1], [0.2]], np.float32)
    assert bits(TODAY.of(lone("Masking", mask_value=0.1), (rows,), (None,))) == "01"


@pytest.mark.parametrize(
    ("class_name", "config", "passes"),
    [
        ("Dense", {"units": 1}, True),
        ("Dropout", {}, True),
        ("Attention", {}, True),
        ("Flatten", {}, False),
        ("Dot", {"axes": 1}, False),
        ("SimpleRNN", {"units": 1, "return_sequences": True}, True),
        ("SimpleRNN", {"units": 1}, False),
    ],
)
def test_layers_that_pass_on_the_mask_of_their_first_input(
    class_name: str, config: dict, passes: bool
) -> None:
    layer = lone(class_name, **config)
    assert TODAY.made(layer, [True, False]) == passes
    assert not TODAY.made(layer, [False, True])
    assert bits(TODAY.of(layer, (X, Y), (A, B))) == ("1100" if passes else None)


def test_a_bidirectional_layer_passes_on_a_mask() -> None:
    inner = {"class_name": "SimpleRNN", "config": {"name": "rnn", "units": 1}}
    layer = lone("Bidirectional", layer=inner)
    assert TODAY.made(layer, [True, False])
    assert bits(TODAY.of(layer, (X,), (A,))) == "1100"


@pytest.mark.parametrize(
    ("version", "backend", "expected"),
    [
        ("", "", TODAY),
        ("3.4.0", "", TODAY),
        ("3.4", "", TODAY),
        ("3.3.9", "", BEFORE_3_4),
        ("3.0.0", "", BEFORE_3_4),
        ("2.15.0", "tensorflow", MaskRules(True, True, False, False)),
        ("2.2.5", "tensorflow", MaskRules(True, True, False, False)),
        ("2.2.4", "tensorflow", MaskRules(True, True, True, False)),
        ("2.2.4", "", MaskRules(True, True, True, False)),
        ("2.2.4", "theano", MaskRules(True, True, False, False)),
        ("2.2.4-tf", "tensorflow", MaskRules(True, True, False, False)),
    ],
)
def test_the_rules_of_each_keras(version: str, backend: str, expected: MaskRules) -> None:
    assert rules_of(version, backend) == expected


# Of Maximum, Minimum and Multiply a masked timestep is left out where another tensor's is not.
@pytest.mark.parametrize(
    ("class_name", "masks", "expected"),
    [
        ("Maximum", (None, None), [8, 2, 6, 5]),
        ("Maximum", (A, B), [8, 2, 6, 4]),
        ("Maximum", (A, None), [8, 2, 6, 5]),
        ("Maximum", (None, B), [8, 2, 6, 4]),
        ("Minimum", (None, None), [1, 1, 3, 4]),
        ("Minimum", (A, B), [1, 2, 6, 4]),
        ("Minimum", (A, None), [1, 1, 6, 5]),
        ("Minimum", (None, B), [1, 2, 3, 4]),
        ("Multiply", (None, None), [8, 2, 18, 20]),
        ("Multiply", (A, B), [8, 2, 6, 0]),
        ("Multiply", (A, None), [8, 2, 6, 5]),
        ("Multiply", (None, B), [8, 2, 18, 4]),
    ],
)
def test_merging_under_masks(class_name: str, masks: tuple, expected: list[float]) -> None:
    function = function_of(lone(class_name), X.shape, Y.shape)
    result = function(X, Y, masks=masks)
    assert result.dtype == np.float32
    assert result[:, 0].tolist() == expected


def test_three_tensors_under_masks() -> None:
    z = np.array([[5.0], [5.0], [5.0], [5.0]], np.float32)
    third = np.array([False, False, True, True])
    shapes = (X.shape, Y.shape, z.shape)

    def merged(class_name: str, *masks: np.ndarray | None) -> list[float]:
        return function_of(lone(class_name), *shapes)(X, Y, z, masks=masks)[:, 0].tolist()

    assert merged("Maximum", A, B, third) == [8, 2, 6, 5]
    assert merged("Minimum", A, B, third) == [1, 2, 5, 5]
    assert merged("Minimum", A, None, third) == [1, 1, 5, 5]
    assert merged("Multiply", A, B, third) == [8, 2, 30, 5]


@pytest.mark.parametrize("class_name", ["Add", "Average", "Subtract"])
def test_other_merging_layers_compute_without_masks(class_name: str) -> None:
    function = function_of(lone(class_name), X.shape, Y.shape)
    assert np.array_equal(function(X, Y, masks=(A, B)), function(X, Y))

"""What the layers that attend refuse, by name, and what they do of masks beyond Keras's numbers."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
from lone import function_of, lone

from rnntui.errors import ModelFileError, UnknownLayerError
from rnntui.layers.graph.call_arguments import call_options
from rnntui.network.network import Call, Layer

HEADS = {"num_heads": 2, "key_dim": 3, "use_bias": False}
HEADS_WEIGHTS = ((4, 2, 3), (4, 2, 3), (4, 2, 3), (2, 3, 4))
PLAIN = ((5, 4), (5, 4))
IMAGES = ((2, 5, 4), (2, 5, 4))


@pytest.mark.parametrize(
    ("layer", "shapes", "said", "part"),
    [
        (lone("Attention", score_mode="angle"), PLAIN, {}, "score_mode 'angle'"),
        (
            lone("MultiHeadAttention", HEADS_WEIGHTS, **HEADS, attention_axes=[2]),
            IMAGES,
            {},
            r"attention_axes \[2\]",
        ),
        (
            lone("MultiHeadAttention", HEADS_WEIGHTS, **HEADS),
            IMAGES,
            {"use_causal_mask": True},
            "masks a tensor that is not a sequence",
        ),
        (
            lone("MultiHeadAttention", HEADS_WEIGHTS, **HEADS, sliding_window=2),
            IMAGES,
            {},
            "masks a tensor that is not a sequence",
        ),
    ],
)
def test_what_is_not_computed_is_refused_by_name(layer, shapes, said, part) -> None:
    with pytest.raises(UnknownLayerError, match=part) as caught:
        function_of(layer, *shapes, **said)
    assert str(caught.value).startswith(f"layer '{layer.name}' ({layer.class_name})")


def test_masks_of_images_are_refused() -> None:
    function = function_of(lone("MultiHeadAttention", HEADS_WEIGHTS, **HEADS), *IMAGES)
    x = np.ones(IMAGES[0], np.float32)
    assert function(x, x, masks=(None, None)).shape == IMAGES[0]
    with pytest.raises(UnknownLayerError, match="masks a tensor that is not a sequence"):
        function(x, x, masks=(None, np.ones(2, bool)))


@pytest.mark.parametrize(
    ("layer", "shapes", "part"),
    [
        (lone("Attention"), PLAIN[:1], "it is given 1 tensors"),
        (lone("Attention"), PLAIN * 2, "it is given 4 tensors"),
        (lone("Attention"), ((4,), (4,)), r"sequences of vectors.*\(4,\) and \(4,\)"),
        (lone("Attention"), IMAGES, "sequences of vectors"),
        (lone("Attention"), ((5, 4), (5, 3)), r"can't compare vectors of \(5, 4\) and \(5, 3\)"),
        (lone("Attention"), ((5, None), (5, 4)), "can't compare vectors"),
        (lone("AdditiveAttention"), ((5, 4), (5, 4), (5, 3)), "can't compare vectors"),
        (lone("AdditiveAttention"), ((5, 4), (5, 4), (6, 4)), "a key for each value"),
        (lone("AdditiveAttention"), PLAIN, "scale"),
        (lone("Attention", ((1,),), use_scale=True), PLAIN, r"scale has the shape \(1,\)"),
        (lone("MultiHeadAttention", HEADS_WEIGHTS, **HEADS), ((5, 4), (2, 5, 4)), "sequences"),
        (lone("MultiHeadAttention", HEADS_WEIGHTS, **HEADS), ((5, 4), (5, 3)), "key/kernel"),
        (lone("MultiHeadAttention", (), **HEADS), ((5, None), (5, None)), "can't compare vectors"),
        (lone("MultiHeadAttention", (), **HEADS), PLAIN, "needs 4 weight arrays"),
    ],
)
def test_what_does_not_fit(layer, shapes, part) -> None:
    with pytest.raises(ModelFileError, match=part):
        function_of(layer, *shapes)


@pytest.mark.parametrize(
    ("class_name", "config"),
    [
        ("Attention", {"use_scale": "no"}),
        ("Attention", {"score_mode": 1}),
        ("AdditiveAttention", {"use_scale": 2}),
        ("MultiHeadAttention", {"num_heads": 2}),
        ("MultiHeadAttention", {**HEADS, "num_heads": 0}),
        ("MultiHeadAttention", {**HEADS, "output_shape": "3"}),
        ("MultiHeadAttention", {**HEADS, "sliding_window": 0}),
        ("MultiHeadAttention", {**HEADS, "use_gate": None}),
    ],
)
def test_configs_of_the_wrong_type(class_name, config) -> None:
    with pytest.raises(msgspec.ValidationError):
        lone(class_name, **config)


def test_what_a_call_says() -> None:
    layer = lone("MultiHeadAttention", HEADS_WEIGHTS, **HEADS)

    def told(layer: Layer, **constants: bool | int) -> dict[str, bool]:
        return call_options(layer, Call((), constants=tuple(constants.items())))

    assert told(layer, use_causal_mask=True, return_attention_scores=False) == {
        "use_causal_mask": True
    }
    with pytest.raises(UnknownLayerError, match="called with return_attention_scores=True"):
        told(layer, return_attention_scores=True)
    with pytest.raises(UnknownLayerError, match="called with use_causal_mask=True"):
        told(lone("Flatten"), use_causal_mask=True)
    with pytest.raises(UnknownLayerError, match="called with temperature=2"):
        told(lone("Flatten"), temperature=2)


def test_axes_that_count_from_the_end() -> None:
    x = np.random.default_rng(0).standard_normal(IMAGES[0]).astype(np.float32)
    layers = [
        lone("MultiHeadAttention", HEADS_WEIGHTS, **HEADS, attention_axes=axes)
        for axes in (None, [1, 2], [-3, -2])
    ]
    one, *others = [function_of(layer, *IMAGES)(x, x) for layer in layers]
    assert all(np.array_equal(one, other) for other in others)


@pytest.mark.parametrize("class_name", ["Attention", "AdditiveAttention"])
def test_lengths_that_are_not_known_until_there_is_a_sample(class_name: str) -> None:
    function = function_of(lone(class_name, use_scale=False), (None, 4), (None, 4))
    assert function.output_shapes == ((None, 4),)
    x, y = np.ones((3, 4), np.float32), np.ones((2, 4), np.float32)
    assert function(x, y).shape == (3, 4)

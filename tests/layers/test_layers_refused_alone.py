"""What the other layers refuse, each alone, and what Keras writes in one form of several."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
from lone import function_of, lone

from rnntui.errors import DataError, ModelFileError, UnknownLayerError
from rnntui.layers.layer import PointwiseFunction


def inside(class_name: str, registered: str | None = None, **config) -> dict:
    """A layer as Keras writes it inside another."""
    return {
        "module": "keras.layers",
        "class_name": class_name,
        "config": config,
        "registered_name": registered,
    }


def over(*args, weights=(), **config):
    return lone("TimeDistributed", weights, layer=inside(*args, **config))


@pytest.mark.parametrize(
    ("layer", "what"),
    [
        (over("LSTM", units=3), "LSTM"),
        (over("Bidirectional", layer=inside("LSTM", units=3)), "Bidirectional"),
        (over("Sequential", name="inner", layers=[]), "Sequential"),
        (over("Functional", name="inner", layers=[]), "Functional"),
        (over("InputLayer", batch_shape=[None, 3]), "InputLayer"),
        (over("Lambda"), "Lambda"),
        (over("Dense", "mine>Dense", units=3), "Dense"),
    ],
)
def test_layers_that_are_not_applied_at_each_timestep(layer, what: str) -> None:
    message = f"layer 'timedistributed' is a TimeDistributed over a {what}, which rnntui does not"
    with pytest.raises(UnknownLayerError, match=message):
        function_of(layer, (5, 4, 3))


def test_an_argument_inside_a_time_distributed_that_is_not_computed() -> None:
    layer = over("UpSampling2D", size=2, interpolation="bilinear")
    with pytest.raises(UnknownLayerError, match=r"UpSampling2D.*interpolation 'bilinear'"):
        function_of(layer, (5, 4, 4, 1))
    layer = over("Dense", units=3, activation={"class_name": "Lambda", "config": {}})
    with pytest.raises(UnknownLayerError, match=r"TimeDistributed over a Dense.*Lambda"):
        function_of(layer, (5, 4))


@pytest.mark.parametrize(
    ("layer", "shape", "part"),
    [
        (over("Dense", units=3), (4,), r"takes sequences; its input is \(4,\)"),
        (over("Dense", units=3, weights=((4, 2), (3,))), (5, 4), r"kernel has the shape \(4, 2\)"),
        (over("Conv1D", filters=1, kernel_size=1), (5, 4), "takes sequences of vectors"),
        (over("Add"), (5, 4), "at least two tensors"),
        (over("Attention"), (5, 4), "it is given 1 tensors"),
        (lone("Masking"), (4,), r"takes sequences of vectors \(T, D\); its input is \(4,\)"),
        (lone("Normalization", mean=[1.0], variance=[1.0, 2.0, 3.0]), (3, 4), "its variance does"),
        (lone("Normalization", mean=["a"], variance=[1.0]), (3, 4), "its mean does not fit"),
        (lone("Normalization", ((4,), (3,), ())), (3, 4), r"variance has the shape \(3,\)"),
        (lone("Normalization", axis=3), (3, 4), "names axis 3"),
        (lone("Normalization"), (3, None), "an axis of known length"),
        (lone("GroupNormalization", groups=3), (3, 4), "can't part 4 channels into 3 groups"),
        (lone("GroupNormalization", groups=0), (3, 4), "into 0 groups"),
        (lone("GroupNormalization", ((4,),), groups=2), (3, 4), "needs 2 weight arrays"),
        (
            lone("Embedding", ((3, 2),), input_dim=4, output_dim=2),
            (5,),
            r"embeddings has the shape",
        ),
    ],
)
def test_what_does_not_fit(layer, shape, part) -> None:
    with pytest.raises(ModelFileError, match=part):
        function_of(layer, shape)


@pytest.mark.parametrize("class_name", ["Normalization", "GroupNormalization"])
def test_the_axis_of_the_batch(class_name: str) -> None:
    with pytest.raises(UnknownLayerError, match=f"{class_name}.*the batch axis"):
        function_of(lone(class_name, axis=0), (3, 4))


@pytest.mark.parametrize(
    ("class_name", "config"),
    [
        ("GroupNormalization", {"groups": None}),
        ("GroupNormalization", {"axis": [1, 2]}),
        ("Masking", {"mask_value": "0"}),
        ("Normalization", {"mean": "0"}),
        ("Normalization", {"invert": 1}),
        ("TimeDistributed", {"layer": "Dense"}),
    ],
)
def test_configs_of_the_wrong_type(class_name, config) -> None:
    with pytest.raises(msgspec.ValidationError):
        lone(class_name, **config)


def test_an_integer_beyond_the_table() -> None:
    layer = lone("Embedding", ((4, 2),), input_dim=4, output_dim=2, mask_zero=True)
    function = function_of(layer, (3,))
    assert not np.array_equal(function(np.array([0, 1, 3])), np.zeros((3, 2)))
    with pytest.raises(DataError, match=r"knows the integers 0..3; it is given 0..4"):
        function(np.array([0, 1, 4]))


def test_half_precision_sums_in_float32() -> None:
    layer = lone("GroupNormalization", ((4,), (4,)), groups=2)
    x = np.full((300, 4), 300, np.float16)
    x[::2] = -300
    half = type(layer)(layer.name, layer.class_name, layer.config, layer.weights, (), "float16")
    ours = function_of(half, x.shape)(x)
    assert ours.dtype == np.float16
    assert np.isfinite(ours).all()


@pytest.mark.parametrize("axis", [None, [], -1])
def test_a_normalization_of_one_number_or_of_each_feature_is_pointwise(axis) -> None:
    layer = lone("Normalization", axis=axis, mean=1.0, variance=4.0)
    function = function_of(layer, (3, 4))
    assert isinstance(function, PointwiseFunction)
    np.testing.assert_allclose(function(np.full((3, 4), 5, np.float32)), 2)


def test_as_many_groups_as_channels() -> None:
    x = np.random.default_rng(0).standard_normal((5, 4)).astype(np.float32)
    one, other = (
        function_of(lone("GroupNormalization", ((4,), (4,)), groups=groups), x.shape)(x)
        for groups in (-1, 4)
    )
    assert np.array_equal(one, other)

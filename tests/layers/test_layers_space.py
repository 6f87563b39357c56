"""The layers along spatial axes: what they refuse, by name, and how they stand in time."""

from __future__ import annotations

import msgspec
import numpy as np
import pytest
from lone import function_of, lone

from rnntui.errors import DataError, ModelFileError, UnknownLayerError

CONV = {"filters": 2, "kernel_size": [3, 3]}
CONV_WEIGHTS = ((3, 3, 1, 2), (2,))


@pytest.mark.parametrize(
    ("layer", "shape", "part"),
    [
        (lone("UpSampling2D", interpolation="bilinear"), (4, 4, 1), "interpolation 'bilinear'"),
        (lone("MaxPooling2D", padding="full"), (4, 4, 1), "padding 'full'"),
        (lone("Conv2D", CONV_WEIGHTS, **CONV, padding="causal"), (4, 4, 1), "padding 'causal'"),
        (lone("ZeroPadding2D", data_format="sideways"), (4, 4, 1), "data_format 'sideways'"),
        (lone("GlobalMaxPooling2D", data_format="sideways"), (4, 4, 1), "data_format 'sideways'"),
        (lone("Conv2D", CONV_WEIGHTS, **CONV, activation="nope"), (4, 4, 1), "activation 'nope'"),
    ],
)
def test_what_is_not_computed_is_refused_by_name(layer, shape, part) -> None:
    with pytest.raises(UnknownLayerError, match=part) as caught:
        function_of(layer, shape)
    assert str(caught.value).startswith(f"layer '{layer.name}' ({layer.class_name})")


@pytest.mark.parametrize(
    ("layer", "shape", "part"),
    [
        (lone("Conv2D", CONV_WEIGHTS, **CONV), (4, 1), r"takes images .*\(4, 1\)"),
        (lone("MaxPooling1D"), (4, 4, 1), "takes sequences of vectors"),
        (lone("AveragePooling3D"), (4, 4, 1), "takes volumes"),
        (lone("Conv2D", CONV_WEIGHTS, **CONV), (2, 4, 1), r"windows of \(3, 3\).*\(2, 4\)"),
        (lone("MaxPooling1D", pool_size=5), (4, 1), "windows of 5 timesteps; its input has 4"),
        (lone("Conv2D", CONV_WEIGHTS, **CONV), (4, 4, 3), r"\(3, 3, 3, 2\)"),
        (lone("Conv2D", CONV_WEIGHTS, **CONV, groups=2), (4, 4, 3), "into 2 groups"),
        (lone("Conv2D", CONV_WEIGHTS, **CONV), (4, 4, None), "can't part None"),
        (lone("DepthwiseConv1D", ((3, 1, 1), (1,)), kernel_size=3), (4, None), "known number of"),
        (lone("MaxPooling2D", pool_size=[2, 2, 2]), (4, 4, 1), r"2 axes.*\[2, 2, 2\]"),
        (lone("ZeroPadding2D", padding=[[1, 1]]), (4, 4, 1), r"2 axes.*\[\[1, 1\]\]"),
        (lone("Cropping2D", cropping=[[2, 2], [0, 0]]), (4, 4, 1), "leaves nothing"),
    ],
)
def test_shapes_that_do_not_fit(layer, shape, part) -> None:
    with pytest.raises(ModelFileError, match=part):
        function_of(layer, shape)


@pytest.mark.parametrize(
    ("class_name", "config"),
    [
        ("Conv2D", {"filters": 0, "kernel_size": 3}),
        ("Conv2D", {"filters": 1, "kernel_size": "3"}),
        ("DepthwiseConv2D", {"kernel_size": 3, "depth_multiplier": 0}),
        ("SeparableConv1D", {"kernel_size": 3}),
        ("MaxPooling2D", {"strides": [0, 1]}),
        ("ZeroPadding1D", {"padding": [1, 2, 3]}),
        ("ZeroPadding2D", {"padding": [[1, 2, 3], 1]}),
        ("Cropping3D", {"cropping": -1}),
        ("GlobalMaxPooling2D", {"keepdims": "no"}),
    ],
)
def test_configs_of_the_wrong_type(class_name, config) -> None:
    with pytest.raises(msgspec.ValidationError):
        lone(class_name, **config)


def test_a_sample_smaller_than_a_window() -> None:
    function = function_of(lone("Conv2D", CONV_WEIGHTS, **CONV), (None, 4, 1))
    assert function.output_shapes == ((None, 2, 2),)
    assert function(np.ones((3, 4, 1), np.float32)).shape == (1, 2, 2)
    with pytest.raises(DataError, match=r"windows of \(3, 3\); its input has \(2, 4\)"):
        function(np.ones((2, 4, 1), np.float32))


def test_which_convolutions_keep_time() -> None:
    def keeps(shape, size, **config) -> bool:
        name = f"Conv{len(size)}D"
        layer = lone(name, ((*size, 1, 2), (2,)), filters=2, kernel_size=list(size), **config)
        return function_of(layer, shape).keeps_time

    assert keeps((9, 1), (3,), padding="causal")
    assert keeps((9, 1), (3,), padding="causal", dilation_rate=2)
    assert not keeps((9, 1), (3,), padding="causal", strides=2)
    assert not keeps((9, 1), (3,), padding="same")
    assert keeps((9, 1), (1,))
    assert not keeps((1, 9), (1,), data_format="channels_first")
    assert keeps((9, 4, 1), (1, 3), padding="same")
    assert not keeps((9, 4, 1), (3, 1), padding="same")


def test_the_mean_where_no_timestep_counts_is_not_a_number() -> None:
    function = function_of(lone("GlobalAveragePooling1D"), (3, 2))
    ours = function(np.ones((3, 2), np.float32), masks=(np.zeros(3, bool),))
    assert np.isnan(ours).all()


def test_margins_of_one_number() -> None:
    x = np.ones((2, 3, 1), np.float32)
    padded = function_of(lone("ZeroPadding2D", padding=1), x.shape)
    assert padded(x).shape == padded.output_shapes[0] == (4, 5, 1)
    padded = function_of(lone("ZeroPadding2D", padding=[0, 2]), x.shape)
    assert padded(x).shape == padded.output_shapes[0] == (2, 7, 1)
    assert not padded(x)[:, [0, 1, 5, 6]].any()

"""Layers of Keras 1, converted to current names and arguments."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from older_models import chain, entry, write_older_h5

from rnntui.cells.gru import GRUConfig
from rnntui.configs.activation_spec import ActivationSpec
from rnntui.configs.core import DenseConfig
from rnntui.configs.opaque import NOT_COMPUTED, OpaqueConfig
from rnntui.configs.wrappers import InnerLayer
from rnntui.errors import UnknownLayerError
from rnntui.network.keras.keras_version import Writer
from rnntui.network.keras.legacy.model_configs import present_form
from rnntui.network.layer_classes import decode_config
from rnntui.network.read import read_network

KERAS_1 = Writer("1.2.2", (1, 2), "tensorflow")


def translated(class_name: str, writer: Writer = KERAS_1, **config: Any) -> tuple[str, Any]:
    """A layer of a Keras 1 file after reading: its class and typed config."""
    entry = {"class_name": class_name, "config": {"name": "a", **config}}
    present = present_form(chain(entry), writer)
    layer = present["config"]["layers"][-1]
    if NOT_COMPUTED in layer:
        raise UnknownLayerError(layer[NOT_COMPUTED])
    return layer["class_name"], decode_config(layer["class_name"], layer["config"])


@pytest.mark.parametrize(
    ("old", "said", "new", "means"),
    [
        (
            "Convolution1D",
            {
                "nb_filter": 4,
                "filter_length": 3,
                "border_mode": "same",
                "subsample_length": 2,
                "activation": "relu",
                "bias": False,
                "init": "glorot_uniform",
                "W_regularizer": None,
            },
            "Conv1D",
            {
                "filters": 4,
                "kernel_size": 3,
                "padding": "same",
                "strides": 2,
                "activation": "relu",
                "use_bias": False,
            },
        ),
        (
            "AtrousConvolution1D",
            {"nb_filter": 4, "filter_length": 3, "atrous_rate": 2},
            "Conv1D",
            {"filters": 4, "kernel_size": 3, "dilation_rate": 2},
        ),
        (
            "Convolution2D",
            {"nb_filter": 4, "nb_row": 3, "nb_col": 5, "subsample": [1, 2], "dim_ordering": "th"},
            "Conv2D",
            {
                "filters": 4,
                "kernel_size": [3, 5],
                "strides": [1, 2],
                "data_format": "channels_first",
            },
        ),
        (
            "Convolution3D",
            {"nb_filter": 4, "kernel_dim1": 1, "kernel_dim2": 2, "kernel_dim3": 3},
            "Conv3D",
            {"filters": 4, "kernel_size": [1, 2, 3]},
        ),
        (
            "SeparableConvolution2D",
            {"nb_filter": 4, "nb_row": 3, "nb_col": 3, "depth_multiplier": 2},
            "SeparableConv2D",
            {"filters": 4, "kernel_size": [3, 3], "depth_multiplier": 2},
        ),
        (
            "MaxPooling1D",
            {"pool_length": 4, "stride": 3, "border_mode": "same"},
            "MaxPooling1D",
            {"pool_size": 4, "strides": 3, "padding": "same"},
        ),
        ("AveragePooling1D", {"pool_length": 4, "stride": None}, None, {"pool_size": 4}),
        (
            "MaxPooling2D",
            {"pool_size": [2, 3], "strides": [2, 3], "dim_ordering": "tf"},
            None,
            {"pool_size": [2, 3], "strides": [2, 3], "data_format": "channels_last"},
        ),
        ("UpSampling1D", {"length": 3}, None, {"size": 3}),
        ("ZeroPadding1D", {"padding": {"left_pad": 2}}, None, {"padding": [2, 0]}),
        ("ZeroPadding1D", {"padding": 2}, None, {"padding": 2}),
        ("ZeroPadding2D", {"padding": [1, 2, 3, 4]}, None, {"padding": [[1, 2], [3, 4]]}),
        (
            "ZeroPadding2D",
            {"padding": {"top_pad": 1, "right_pad": 2}},
            None,
            {"padding": [[1, 0], [0, 2]]},
        ),
        ("Cropping1D", {"cropping": [1, 2]}, None, {"cropping": [1, 2]}),
        (
            "Embedding",
            {"input_dim": 9, "output_dim": 3, "mask_zero": True, "dropout": 0.5},
            None,
            {"input_dim": 9, "output_dim": 3, "mask_zero": True},
        ),
        ("BatchNormalization", {"mode": 0, "axis": -1, "epsilon": 1e-5}, None, {"epsilon": 1e-5}),
        ("GaussianNoise", {"sigma": 0.1}, None, {}),
        ("GaussianDropout", {"p": 0.1}, None, {}),
        ("SpatialDropout1D", {"p": 0.1}, None, {}),
        ("LeakyReLU", {"alpha": 0.1}, None, {"negative_slope": 0.1}),
        ("ELU", {"alpha": 0.5}, None, {"alpha": 0.5}),
        ("ThresholdedReLU", {"theta": 0.5}, "ReLU", {"threshold": 0.5}),
        ("TimeDistributedDense", {"output_dim": 3, "bias": True}, "Dense", {"units": 3}),
        ("RepeatVector", {"n": 3}, None, {"n": 3}),
        ("Permute", {"dims": [2, 1]}, None, {"dims": [2, 1]}),
        ("Reshape", {"target_shape": [3, -1]}, None, {"target_shape": [3, -1]}),
        ("Masking", {"mask_value": -1.0}, None, {"mask_value": -1.0}),
        (
            "ConvLSTM2D",
            {
                "nb_filter": 2,
                "nb_row": 3,
                "nb_col": 3,
                "inner_activation": "sigmoid",
                "border_mode": "same",
                "dim_ordering": "th",
                "return_sequences": True,
            },
            None,
            {
                "filters": 2,
                "kernel_size": [3, 3],
                "recurrent_activation": "sigmoid",
                "padding": "same",
                "data_format": "channels_first",
                "return_sequences": True,
            },
        ),
    ],
)
def test_a_layer_under_its_present_name(old: str, said: Any, new: str | None, means: Any) -> None:
    class_name, config = translated(old, **said)
    assert class_name == (new or old)
    assert config == decode_config(class_name, {**means})


@pytest.mark.parametrize(("version", "said"), [("1.2.2", "input_dtype"), ("2.0.0", "dtype")])
def test_an_embedding_computes_in_floats_whatever_it_takes(tmp_path: Path, version, said) -> None:
    config = {"input_dim": 9, "output_dim": 3, "input_length": 5, said: "int32"}
    model = chain(entry("Embedding", name="a", **config))
    network = read_network(write_older_h5(tmp_path / "m.h5", model, {}, version=version))
    assert network.layers["a"].dtype == "float32"


def test_a_nested_sequential_model_has_no_name(tmp_path: Path) -> None:
    first = entry("SimpleRNN", name="a", output_dim=3, batch_input_shape=[None, 5, 2])
    inner = {"class_name": "Sequential", "config": [first]}
    config = chain(inner, entry("Dense", name="b", output_dim=2))
    shapes = ((2, 3), (3, 3), (3,))
    weights = {
        "sequential_7": {
            f"a_{name}": np.ones(s, "f4") for name, s in zip("WUb", shapes, strict=True)
        },
        "b": {"b_W": np.ones((3, 2), "f4"), "b_b": np.ones(2, "f4")},
    }
    path = write_older_h5(tmp_path / "m.h5", config, weights, version="1.2.2", backend=None)
    found = {name: layer.weights for name, layer in read_network(path).layers.items()}
    assert [array.shape for arrays in found.values() for array in arrays] == [*shapes, (3, 2), (2,)]


def test_layers_inside_a_wrapper() -> None:
    inner = {"class_name": "GRU", "config": {"name": "g", "output_dim": 3}}
    class_name, config = translated("Bidirectional", layer=inner, merge_mode="concat")
    assert class_name == "Bidirectional"
    assert config.layer.name == "g"
    assert config.layer.config == GRUConfig(
        units=3,
        recurrent_activation=ActivationSpec("hard_sigmoid_keras2"),
        reset_after=False,
        zero_output_for_mask=False,
    )
    dense = {"class_name": "Dense", "config": {"name": "d", "output_dim": 3, "bias": False}}
    _, config = translated("TimeDistributed", layer=dense)
    assert config.layer == InnerLayer("Dense", "d", DenseConfig(3, use_bias=False))


@pytest.mark.parametrize(("ordering", "said"), [("th", "channels_first"), ("tf", "channels_last")])
def test_a_layer_without_a_data_format_has_the_others_format(ordering: str, said: str) -> None:
    pooling = {"class_name": "MaxPooling2D", "config": {"name": "p", "dim_ordering": ordering}}
    sampling = {"class_name": "UpSampling2D", "config": {"name": "u", "size": [2, 2]}}
    present = present_form(chain(sampling, pooling), KERAS_1)
    formats = [layer["config"]["data_format"] for layer in present["config"]["layers"]]
    assert formats == [said, said]


@pytest.mark.parametrize("mode", [1, 2])
def test_batch_normalization_by_the_current_batch_is_refused(mode: int) -> None:
    with pytest.raises(UnknownLayerError, match=f"'a' is a BatchNormalization of mode {mode}"):
        translated("BatchNormalization", mode=mode)


@pytest.mark.parametrize(
    ("mode", "class_name", "means"),
    [
        ("sum", "Add", {}),
        ("mul", "Multiply", {}),
        ("ave", "Average", {}),
        ("max", "Maximum", {}),
        ("concat", "Concatenate", {"axis": 1}),
        ("dot", "Dot", {"axes": [2, 1]}),
    ],
)
@pytest.mark.parametrize("number", [(1, 2), (2, 0)])
def test_merge(mode: str, class_name: str, means: Any, number: tuple[int, int]) -> None:
    said = {"mode": mode, "mode_type": "raw", "concat_axis": 1, "dot_axes": [[2], [1]]}
    found = translated("Merge", Writer("", number), **said)
    assert found == (class_name, decode_config(class_name, means))


def test_merge_by_the_cosine() -> None:
    found = translated("Merge", mode="cos", mode_type="raw", dot_axes=[1, 1])
    assert found == ("Dot", decode_config("Dot", {"axes": [1, 1], "normalize": True}))
    with pytest.raises(UnknownLayerError, match="a Merge of mode cos"):
        translated("Merge", mode="cos", mode_type="raw", dot_axes=[2, 2])


@pytest.mark.parametrize("kind", ["lambda", "function"])
def test_merge_by_a_custom_function_is_refused(kind: str) -> None:
    with pytest.raises(UnknownLayerError, match="'a' is a Merge by a custom function"):
        translated("Merge", mode=["code", None], mode_type=kind)


@pytest.mark.parametrize("name", ["Highway", "MaxoutDense", "SReLU"])
def test_removed_layers_are_named(tmp_path: Path, name: str) -> None:
    config = chain(entry(name, name="a", output_dim=3, batch_input_shape=[None, 2]))
    path = write_older_h5(tmp_path / "m.h5", config, {}, version="1.2.2")
    (layer,) = [layer for layer in read_network(path).layers.values() if layer.name == "a"]
    assert isinstance(layer.config, OpaqueConfig)
    assert layer.config.why == f"layer 'a' is a {name}, which Keras has since removed"

"""The layers of Keras 1 with Keras 2's names of classes and arguments.

Sources: `keras/layers` of 1.0.0 to 1.2.2; `keras/legacy/interfaces.py` of Keras 2, which takes the
same arguments.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rnntui.errors import UnknownLayerError
from rnntui.network.keras.keras_version import Writer

Config = dict[str, Any]

CLASSES = {
    "AtrousConvolution1D": "Conv1D",
    "AtrousConvolution2D": "Conv2D",
    "Convolution1D": "Conv1D",
    "Convolution2D": "Conv2D",
    "Convolution3D": "Conv3D",
    "SeparableConvolution2D": "SeparableConv2D",
    "TimeDistributedDense": "Dense",
}
_NAMES = {
    "atrous_rate": "dilation_rate",
    "bias": "use_bias",
    "border_mode": "padding",
    "dim_ordering": "data_format",
    "dropout_U": "recurrent_dropout",
    "dropout_W": "dropout",
    "filter_length": "kernel_size",
    "inner_activation": "recurrent_activation",
    "length": "size",
    "nb_filter": "filters",
    "output_dim": "units",
    "p": "rate",
    "pool_length": "pool_size",
    "sigma": "stddev",
    "stride": "strides",
    "subsample": "strides",
    "subsample_length": "strides",
}
# What was one number for each axis, and is one list.
_KERNELS = (("nb_row", "nb_col"), ("kernel_dim1", "kernel_dim2", "kernel_dim3"))
_FORMATS = {"tf": "channels_last", "th": "channels_first"}
# Layers over images whose config does not say where the channels are.
_SILENT = (
    "Cropping2D",
    "Cropping3D",
    "SpatialDropout2D",
    "SpatialDropout3D",
    "UpSampling2D",
    "UpSampling3D",
    "ZeroPadding2D",
    "ZeroPadding3D",
)
_SIDES = (("top_pad", "bottom_pad"), ("left_pad", "right_pad"))


def from_keras_1(class_name: str, config: Config, writer: Writer) -> tuple[str, Config]:
    """A layer's class and config of Keras 1, as Keras 2 names them.

    Raises:
        UnknownLayerError: the layer is used in a way that rnntui does not compute.
    """
    if class_name == "BatchNormalization" and config.get("mode"):
        raise UnknownLayerError(
            f"layer '{config.get('name')}' is a BatchNormalization of mode {config['mode']}: it "
            "normalizes by the sample or batch at hand, which rnntui does not compute"
        )
    names = _NAMES
    if class_name == "Embedding":  # whose output_dim has kept its name
        names = {key: name for key, name in names.items() if key != "output_dim"}
    elif class_name == "InputLayer":
        names = {"input_dtype": "dtype"}
    renamed = {names.get(key, key): value for key, value in config.items()}
    for parts in _KERNELS:
        if all(part in config for part in parts):
            renamed["kernel_size"] = [config[part] for part in parts]
    if "data_format" in renamed:
        renamed["data_format"] = _data_format(renamed["data_format"])
    elif class_name in _SILENT:
        renamed["data_format"] = writer.data_format
    if class_name.startswith("ZeroPadding") and "padding" in renamed:
        renamed["padding"] = _padding(renamed["padding"], class_name[-2:])
    return CLASSES.get(class_name, class_name), renamed


def with_data_format(writer: Writer, config: Any) -> Writer:
    """The writer with the data format that its layers agree on, where they do.

    The layers that don't say theirs had the one that Keras was set to, as most others did.
    """
    said = {value for value in _said(config) if value is not None}
    return replace(writer, data_format=said.pop()) if len(said) == 1 else writer


def _said(value: Any) -> list[str | None]:
    found: list[str | None] = []
    if isinstance(value, dict):
        found.append(_data_format(value.get("dim_ordering")))
    inside = value.values() if isinstance(value, dict) else value
    for item in inside if isinstance(value, dict | list) else ():
        found += _said(item)
    return found


def _data_format(ordering: Any) -> str | None:
    return _FORMATS.get(ordering) if isinstance(ordering, str) else None


def _padding(padding: Any, axes: str) -> Any:
    """What a ZeroPadding layer adds: a number, before and after, or a dictionary of the sides."""
    if isinstance(padding, dict):
        sides = [[padding.get(side, 0) for side in pair] for pair in _SIDES]
        return sides[1] if axes == "1D" else sides
    if axes == "2D" and isinstance(padding, list) and len(padding) == 4:
        return [padding[:2], padding[2:]]
    return padding

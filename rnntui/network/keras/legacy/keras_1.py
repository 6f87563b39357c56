"""Converts layers of Keras 1 to the class and argument names of Keras 2.

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
# Arguments that were one number per axis, and are a list in Keras 2.
_KERNELS = (("nb_row", "nb_col"), ("kernel_dim1", "kernel_dim2", "kernel_dim3"))
_FORMATS = {"tf": "channels_last", "th": "channels_first"}
# Layers for images whose config has no data format.
_WITHOUT_DATA_FORMAT = (
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
    """Convert a layer's class and config from Keras 1 to Keras 2.

    Raises:
        UnknownLayerError: the layer is used in a way that rnntui does not compute.
    """
    if class_name == "BatchNormalization" and config.get("mode"):
        raise UnknownLayerError(
            f"layer '{config.get('name')}' is a BatchNormalization of mode {config['mode']}: it "
            "normalizes by the current sample or batch, which rnntui does not compute"
        )
    names = _NAMES
    if class_name == "Embedding":  # its output_dim kept its name
        names = {key: name for key, name in names.items() if key != "output_dim"}
    elif class_name == "InputLayer":
        names = {"input_dtype": "dtype"}
    renamed = {names.get(key, key): value for key, value in config.items()}
    for parts in _KERNELS:
        if all(part in config for part in parts):
            renamed["kernel_size"] = [config[part] for part in parts]
    if "data_format" in renamed:
        renamed["data_format"] = _data_format(renamed["data_format"])
    elif class_name in _WITHOUT_DATA_FORMAT:
        renamed["data_format"] = writer.data_format
    if class_name.startswith("ZeroPadding") and "padding" in renamed:
        renamed["padding"] = _padding(renamed["padding"], class_name[-2:])
    return CLASSES.get(class_name, class_name), renamed


def with_data_format(writer: Writer, config: Any) -> Writer:
    """The writer with the data format of the model's layers, if they all have the same.

    Layers without one used the setting of Keras, and so did most of the others.
    """
    formats = {value for value in _all_data_formats(config) if value is not None}
    return replace(writer, data_format=formats.pop()) if len(formats) == 1 else writer


def _all_data_formats(value: Any) -> list[str | None]:
    found: list[str | None] = []
    if isinstance(value, dict):
        found.append(_data_format(value.get("dim_ordering")))
    inside = value.values() if isinstance(value, dict) else value
    for item in inside if isinstance(value, dict | list) else ():
        found += _all_data_formats(item)
    return found


def _data_format(ordering: Any) -> str | None:
    return _FORMATS.get(ordering) if isinstance(ordering, str) else None


def _padding(padding: Any, axes: str) -> Any:
    """A ZeroPadding layer's padding, whose sides are a dictionary or a flat list in Keras 1."""
    if isinstance(padding, dict):
        sides = [[padding.get(side, 0) for side in pair] for pair in _SIDES]
        return sides[1] if axes == "1D" else sides
    if axes == "2D" and isinstance(padding, list) and len(padding) == 4:
        return [padding[:2], padding[2:]]
    return padding

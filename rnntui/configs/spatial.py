"""Convolution, pooling, padding along spatial axes: their configs and classes."""

from __future__ import annotations

from rnntui.configs.activation_spec import ActivationSpec
from rnntui.configs.base import Count, LayerConfig, Margins, MarginsOfEach, Sizes
from rnntui.configs.layer_class import LayerClass, kernel_and_bias, two_kernels_and_bias


class ConvBaseConfig(LayerConfig, frozen=True, kw_only=True):
    """The arguments that all convolutions share."""

    kernel_size: Sizes
    strides: Sizes = 1
    padding: str = "valid"
    data_format: str | None = None
    dilation_rate: Sizes = 1
    activation: ActivationSpec = ActivationSpec("linear")
    use_bias: bool = True


class ConvConfig(ConvBaseConfig, frozen=True, kw_only=True):
    """Conv1D, Conv2D, Conv3D."""

    filters: Count
    groups: Count = 1


class DepthwiseConvConfig(ConvBaseConfig, frozen=True, kw_only=True):
    """DepthwiseConv1D, DepthwiseConv2D."""

    depth_multiplier: Count = 1


class SeparableConvConfig(DepthwiseConvConfig, frozen=True, kw_only=True):
    """SeparableConv1D, SeparableConv2D."""

    filters: Count


class PoolingConfig(LayerConfig, frozen=True):
    """MaxPooling and AveragePooling; strides are the pool's size where they are not given."""

    pool_size: Sizes = 2
    strides: Sizes | None = None
    padding: str = "valid"
    data_format: str | None = None


class GlobalPoolingConfig(LayerConfig, frozen=True):
    """GlobalMaxPooling and GlobalAveragePooling."""

    data_format: str | None = None
    keepdims: bool = False


class ZeroPadding1DConfig(LayerConfig, frozen=True):
    """ZeroPadding1D."""

    padding: Margins = 1
    data_format: str | None = None


class ZeroPaddingConfig(LayerConfig, frozen=True):
    """ZeroPadding2D, ZeroPadding3D."""

    padding: MarginsOfEach = 1
    data_format: str | None = None


class Cropping1DConfig(LayerConfig, frozen=True):
    """Cropping1D."""

    cropping: Margins = 1


class Cropping2DConfig(LayerConfig, frozen=True):
    """Cropping2D."""

    cropping: MarginsOfEach = 0
    data_format: str | None = None


class Cropping3DConfig(LayerConfig, frozen=True):
    """Cropping3D."""

    cropping: MarginsOfEach = 1
    data_format: str | None = None


class UpSampling1DConfig(LayerConfig, frozen=True):
    """UpSampling1D."""

    size: Sizes = 2


class UpSampling2DConfig(LayerConfig, frozen=True):
    """UpSampling2D."""

    size: Sizes = 2
    data_format: str | None = None
    interpolation: str = "nearest"


class UpSampling3DConfig(LayerConfig, frozen=True):
    """UpSampling3D."""

    size: Sizes = 2
    data_format: str | None = None


_AVERAGE_OR_MAX = LayerClass(PoolingConfig)
_GLOBAL = LayerClass(GlobalPoolingConfig)
_CONV = LayerClass(ConvConfig, arrays=kernel_and_bias)
_DEPTHWISE = LayerClass(DepthwiseConvConfig, arrays=kernel_and_bias)
_SEPARABLE = LayerClass(SeparableConvConfig, arrays=two_kernels_and_bias)

LAYERS: dict[str, LayerClass] = {
    "AveragePooling1D": _AVERAGE_OR_MAX,
    "AveragePooling2D": _AVERAGE_OR_MAX,
    "AveragePooling3D": _AVERAGE_OR_MAX,
    "Conv1D": _CONV,
    "Conv2D": _CONV,
    "Conv3D": _CONV,
    "Cropping1D": LayerClass(Cropping1DConfig),
    "Cropping2D": LayerClass(Cropping2DConfig),
    "Cropping3D": LayerClass(Cropping3DConfig),
    "DepthwiseConv1D": _DEPTHWISE,
    "DepthwiseConv2D": _DEPTHWISE,
    "GlobalAveragePooling1D": _GLOBAL,
    "GlobalAveragePooling2D": _GLOBAL,
    "GlobalAveragePooling3D": _GLOBAL,
    "GlobalMaxPooling1D": _GLOBAL,
    "GlobalMaxPooling2D": _GLOBAL,
    "GlobalMaxPooling3D": _GLOBAL,
    "MaxPooling1D": _AVERAGE_OR_MAX,
    "MaxPooling2D": _AVERAGE_OR_MAX,
    "MaxPooling3D": _AVERAGE_OR_MAX,
    "SeparableConv1D": _SEPARABLE,
    "SeparableConv2D": _SEPARABLE,
    "UpSampling1D": LayerClass(UpSampling1DConfig),
    "UpSampling2D": LayerClass(UpSampling2DConfig),
    "UpSampling3D": LayerClass(UpSampling3DConfig),
    "ZeroPadding1D": LayerClass(ZeroPadding1DConfig),
    "ZeroPadding2D": LayerClass(ZeroPaddingConfig),
    "ZeroPadding3D": LayerClass(ZeroPaddingConfig),
}

"""The configs of the layers that work along spatial axes, by Keras's names and defaults."""

from __future__ import annotations

from rnntui.network.activation_spec import ActivationSpec
from rnntui.network.configs.base import Count, LayerConfig, Margins, MarginsOfEach, Sizes


class SlidingConfig(LayerConfig, frozen=True, kw_only=True):
    """What the convolutions have in common."""

    kernel_size: Sizes
    strides: Sizes = 1
    padding: str = "valid"
    data_format: str | None = None
    dilation_rate: Sizes = 1
    activation: ActivationSpec = ActivationSpec("linear")
    use_bias: bool = True


class ConvConfig(SlidingConfig, frozen=True, kw_only=True):
    """Conv1D, Conv2D, Conv3D."""

    filters: Count
    groups: Count = 1


class DepthwiseConvConfig(SlidingConfig, frozen=True, kw_only=True):
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


CONFIGS_SPACE: dict[str, type[LayerConfig]] = {
    "AveragePooling1D": PoolingConfig,
    "AveragePooling2D": PoolingConfig,
    "AveragePooling3D": PoolingConfig,
    "Conv1D": ConvConfig,
    "Conv2D": ConvConfig,
    "Conv3D": ConvConfig,
    "Cropping1D": Cropping1DConfig,
    "Cropping2D": Cropping2DConfig,
    "Cropping3D": Cropping3DConfig,
    "DepthwiseConv1D": DepthwiseConvConfig,
    "DepthwiseConv2D": DepthwiseConvConfig,
    "GlobalAveragePooling1D": GlobalPoolingConfig,
    "GlobalAveragePooling2D": GlobalPoolingConfig,
    "GlobalAveragePooling3D": GlobalPoolingConfig,
    "GlobalMaxPooling1D": GlobalPoolingConfig,
    "GlobalMaxPooling2D": GlobalPoolingConfig,
    "GlobalMaxPooling3D": GlobalPoolingConfig,
    "MaxPooling1D": PoolingConfig,
    "MaxPooling2D": PoolingConfig,
    "MaxPooling3D": PoolingConfig,
    "SeparableConv1D": SeparableConvConfig,
    "SeparableConv2D": SeparableConvConfig,
    "UpSampling1D": UpSampling1DConfig,
    "UpSampling2D": UpSampling2DConfig,
    "UpSampling3D": UpSampling3DConfig,
    "ZeroPadding1D": ZeroPadding1DConfig,
    "ZeroPadding2D": ZeroPaddingConfig,
    "ZeroPadding3D": ZeroPaddingConfig,
}

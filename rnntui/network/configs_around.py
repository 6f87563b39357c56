"""The configs of the layers around a recurrence, by Keras's names and with Keras's defaults."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec

from rnntui.network.activation_spec import ActivationSpec
from rnntui.network.layer_config import LayerConfig

Count = Annotated[int, msgspec.Meta(ge=1)]
Length = Annotated[int, msgspec.Meta(ge=0)]
Axes = int | list[int]
# One number, or Keras's one-element list of it: kernel_size, strides, pool_size.
Size = Count | Annotated[list[Count], msgspec.Meta(min_length=1, max_length=1)]
# How much before and after: one number for both, or a pair.
Margins = Length | Annotated[list[Length], msgspec.Meta(min_length=2, max_length=2)]


class IdentityConfig(LayerConfig, frozen=True):
    """A layer of the Dropout family: inactive at inference."""


class ReLUConfig(LayerConfig, frozen=True):
    """ReLU."""

    max_value: float | None = None
    negative_slope: float = 0.0
    threshold: float = 0.0


class LeakyReLUConfig(LayerConfig, frozen=True):
    """LeakyReLU."""

    negative_slope: float = 0.3


class ELUConfig(LayerConfig, frozen=True):
    """ELU."""

    alpha: float = 1.0


class SoftmaxConfig(LayerConfig, frozen=True):
    """Softmax."""

    axis: Axes = -1


class PReLUConfig(LayerConfig, frozen=True):
    """PReLU."""

    shared_axes: list[int] | None = None


class BatchNormalizationConfig(LayerConfig, frozen=True):
    """BatchNormalization; `renorm` is Keras 2's."""

    axis: Axes = -1
    epsilon: float = 1e-3
    center: bool = True
    scale: bool = True
    renorm: bool = False


class LayerNormalizationConfig(LayerConfig, frozen=True):
    """LayerNormalization."""

    axis: Axes = -1
    epsilon: float = 1e-3
    center: bool = True
    scale: bool = True
    rms_scaling: bool = False


class UnitNormalizationConfig(LayerConfig, frozen=True):
    """UnitNormalization."""

    axis: Axes = -1


class RescalingConfig(LayerConfig, frozen=True):
    """Rescaling: one number each, or one for each feature."""

    scale: float | list[float]
    offset: float | list[float] = 0.0


class EmbeddingConfig(LayerConfig, frozen=True):
    """Embedding."""

    input_dim: Count
    output_dim: Count
    mask_zero: bool = False


class MaskingConfig(LayerConfig, frozen=True):
    """Masking: a timestep with this value in all features is to be skipped."""

    mask_value: float = 0.0


class FlattenConfig(LayerConfig, frozen=True):
    """Flatten."""

    data_format: str | None = None


class ReshapeConfig(LayerConfig, frozen=True):
    """Reshape; one length of target_shape may be -1, what is left."""

    target_shape: list[int]


class PermuteConfig(LayerConfig, frozen=True):
    """Permute; the axes count from 1, the batch being 0."""

    dims: list[int]


class RepeatVectorConfig(LayerConfig, frozen=True):
    """RepeatVector."""

    n: Count


class MergeConfig(LayerConfig, frozen=True):
    """Add, Subtract, Multiply, Average, Maximum, Minimum."""


class ConcatenateConfig(LayerConfig, frozen=True):
    """Concatenate; the axis counts the batch."""

    axis: int = -1


class DotConfig(LayerConfig, frozen=True):
    """Dot; the axes count the batch."""

    axes: Axes
    normalize: bool = False


class Conv1DConfig(LayerConfig, frozen=True):
    """Conv1D."""

    filters: Count
    kernel_size: Size
    strides: Size = 1
    padding: str = "valid"
    data_format: str | None = None
    dilation_rate: Size = 1
    groups: Count = 1
    activation: ActivationSpec = ActivationSpec("linear")
    use_bias: bool = True


class Pooling1DConfig(LayerConfig, frozen=True):
    """MaxPooling1D and AveragePooling1D; strides are the pool's size where they are not given."""

    pool_size: Size = 2
    strides: Size | None = None
    padding: str = "valid"
    data_format: str | None = None


class GlobalPooling1DConfig(LayerConfig, frozen=True):
    """GlobalMaxPooling1D and GlobalAveragePooling1D."""

    data_format: str | None = None
    keepdims: bool = False


class ZeroPadding1DConfig(LayerConfig, frozen=True):
    """ZeroPadding1D."""

    padding: Margins = 1
    data_format: str | None = None


class Cropping1DConfig(LayerConfig, frozen=True):
    """Cropping1D."""

    cropping: Margins = 1


class UpSampling1DConfig(LayerConfig, frozen=True):
    """UpSampling1D."""

    size: Size = 2


class TimeDistributedConfig(LayerConfig, frozen=True):
    """TimeDistributed: the layer inside, as Keras writes it (class_name and config)."""

    layer: dict[str, Any]


_MERGING = ("Add", "Average", "Maximum", "Minimum", "Multiply", "Subtract")
_IDENTITY = (
    "ActivityRegularization",
    "AlphaDropout",
    "GaussianDropout",
    "GaussianNoise",
    "SpatialDropout1D",
)

CONFIGS_AROUND: dict[str, type[LayerConfig]] = {
    "BatchNormalization": BatchNormalizationConfig,
    "ELU": ELUConfig,
    "LayerNormalization": LayerNormalizationConfig,
    "LeakyReLU": LeakyReLUConfig,
    "PReLU": PReLUConfig,
    "ReLU": ReLUConfig,
    "Rescaling": RescalingConfig,
    "Softmax": SoftmaxConfig,
    "UnitNormalization": UnitNormalizationConfig,
    "AveragePooling1D": Pooling1DConfig,
    "Concatenate": ConcatenateConfig,
    "Conv1D": Conv1DConfig,
    "Cropping1D": Cropping1DConfig,
    "Dot": DotConfig,
    "Embedding": EmbeddingConfig,
    "Flatten": FlattenConfig,
    "GlobalAveragePooling1D": GlobalPooling1DConfig,
    "GlobalMaxPooling1D": GlobalPooling1DConfig,
    "Masking": MaskingConfig,
    "MaxPooling1D": Pooling1DConfig,
    "Permute": PermuteConfig,
    "RepeatVector": RepeatVectorConfig,
    "Reshape": ReshapeConfig,
    "TimeDistributed": TimeDistributedConfig,
    "UpSampling1D": UpSampling1DConfig,
    "ZeroPadding1D": ZeroPadding1DConfig,
    **dict.fromkeys(_MERGING, MergeConfig),
    **dict.fromkeys(_IDENTITY, IdentityConfig),
}

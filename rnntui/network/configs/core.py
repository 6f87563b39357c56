"""The configs of the layers around a recurrence, by Keras's names and with Keras's defaults."""

from __future__ import annotations

from typing import Any

from rnntui.network.configs.attention import CONFIGS_ATTENTION
from rnntui.network.configs.base import Axes, LayerConfig
from rnntui.network.configs.base import Count as Count
from rnntui.network.configs.spatial import CONFIGS_SPACE


class IdentityConfig(LayerConfig, frozen=True):
    """Identity, and the Dropout family: inactive at inference."""


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


class GroupNormalizationConfig(LayerConfig, frozen=True):
    """GroupNormalization; groups -1 are as many as there are channels."""

    groups: int = 32
    axis: int = -1
    epsilon: float = 1e-3
    center: bool = True
    scale: bool = True


class NormalizationConfig(LayerConfig, frozen=True):
    """Normalization: no axis means one mean for all; mean and variance as given, nested lists.

    Without them they are weights.
    """

    axis: Axes | None = -1
    mean: float | list[Any] | None = None
    variance: float | list[Any] | None = None
    invert: bool = False


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


class TimeDistributedConfig(LayerConfig, frozen=True):
    """TimeDistributed: the layer inside, as Keras writes it (class_name and config)."""

    layer: dict[str, Any]


_MERGING = ("Add", "Average", "Maximum", "Minimum", "Multiply", "Subtract")
_IDENTITY = (
    "ActivityRegularization",
    "AlphaDropout",
    "GaussianDropout",
    "GaussianNoise",
    "Identity",
    "SpatialDropout1D",
    "SpatialDropout2D",
    "SpatialDropout3D",
)

CONFIGS_AROUND: dict[str, type[LayerConfig]] = {
    "BatchNormalization": BatchNormalizationConfig,
    "ELU": ELUConfig,
    "GroupNormalization": GroupNormalizationConfig,
    "LayerNormalization": LayerNormalizationConfig,
    "LeakyReLU": LeakyReLUConfig,
    "Normalization": NormalizationConfig,
    "PReLU": PReLUConfig,
    "ReLU": ReLUConfig,
    "Rescaling": RescalingConfig,
    "Softmax": SoftmaxConfig,
    "UnitNormalization": UnitNormalizationConfig,
    "Concatenate": ConcatenateConfig,
    "Dot": DotConfig,
    "Embedding": EmbeddingConfig,
    "Flatten": FlattenConfig,
    "Masking": MaskingConfig,
    "Permute": PermuteConfig,
    "RepeatVector": RepeatVectorConfig,
    "Reshape": ReshapeConfig,
    "TimeDistributed": TimeDistributedConfig,
    **CONFIGS_ATTENTION,
    **CONFIGS_SPACE,
    **dict.fromkeys(_MERGING, MergeConfig),
    **dict.fromkeys(_IDENTITY, IdentityConfig),
}

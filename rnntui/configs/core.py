"""Inputs, Dense, activations, normalization, reshaping, merging: their configs and classes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from rnntui.configs.activation_spec import ActivationSpec
from rnntui.configs.base import Axes, Count, LayerConfig
from rnntui.configs.layer_class import (
    ArrayCounts,
    LayerClass,
    kernel_and_bias,
    one_array,
    scale_and_center,
    value_of,
)


class InputLayerConfig(LayerConfig, frozen=True):
    """Input: the batch axis first; None for an axis of any length."""

    batch_shape: tuple[int | None, ...]


class DenseConfig(LayerConfig, frozen=True):
    """Dense."""

    units: int
    activation: ActivationSpec = ActivationSpec("linear")
    use_bias: bool = True


class ActivationConfig(LayerConfig, frozen=True):
    """Activation."""

    activation: ActivationSpec


class DropoutConfig(LayerConfig, frozen=True):
    """Dropout: inactive at inference."""

    rate: float = 0.0


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


def _batch_normalization_arrays(config: Any) -> ArrayCounts:
    return scale_and_center(config)[0], 2


def _layer_normalization_arrays(config: Any) -> ArrayCounts:
    return (1, 0) if value_of(config, "rms_scaling") else scale_and_center(config)


def _normalization_arrays(config: Any) -> ArrayCounts:
    """Mean, variance and count, unless the config holds them."""
    return 0, 3 if value_of(config, "mean") is None else 0


_MERGE = LayerClass(MergeConfig, mask="joined", takes="list")
_RATE = {"rate": 0.0}
_RANDOM = LayerClass(IdentityConfig, mask="passes", differs_in_training=True, required=_RATE)

LAYERS: dict[str, LayerClass] = {
    "Activation": LayerClass(ActivationConfig, mask="passes"),
    "ActivityRegularization": LayerClass(IdentityConfig, mask="passes"),
    "Add": _MERGE,
    "AlphaDropout": _RANDOM,
    "Average": _MERGE,
    "BatchNormalization": LayerClass(
        BatchNormalizationConfig,
        arrays=_batch_normalization_arrays,
        mask="passes",
        differs_in_training=True,
    ),
    "Concatenate": LayerClass(ConcatenateConfig, mask="concatenated", takes="list"),
    "Dense": LayerClass(DenseConfig, arrays=kernel_and_bias, mask="passes"),
    "Dot": LayerClass(DotConfig, takes="list"),
    "Dropout": LayerClass(DropoutConfig, mask="passes", differs_in_training=True),
    "ELU": LayerClass(ELUConfig, mask="passes"),
    "Embedding": LayerClass(EmbeddingConfig, arrays=one_array),
    "Flatten": LayerClass(FlattenConfig),
    "GaussianDropout": _RANDOM,
    "GaussianNoise": replace(_RANDOM, required={"stddev": 0.0}),
    "GroupNormalization": LayerClass(
        GroupNormalizationConfig, arrays=scale_and_center, mask="passes"
    ),
    "Identity": LayerClass(IdentityConfig, mask="passes"),
    "InputLayer": LayerClass(InputLayerConfig),
    "LayerNormalization": LayerClass(
        LayerNormalizationConfig, arrays=_layer_normalization_arrays, mask="passes"
    ),
    "LeakyReLU": LayerClass(LeakyReLUConfig, mask="passes"),
    "Masking": LayerClass(MaskingConfig),
    "Maximum": _MERGE,
    "Minimum": _MERGE,
    "Multiply": _MERGE,
    "Normalization": LayerClass(NormalizationConfig, arrays=_normalization_arrays, mask="passes"),
    "PReLU": LayerClass(PReLUConfig, arrays=one_array, mask="passes"),
    "Permute": LayerClass(PermuteConfig),
    "ReLU": LayerClass(ReLUConfig, mask="passes"),
    "RepeatVector": LayerClass(RepeatVectorConfig),
    "Rescaling": LayerClass(RescalingConfig, mask="passes"),
    "Reshape": LayerClass(ReshapeConfig),
    "Softmax": LayerClass(SoftmaxConfig, mask="passes"),
    "SpatialDropout1D": _RANDOM,
    "SpatialDropout2D": _RANDOM,
    "SpatialDropout3D": _RANDOM,
    "Subtract": _MERGE,
    "UnitNormalization": LayerClass(UnitNormalizationConfig, mask="passes"),
}

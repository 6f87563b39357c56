"""The configs of the layers that attend, by Keras's names and with Keras's defaults."""

from __future__ import annotations

from typing import Any

from rnntui.configs.base import Axes, Count, LayerConfig, Sizes
from rnntui.configs.layer_class import ArrayCounts, LayerClass, kernel_and_bias, value_of


class AttentionConfig(LayerConfig, frozen=True):
    """Attention: score_mode is "dot" or "concat"."""

    use_scale: bool = False
    score_mode: str = "dot"


class AdditiveAttentionConfig(LayerConfig, frozen=True):
    """AdditiveAttention."""

    use_scale: bool = True


class MultiHeadAttentionConfig(LayerConfig, frozen=True):
    """MultiHeadAttention; value_dim is key_dim and output_shape the query's where not given."""

    num_heads: Count
    key_dim: Count
    value_dim: Count | None = None
    dropout: float = 0.0
    use_bias: bool = True
    output_shape: Sizes | None = None
    attention_axes: Axes | None = None
    sliding_window: Count | None = None
    use_gate: bool = False


def _attention_arrays(config: Any) -> ArrayCounts:
    """The scale, and concat_score_weight."""
    concat = value_of(config, "score_mode") == "concat"
    return bool(value_of(config, "use_scale")) + concat, 0


def _additive_arrays(config: Any) -> ArrayCounts:
    """The scale, which is used by default."""
    return value_of(config, "use_scale") is not False, 0


LAYERS: dict[str, LayerClass] = {
    "AdditiveAttention": LayerClass(
        AdditiveAttentionConfig, arrays=_additive_arrays, mask="passes", takes="list"
    ),
    "Attention": LayerClass(AttentionConfig, arrays=_attention_arrays, mask="passes", takes="list"),
    # A kernel and bias for each of its sublayers, which own them (`weight_paths`).
    "MultiHeadAttention": LayerClass(
        MultiHeadAttentionConfig, arrays=kernel_and_bias, mask="passes", takes="several"
    ),
}

"""The configs of the layers that attend, by Keras's names and with Keras's defaults."""

from __future__ import annotations

from rnntui.network.configs.base import Axes, Count, LayerConfig, Sizes


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


CONFIGS_ATTENTION: dict[str, type[LayerConfig]] = {
    "AdditiveAttention": AdditiveAttentionConfig,
    "Attention": AttentionConfig,
    "MultiHeadAttention": MultiHeadAttentionConfig,
}

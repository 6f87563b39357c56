"""Attention and AdditiveAttention: for each timestep of a query, a mean of the value's timesteps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from rnntui.configs.attention import AdditiveAttentionConfig, AttentionConfig
from rnntui.errors import ModelFileError, UnknownLayerError
from rnntui.layers.layer import Shape, WholeFunction, named_weights
from rnntui.network.network import Layer

if TYPE_CHECKING:
    from jaxtyping import Bool, Float

Array = np.ndarray[Any, Any]
Mask = np.ndarray[Any, np.dtype[np.bool_]]
Scores = Callable[[Array, Array], Array]


def attention(
    layer: Layer, input_shapes: tuple[Shape, ...], *, use_causal_mask: bool = False
) -> WholeFunction:
    """Attention of a query, a value and perhaps a key, `keras.layers.Attention.call`.

    query (Tq, D), value (Tv, E), key (Tv, D), by default the value -> (Tq, E).
    Weights: scale () with use_scale, concat_score_weight () with the score_mode "concat".

    Args:
        layer: the description.
        input_shapes: of query, value, and key if there is one.
        use_causal_mask: whether timestep t attends only to timesteps up to t.

    Raises:
        ModelFileError: shapes or weights that do not fit.
        UnknownLayerError: a score_mode that Keras does not have.
    """
    config = layer.config
    assert isinstance(config, AttentionConfig)
    if config.score_mode not in ("dot", "concat"):
        raise UnknownLayerError(
            f"layer '{layer.name}' (Attention) has the score_mode '{config.score_mode}', "
            "which rnntui does not know"
        )
    check_attended(layer, input_shapes, alike=True)
    concat = config.score_mode == "concat"
    names = (["scale"] if config.use_scale else []) + (["concat_score_weight"] if concat else [])
    weights = named_weights(layer, dict.fromkeys(names, ()))
    scale = weights.get("scale", np.ones((), layer.dtype))

    def dot_scores(query: Array, key: Array) -> Array:
        scores: Array = query @ key.T * scale
        return scores

    def concat_scores(query: Array, key: Array) -> Array:
        sums = np.tanh(scale * (query[:, None] + key[None])).sum(axis=-1)
        scores: Array = weights["concat_score_weight"] * sums
        return scores

    scores = concat_scores if concat else dot_scores
    return _attending(layer, input_shapes, scores, use_causal_mask)


def additive_attention(
    layer: Layer, input_shapes: tuple[Shape, ...], *, use_causal_mask: bool = False
) -> WholeFunction:
    """AdditiveAttention of a query, a value and perhaps a key, `keras.layers.AdditiveAttention`.

    query (Tq, D), value (Tv, E), key (Tv, D), by default the value -> (Tq, E).
    Weights: scale (D,) with use_scale. The arguments are those of `attention`.

    Raises:
        ModelFileError: shapes or weights that do not fit.
    """
    config = layer.config
    assert isinstance(config, AdditiveAttentionConfig)
    check_attended(layer, input_shapes, alike=True)
    features = input_shapes[0][-1]
    assert features is not None
    weights = named_weights(layer, {"scale": (features,)} if config.use_scale else {})
    scale = weights.get("scale", np.ones((), layer.dtype))

    def scores(query: Array, key: Array) -> Array:
        sums: Array = (scale * np.tanh(query[:, None] + key[None])).sum(axis=-1)
        return sums

    return _attending(layer, input_shapes, scores, use_causal_mask)


def check_attended(layer: Layer, shapes: tuple[Shape, ...], *, alike: bool = False) -> None:
    """Check the shapes of query, value and perhaps key.

    Args:
        layer: for messages.
        shapes: of two or three tensors, of rank 2 or more.
        alike: whether they must be sequences of vectors, the query's as long as the key's.

    Raises:
        ModelFileError: they do not fit together.
    """
    place = f"layer '{layer.name}' ({layer.class_name})"
    listed = " and ".join(str(shape) for shape in shapes)
    if len(shapes) not in (2, 3):
        raise ModelFileError(
            f"{place} takes a query, a value and perhaps a key; it is given {len(shapes)} tensors"
        )
    query, value, key = shapes[0], shapes[1], shapes[-1]
    if len({len(shape) for shape in shapes}) > 1 or len(query) < 2 or (alike and len(query) > 2):
        raise ModelFileError(f"{place} takes sequences of vectors (T, D); it is given {listed}")
    if any(shape[-1] is None for shape in shapes) or (alike and query[-1] != key[-1]):
        raise ModelFileError(f"{place} can't compare vectors of {listed}")
    pairs = zip(value[:-1], key[:-1], strict=True)
    if any(a != b for a, b in pairs if a is not None and b is not None):
        raise ModelFileError(f"{place} needs a key for each value; it is given {listed}")


def lower_triangle(scores: Array) -> Mask:
    """Which of the scores (…, Tq, Tv) are of a value not later than the query."""
    return np.tri(*scores.shape[-2:], dtype=np.bool_)


def softmax(scores: Float[np.ndarray, "... Tv"]) -> Float[np.ndarray, "... Tv"]:
    """Along the last axis, as `keras.ops.softmax`."""
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    result: Array = powers / powers.sum(axis=-1, keepdims=True)
    return result


def _attending(
    layer: Layer, shapes: tuple[Shape, ...], score: Scores, use_causal_mask: bool
) -> WholeFunction:
    # Subtracted where a value is masked; in float16, its largest number.
    far = np.asarray(65504.0 if layer.dtype == "float16" else 1e9, layer.dtype)

    def compute(
        *tensors: Float[np.ndarray, "T D"], masks: Sequence[Bool[np.ndarray, " T"] | None] = ()
    ) -> Float[np.ndarray, "Tq E"]:
        query, value, key = tensors[0], tensors[1], tensors[-1]
        query_mask, value_mask = (masks[0], masks[1]) if masks else (None, None)
        scores = score(query, key)
        counts = lower_triangle(scores) if use_causal_mask else None
        if value_mask is not None:
            counts = value_mask[None] if counts is None else counts & value_mask
        if counts is not None:
            scores = np.where(counts, scores, scores - far)
        result: Array = softmax(scores) @ value
        return result if query_mask is None else np.where(query_mask[:, None], result, 0)

    # With a causal mask, row t needs only the rows up to t (except for a query whose values are all
    # masked, which attends to all values equally).
    return WholeFunction(
        layer,
        (*shapes[0][:-1], shapes[1][-1]),
        compute,
        keeps_time=use_causal_mask,
        uses_masks=True,
    )


WHOLE = {
    "AdditiveAttention": additive_attention,
    "Attention": attention,
}

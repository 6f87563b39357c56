"""MultiHeadAttention: several attentions in parallel, each with its own projections."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod, sqrt
from typing import TYPE_CHECKING, Any

import numpy as np

from rnntui.configs.attention import MultiHeadAttentionConfig
from rnntui.equations.activations import activation
from rnntui.errors import UnknownLayerError
from rnntui.layers.attention.attention import check_attended, lower_triangle, softmax
from rnntui.layers.layer import Shape, WholeFunction, named_weights
from rnntui.network.network import Layer

if TYPE_CHECKING:
    from jaxtyping import Bool, Float

Array = np.ndarray[Any, Any]
Mask = np.ndarray[Any, np.dtype[np.bool_]]
Masks = Sequence["Bool[np.ndarray, ' T'] | None"]


def multi_head_attention(
    layer: Layer, input_shapes: tuple[Shape, ...], *, use_causal_mask: bool = False
) -> WholeFunction:
    """MultiHeadAttention of a query, a value and perhaps a key, `MultiHeadAttention.call`.

    query (Tq, D), value (Tv, E), key (Tv, F), by default the value -> (Tq, *output_shape), or
    (Tq, D). Over several axes, (H, W, D), it attends to all positions jointly.
    Weights: kernel and bias of query, key, gate (with use_gate), value, and attention_output;
    (D, N, key_dim), (F, N, key_dim), (D, N, value_dim), (E, N, value_dim), (N, value_dim, *output).

    Args:
        layer: the description.
        input_shapes: of query, value, and key if there is one.
        use_causal_mask: whether timestep t attends only to timesteps up to t.

    Raises:
        ModelFileError: shapes or weights that do not fit.
        UnknownLayerError: attention_axes other than all, or masks of tensors that are not sequences.
    """
    config = layer.config
    assert isinstance(config, MultiHeadAttentionConfig)
    check_attended(layer, input_shapes)
    query_shape, plain = input_shapes[0], len(input_shapes[0]) == 2
    _check_axes(layer, config, query_shape)
    if (use_causal_mask or config.sliding_window is not None) and not plain:
        raise UnknownLayerError(_of_sequences_only(layer))
    output = _output_shape(config, query_shape)
    weights = _weights(layer, config, input_shapes, output)
    sigmoid = activation("sigmoid", {})
    scale = np.asarray(1 / sqrt(config.key_dim), layer.dtype)

    def project(x: Float[np.ndarray, "*T D"], name: str) -> Float[np.ndarray, "T N H"]:
        return _projected(x.reshape(-1, x.shape[-1]), weights, name, 1)

    def compute(
        *tensors: Float[np.ndarray, "*T D"], masks: Masks = ()
    ) -> Float[np.ndarray, "*Tq D"]:
        if not plain and any(mask is not None for mask in masks):
            raise UnknownLayerError(_of_sequences_only(layer))
        query, key = project(tensors[0], "query"), project(tensors[-1], "key")
        scores = query.swapaxes(0, 1) @ key.transpose(1, 2, 0) * scale
        mask = _mask(scores, masks, use_causal_mask, config.sliding_window)
        heads = _probabilities(scores, mask, zeroed=config.dropout > 0) @ project(
            tensors[1], "value"
        ).swapaxes(0, 1)
        joined = heads.swapaxes(0, 1)
        if config.use_gate:
            joined = joined * sigmoid(project(tensors[0], "gate"))
        result = _projected(joined, weights, "attention_output", 2)
        return result.reshape(*tensors[0].shape[:-1], *output)

    shape = (*query_shape[:-1], *output)
    return WholeFunction(layer, shape, compute, keeps_time=use_causal_mask, uses_masks=True)


def _projected(x: Array, weights: dict[str, Array], name: str, axes: int) -> Array:
    """x times a kernel along x's last axes, plus a bias if there is one."""
    kernel, bias = weights[f"{name}/kernel"], weights.get(f"{name}/bias")
    length, after = prod(kernel.shape[:axes]), kernel.shape[axes:]
    product: Array = np.dot(x.reshape(-1, length), kernel.reshape(length, -1))
    product = product.reshape(-1, *after)
    return product if bias is None else product + bias


def _probabilities(
    scores: Float[np.ndarray, "N Tq Tv"], mask: Mask | None, *, zeroed: bool
) -> Float[np.ndarray, "N Tq Tv"]:
    """The weight of each value for each query.

    A query with all values masked attends to all of them equally; or to none, if Keras has a dropout
    to apply and therefore takes another path (`_compute_attention`).
    """
    if mask is None:
        return softmax(scores)
    far = -0.7 * (65500.0 if scores.dtype == np.float16 else 3.38953e38)
    found = softmax(np.where(mask, scores, np.asarray(far, scores.dtype)))
    return np.where(mask, found, 0) if zeroed else found


def _mask(scores: Array, masks: Masks, causal: bool, window: int | None) -> Mask | None:
    """Which query may attend to which value; all masks joined, `_compute_attention_mask`."""
    parts: list[Mask] = []
    for index, mask in enumerate(masks):
        if mask is not None:
            parts.append(mask[:, None] if index == 0 else mask[None])
    if causal:
        parts.append(lower_triangle(scores))
    if window is not None:
        queries, values = (np.arange(length) for length in scores.shape[-2:])
        parts.append(np.abs(queries[:, None] - values) < window)
    if not parts:
        return None
    whole = np.ones(scores.shape[-2:], bool)
    for part in parts:
        whole &= part
    return whole


def _weights(
    layer: Layer,
    config: MultiHeadAttentionConfig,
    input_shapes: tuple[Shape, ...],
    output: tuple[int, ...],
) -> dict[str, Array]:
    query, value, key = (shapes[-1] or 0 for shapes in (*input_shapes[:2], input_shapes[-1]))
    heads, value_dim = config.num_heads, config.value_dim or config.key_dim
    parts: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {
        "query": ((query,), (heads, config.key_dim)),
        "key": ((key,), (heads, config.key_dim)),
        "gate": ((query,), (heads, value_dim)),
        "value": ((value,), (heads, value_dim)),
        "attention_output": ((heads, value_dim), output),
    }
    shapes: dict[str, tuple[int, ...]] = {}
    for name, (taken, given) in parts.items():
        if name == "gate" and not config.use_gate:
            continue
        shapes[f"{name}/kernel"] = (*taken, *given)
        if config.use_bias:
            shapes[f"{name}/bias"] = given
    return named_weights(layer, shapes)


def _output_shape(config: MultiHeadAttentionConfig, query_shape: Shape) -> tuple[int, ...]:
    given = config.output_shape
    if not given:
        return (query_shape[-1] or 0,)
    return (given,) if isinstance(given, int) else tuple(given)


def _check_axes(layer: Layer, config: MultiHeadAttentionConfig, query_shape: Shape) -> None:
    rank, given = len(query_shape), config.attention_axes
    if given is None:
        return
    axes = [given] if isinstance(given, int) else given
    if sorted(axis if axis >= 0 else rank + 1 + axis for axis in axes) != list(range(1, rank)):
        raise UnknownLayerError(
            f"layer '{layer.name}' (MultiHeadAttention) has the attention_axes {given} of "
            f"{query_shape}; rnntui computes the attention over all axes but the last"
        )


def _of_sequences_only(layer: Layer) -> str:
    return (
        f"layer '{layer.name}' (MultiHeadAttention) masks a tensor that is not a sequence of vectors, "
        "which rnntui does not compute"
    )


WHOLE = {
    "MultiHeadAttention": multi_head_attention,
}

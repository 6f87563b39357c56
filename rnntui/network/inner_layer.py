"""The layer or cell inside another (Bidirectional, TimeDistributed, RNN), as a layer of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from msgspec import structs

from rnntui.configs.opaque import OpaqueConfig
from rnntui.configs.wrappers import InnerLayer
from rnntui.errors import UnknownLayerError
from rnntui.network.network import Layer

if TYPE_CHECKING:
    import numpy as np
    from jaxtyping import Shaped


def inner_layer(
    outer: Layer,
    inner: InnerLayer,
    weights: tuple[Shaped[np.ndarray, "..."], ...],
    *,
    name: str = "",
    **changes: Any,
) -> Layer:
    """The inner layer with the dtype and calls of the outer one, named "outer/inner".

    Args:
        outer: the layer around it.
        inner: its class and config.
        weights: its part of the outer layer's.
        name: to use instead of its own.
        changes: arguments to replace in its config.

    Raises:
        UnknownLayerError: a class or an activation that rnntui does not compute.
    """
    config = inner.config
    if isinstance(config, OpaqueConfig):
        raise UnknownLayerError(f"layer '{outer.name}' is a {outer.class_name} over {config.why}")
    return replace(
        outer,
        name=f"{outer.name}/{name or inner.name}",
        class_name=inner.class_name,
        config=structs.replace(config, **changes) if changes else config,
        weights=weights,
    )

"""The layer or cell inside another (Bidirectional, TimeDistributed, RNN), as a layer of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from rnntui.errors import ModelFileError, UnknownLayerError
from rnntui.network.configs.layer_configs import CELLS, CONFIGS, decode_config
from rnntui.network.network import Layer

if TYPE_CHECKING:
    from jaxtyping import Shaped


def wrapped_layer(
    layer: Layer,
    entry: Mapping[str, Any],
    weights: tuple[Shaped[np.ndarray, "..."], ...],
    changes: Mapping[str, Any] | None = None,
) -> Layer:
    """What a config holds as Keras writes it, {"class_name": …, "config": {…}}.

    Args:
        layer: the outer layer; the inner one has its dtype and calls, and is named "outer/inner".
        entry: the inner layer's class and config.
        weights: the inner layer's part of the outer one's.
        changes: what its config is to say instead.

    Raises:
        ModelFileError: a config that is not one of its class.
        UnknownLayerError: a custom class, or one that rnntui does not compute.
    """
    class_name, config = str(entry.get("class_name")), entry.get("config")
    place = f"layer '{layer.name}' is a {layer.class_name} over a {class_name}"
    module, registered = entry.get("module"), entry.get("registered_name")
    custom = registered not in (None, class_name) or (
        module is not None and str(module).split(".")[0] not in ("keras", "tf_keras")
    )
    if custom or class_name not in CONFIGS | CELLS or not isinstance(config, dict):
        raise UnknownLayerError(f"{place}, which rnntui does not compute")
    try:
        decoded = decode_config(class_name, config | dict(changes or {}))
    except msgspec.ValidationError as error:
        raise ModelFileError(f"{place}: {error}") from None
    except ValueError as error:
        raise UnknownLayerError(f"{place} with {error}, which rnntui does not know") from None
    name = str((changes or {}).get("name") or config.get("name") or class_name)
    return replace(
        layer,
        name=f"{layer.name}/{name}",
        class_name=class_name,
        config=decoded,
        weights=weights,
    )

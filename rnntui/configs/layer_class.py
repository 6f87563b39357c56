"""What rnntui knows of a Keras layer class, besides how to compute it: one entry in one table.

The tables are `LAYERS` in `core.py`, `spatial.py`, `attention.py` and `wrappers.py`, and in
`rnntui.cells.table` for the recurrent layers; `rnntui.network.layer_classes` joins them. The
function of the same name in `rnntui.layers` computes the layer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from rnntui.configs.base import LayerConfig

# How many weight arrays a layer has: trained, not trained.
ArrayCounts = tuple[int, int]


def no_arrays(config: Any) -> ArrayCounts:
    """A layer without weights."""
    return 0, 0


def one_array(config: Any) -> ArrayCounts:
    """One array whatever the config."""
    return 1, 0


def kernel_and_bias(config: Any) -> ArrayCounts:
    """A kernel, and a bias unless use_bias is False."""
    return 1 + (value_of(config, "use_bias") is not False), 0


def two_kernels_and_bias(config: Any) -> ArrayCounts:
    """Two kernels, and a bias unless use_bias is False."""
    return 2 + (value_of(config, "use_bias") is not False), 0


def scale_and_center(config: Any) -> ArrayCounts:
    """gamma and beta, as far as scale and center are set."""
    return sum(value_of(config, key) is not False for key in ("scale", "center")), 0


@dataclass(frozen=True)
class LayerClass:
    """One of Keras's layer classes.

    config: the type that its config is decoded to
    arrays: config -> how many weight arrays it has; the config may be the file's own dict
    mask: what becomes of masks: the first input's "passes"; those of all inputs are "joined" (Add)
        or "concatenated"; it is "dropped". Masking and Embedding make their own, and recurrent
        layers and their wrappers have rules of their own (`rnntui.layers.graph.masks`).
    takes: "one" tensor; a "list" of tensors as one argument; "several" tensors as arguments
    differs_in_training: whether a call with training=True computes something else
    required: arguments that Keras insists on and that have no effect at inference
    """

    config: type[LayerConfig]
    arrays: Callable[[Any], ArrayCounts] = no_arrays
    mask: Literal["passes", "joined", "concatenated", "dropped"] = "dropped"
    takes: Literal["one", "list", "several"] = "one"
    differs_in_training: bool = False
    required: Mapping[str, Any] = field(default_factory=dict)


def value_of(config: Any, key: str) -> Any:
    """An argument of a config, decoded or the file's own dict; None if it is absent."""
    return config.get(key) if isinstance(config, dict) else getattr(config, key, None)

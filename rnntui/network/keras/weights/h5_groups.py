"""Matches the groups of a weights file to layers whose names differ from the groups'.

Keras numbers the layers of a session ("lstm_3"), so a model built twice has different layer names;
and the configs of Keras 1 don't name a nested Sequential model. As in Keras, layers with weights are
then matched by order.

Source: `load_weights_from_hdf5_group` of `keras.src.legacy.saving.legacy_h5_format`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rnntui.network.keras.models.description import Stored
from rnntui.network.keras.weights.weight_paths import weight_paths
from rnntui.network.keras.weights.weight_split import has_arrays


def weighted(tree: Sequence[Stored]) -> list[Stored]:
    """The layers and nested models that have weights."""
    return [
        stored
        for stored in tree
        if any(
            has_arrays(owner)
            for layer in stored.layers
            for owner in weight_paths(layer.class_name, layer.config)
        )
    ]


def match_groups(tree: Sequence[Stored], names: Sequence[str]) -> tuple[Stored, ...] | None:
    """The layers, renamed to the names they have in a file.

    Args:
        tree: the layers as named by the config.
        names: the file's groups with weights, in order.

    Returns:
        The layers; unchanged if all their names are in the file; None if the numbers differ.
    """
    layers = weighted(tree)
    if {stored.own_name for stored in layers} <= set(names):
        return tuple(tree)
    if len(layers) != len(names):
        return None
    known = {stored.own_name: name for stored, name in zip(layers, names, strict=True)}
    return tuple(
        replace(stored, own_name=known.get(stored.own_name, stored.own_name)) for stored in tree
    )

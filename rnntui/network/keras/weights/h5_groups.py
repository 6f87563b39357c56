"""Which group of a file holds the weights of which layer, where its name does not say so.

Keras numbers the layers of a session ("lstm_3"), so the same model made twice has two names for
each; and the configs of Keras 1 don't name a Sequential model that is used as a layer. Keras itself
goes by the order, among the layers that have weights (`load_weights_from_hdf5_group`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rnntui.network.keras.models.description import Stored
from rnntui.network.keras.weights.weight_paths import weight_paths
from rnntui.network.keras.weights.weight_split import has_arrays


def weighted(tree: Sequence[Stored]) -> list[Stored]:
    """The layers, and models used as such, that have weights."""
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
    """The layers with the names that they have in a file.

    Args:
        tree: as the config names them.
        names: of those in the file that have weights, in order.

    Returns:
        The same layers where all of their names are in the file; None where their number is another.
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

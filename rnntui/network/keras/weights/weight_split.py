"""A layer's list of arrays, split between the layers and cells that own them.

A .h5 file keeps all arrays of a layer in one list: first the trainable arrays of all owners, then
the non-trainable ones. The number of arrays of each owner follows from its config; Keras 1 had
separate arrays for each gate.

A layer that was frozen before it had weights counts as trainable in Keras 3, one that was frozen
afterwards does not, and the config is the same. The arrays' names, "layer/kernel", tell them apart.

Sources: `_legacy_weights` of `keras.src.legacy.saving.legacy_h5_format`; `Layer.trainable_weights`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

import numpy as np

from rnntui.configs.base import LayerConfig
from rnntui.configs.layer_class import kernel_and_bias
from rnntui.network.keras.keras_version import Writer
from rnntui.network.keras.legacy.weights import present_weights
from rnntui.network.keras.weights.weight_paths import WeightPath, weight_paths
from rnntui.network.layer_classes import CELL_CLASSES, LAYER_CLASSES

Arrays = tuple[np.ndarray[Any, Any], ...]
# Of an owner: how many arrays are trained, how many are not.
Counts = tuple[int, int]

_GATES_OF_KERAS_1 = {"LSTM": 4, "GRU": 3, "SimpleRNN": 1}
# Keras's layers with a kernel and a bias that rnntui does not compute; the file is read all the same.
_OPAQUE_WITH_KERNEL = (
    "Conv1DTranspose",
    "Conv2DTranspose",
    "Conv3DTranspose",
    "EinsumDense",
)
_TRIED = 8


def split_weights(inside: Sequence[WeightPath], names: Sequence[str]) -> list[list[int]] | None:
    """The indices of each owner's arrays in a .h5 file's list.

    Args:
        inside: the owners of one layer or model, in order.
        names: of the arrays, as listed in the file.

    Returns:
        None if the list does not fit these owners.
    """
    first = None
    for keras_1 in (False, True):
        counts = [_counts(owner, keras_1) for owner in inside]
        if sum(map(sum, counts)) != len(names):
            continue
        for frozen in _ways_of_freezing(inside):
            shares = _shares(counts, frozen)
            if all(len({_place(names[i]) for i in share}) <= 1 for share in shares):
                return shares
            first = first or shares
    return first


def _ways_of_freezing(inside: Sequence[WeightPath]) -> Iterator[list[bool]]:
    """The combinations of owners that count as not trainable, the most likely first."""
    stopped = [number for number, owner in enumerate(inside) if not owner.trainable]
    yield [not owner.trainable for owner in inside]
    yield [False for _ in inside]
    if len(stopped) <= _TRIED:
        for way in product((True, False), repeat=len(stopped)):
            frozen_by_number = dict(zip(stopped, way, strict=True))
            yield [frozen_by_number.get(number, False) for number in range(len(inside))]


def _shares(counts: Sequence[Counts], frozen: Sequence[bool]) -> list[list[int]]:
    shares: list[list[int]] = [[] for _ in counts]
    taken = 0
    for trained in (True, False):
        for share, (first, second), stopped in zip(shares, counts, frozen, strict=True):
            if stopped:
                first, second = 0, first + second
            count = first if trained else second
            share.extend(range(taken, taken + count))
            taken += count
    return shares


def _place(name: str) -> str:
    return name.rpartition("/")[0]


def has_arrays(owner: WeightPath) -> bool:
    """Whether an owner has weights."""
    return any(_counts(owner, keras_1=False))


def _counts(owner: WeightPath, keras_1: bool) -> Counts:
    """How many arrays an owner has, trained and not."""
    name = owner.class_name
    recurrent = name.removesuffix("Cell")
    if keras_1 and recurrent in _GATES_OF_KERAS_1:
        return 3 * _GATES_OF_KERAS_1[recurrent], 0
    if name in _OPAQUE_WITH_KERNEL:
        return kernel_and_bias(owner.config)
    known = LAYER_CLASSES.get(name) or CELL_CLASSES.get(name)
    return (0, 0) if known is None else known.arrays(owner.config)


def present_arrays(class_name: str, config: LayerConfig, arrays: Arrays, writer: Writer) -> Arrays:
    """A layer's arrays of Keras 1 or 2 as today's, also where they belong to layers inside it."""
    inside = list(weight_paths(class_name, config))
    if len(inside) == 1:
        return present_weights(inside[0].class_name, inside[0].config, arrays, writer)
    shares = split_weights(inside, [""] * len(arrays))
    if shares is None:
        return arrays
    return tuple(
        array
        for owner, share in zip(inside, shares, strict=True)
        for array in present_weights(
            owner.class_name, owner.config, tuple(arrays[number] for number in share), writer
        )
    )

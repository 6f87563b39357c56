"""The base of every layer's config, and the types that configs share."""

from __future__ import annotations

from typing import Annotated

import msgspec


class LayerConfig(msgspec.Struct, frozen=True):
    """A layer's arguments, by Keras's names and with Keras's defaults.

    A key that a config does not name is ignored: Keras adds keys with every version, and none of
    them should fail. A key that it does name must have the right type.
    """


class LoopConfig(LayerConfig, frozen=True, kw_only=True):
    """How a recurrent layer runs its cell over a sequence."""

    return_sequences: bool = False
    return_state: bool = False
    go_backwards: bool = False
    stateful: bool = False
    unroll: bool = False
    zero_output_for_mask: bool = False


Count = Annotated[int, msgspec.Meta(ge=1)]
Length = Annotated[int, msgspec.Meta(ge=0)]
Axes = int | list[int]
# One number for all spatial axes, or one for each: kernel_size, strides, pool_size.
Sizes = Count | list[Count]
# How much before and after, for 1 axis: one number for both, or a pair.
Margins = Length | Annotated[list[Length], msgspec.Meta(min_length=2, max_length=2)]
# The same for several axes: one number for all, or for each axis a number or a pair.
MarginsOfEach = Length | list[Margins]

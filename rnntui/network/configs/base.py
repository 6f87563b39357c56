"""What every layer's config is: the root of the typed structures in `configs` and beside it."""

from __future__ import annotations

from typing import Annotated

import msgspec


class LayerConfig(msgspec.Struct, frozen=True):
    """What every layer's config says."""


Count = Annotated[int, msgspec.Meta(ge=1)]
Length = Annotated[int, msgspec.Meta(ge=0)]
Axes = int | list[int]
# One number for all spatial axes, or one for each: kernel_size, strides, pool_size.
Sizes = Count | list[Count]
# How much before and after, for 1 axis: one number for both, or a pair.
Margins = Length | Annotated[list[Length], msgspec.Meta(min_length=2, max_length=2)]
# The same for several axes: one number for all, or for each axis a number or a pair.
MarginsOfEach = Length | list[Margins]

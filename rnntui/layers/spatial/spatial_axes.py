"""The axes of a layer's input, spatial axes and channels, and the windows that slide over them.

There are 1, 2 or 3 spatial axes, as in the layer's name: time (T,), (H, W), (D, H, W).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from rnntui.errors import DataError, ModelFileError, UnknownLayerError
from rnntui.layers.layer import Shape
from rnntui.layers.spatial.windows import Sizes, reaches_of, windows_of, windows_shape
from rnntui.network.network import Layer

if TYPE_CHECKING:
    from jaxtyping import Float

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Space:
    """The axes of a layer's input.

    lengths: of the spatial axes
    channels_first: whether the channels come before them, else after
    """

    layer: Layer
    lengths: Shape
    channels: int | None
    channels_first: bool = False

    @property
    def rank(self) -> int:
        """The number of spatial axes."""
        return len(self.lengths)

    def shape(self, lengths: Shape, channels: int | None) -> Shape:
        """The shape of a tensor whose channels are where the input's are."""
        return (channels, *lengths) if self.channels_first else (*lengths, channels)

    def of_all(self, value: int | list[int]) -> Sizes:
        """A number for each spatial axis, from one number for all or a list.

        Raises:
            ModelFileError: a list of another length.
        """
        sizes = (value,) * self.rank if isinstance(value, int) else tuple(value)
        if len(sizes) != self.rank:
            raise ModelFileError(
                f"layer '{self.layer.name}' ({self.layer.class_name}) works along {self.rank} "
                f"axes; its config has {value}"
            )
        return sizes

    def on(self, compute: Callable[..., Array]) -> Callable[..., Array]:
        """A function of an array with channels last, applied to the layer's input."""
        if not self.channels_first:
            return compute

        def moved(x: Array, **told: Any) -> Array:
            return np.moveaxis(compute(np.moveaxis(x, 0, -1), **told), -1, 0)

        return moved


def space_of(
    layer: Layer, input_shapes: tuple[Shape, ...], data_format: str | None = None
) -> Space:
    """The axes of a layer's only input.

    Raises:
        ModelFileError: a tensor of another rank.
        UnknownLayerError: a data_format that Keras does not have.
    """
    (shape,) = input_shapes
    rank = int(layer.class_name[-2])
    if data_format not in (None, "channels_last", "channels_first"):
        raise UnknownLayerError(
            f"layer '{layer.name}' ({layer.class_name}) has the data_format '{data_format}', "
            "which rnntui does not know"
        )
    if len(shape) != rank + 1:
        what = ("sequences of vectors (T, D)", "images (H, W, C)", "volumes (D, H, W, C)")[rank - 1]
        raise ModelFileError(
            f"layer '{layer.name}' ({layer.class_name}) takes {what}; its input is {shape}"
        )
    if data_format == "channels_first":
        return Space(layer, shape[1:], shape[0], channels_first=True)
    return Space(layer, shape[:-1], shape[-1])


@dataclass(frozen=True)
class Windows:
    """The windows of a layer.

    size, strides, dilation: of a window, one number for each spatial axis
    padding: "valid" (within the array), "same" (as TensorFlow pads), "causal" (up to t)
    fill: the value outside the array
    """

    space: Space
    size: Sizes
    strides: Sizes
    dilation: Sizes
    padding: str
    fill: float = 0.0

    def __post_init__(self) -> None:
        known = ("valid", "same", "causal") if self.space.rank == 1 else ("valid", "same")
        if self.padding not in known:
            raise UnknownLayerError(
                f"{self._place} has the padding '{self.padding}', which rnntui does not know"
            )

    @property
    def _place(self) -> str:
        return f"layer '{self.space.layer.name}' ({self.space.layer.class_name})"

    @property
    def lengths(self) -> Shape:
        """The number of windows along each axis; None for an axis of unknown length.

        Raises:
            ModelFileError: an axis is shorter than a window.
        """
        counts = self._counts(tuple(length or 0 for length in self.space.lengths))
        pairs = list(zip(counts, self.space.lengths, strict=True))
        if any(length is not None and count < 1 for count, length in pairs):
            raise ModelFileError(self._too_short(self.space.lengths))
        return tuple(None if length is None else count for count, length in pairs)

    @property
    def follow_time(self) -> bool:
        """Whether window t of the first axis contains only positions up to t."""
        reach = reaches_of(self.size, self.dilation)[0]
        up_to_t = reach == 1 or self.padding == "causal"
        return up_to_t and self.strides[0] == 1 and not self.space.channels_first

    def of(self, x: Float[np.ndarray, "*space C"]) -> Float[np.ndarray, "*windows *size C"]:
        """The windows of an array with channels last.

        Raises:
            DataError: an axis is shorter than a window.
        """
        lengths = x.shape[: self.space.rank]
        if min(self._counts(lengths)) < 1:
            raise DataError(self._too_short(lengths))
        return windows_of(x, self.size, self.strides, self.dilation, self.padding, self.fill)

    def _counts(self, lengths: Sizes) -> Sizes:
        return windows_shape(lengths, self.size, self.strides, self.dilation, self.padding)

    def _too_short(self, lengths: Shape) -> str:
        spans, has = reaches_of(self.size, self.dilation), lengths
        if self.space.rank == 1:
            return f"{self._place} has windows of {spans[0]} timesteps; its input has {has[0]}"
        return f"{self._place} has windows of {spans}; its input has {has}"

"""Windows that slide over time: what a convolution and a pooling have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rnntui.errors import DataError, ModelFileError, UnknownLayerError
from rnntui.layers.layer import Shape
from rnntui.network.network import Layer

if TYPE_CHECKING:
    from jaxtyping import Float


@dataclass(frozen=True)
class Windows:
    """Where the windows of a layer lie in a sequence.

    size, stride, dilation: of a window, in timesteps
    padding: "valid" (within the sequence), "same" (as TensorFlow pads), "causal" (up to t)
    fill: what stands outside the sequence
    """

    layer: Layer
    size: int
    stride: int
    dilation: int
    padding: str
    fill: float = 0.0

    def __post_init__(self) -> None:
        if self.padding not in ("valid", "same", "causal"):
            raise UnknownLayerError(
                f"{self._place} has the padding '{self.padding}', which rnntui does not know"
            )

    @property
    def _place(self) -> str:
        return f"layer '{self.layer.name}' ({self.layer.class_name})"

    @property
    def reach(self) -> int:
        """How many timesteps a window spans."""
        return self.dilation * (self.size - 1) + 1

    def length(self, timesteps: int | None) -> int | None:
        """How many windows there are; None where it is not known how many timesteps there are.

        Raises:
            ModelFileError: the sequence is shorter than a window.
        """
        if timesteps is None:
            return None
        count = self._count(timesteps)
        if count < 1:
            raise ModelFileError(
                f"{self._place} has windows of {self.reach} timesteps; its input has {timesteps}"
            )
        return count

    def of(self, x: Float[np.ndarray, "T D"]) -> Float[np.ndarray, "windows size D"]:
        """The windows of a sequence.

        Raises:
            DataError: the sequence is shorter than a window.
        """
        count = self._count(len(x))
        if count < 1:
            raise DataError(
                f"{self._place} has windows of {self.reach} timesteps; its input has {len(x)}"
            )
        starts = np.arange(count) * self.stride
        places = starts[:, None] + np.arange(self.size) * self.dilation
        padded = np.pad(x, (self._margins(len(x)), (0, 0)), constant_values=self.fill)
        windows: Float[np.ndarray, "windows size D"] = padded[places]
        return windows

    def _count(self, timesteps: int) -> int:
        if self.padding == "valid":
            return (timesteps - self.reach) // self.stride + 1
        return -(-timesteps // self.stride)

    def _margins(self, timesteps: int) -> tuple[int, int]:
        if self.padding == "valid":
            return 0, 0
        if self.padding == "causal":
            return self.reach - 1, 0
        last = (self._count(timesteps) - 1) * self.stride + self.reach
        missing = max(last - timesteps, 0)
        return missing // 2, missing - missing // 2


def length_of(layer: Layer, input_shapes: tuple[Shape, ...]) -> tuple[int | None, int | None]:
    """T and D of the sequence that a layer takes.

    Raises:
        ModelFileError: its input is no sequence of vectors.
    """
    (shape,) = input_shapes
    if len(shape) != 2:
        raise ModelFileError(
            f"layer '{layer.name}' ({layer.class_name}) takes sequences of vectors (T, D); "
            f"its input is {shape}"
        )
    return shape[0], shape[1]


def single(value: int | list[int]) -> int:
    """A number that Keras may write as a list of one."""
    return value if isinstance(value, int) else value[0]


def pair_of(value: int | list[int]) -> tuple[int, int]:
    """Before and after: a number that stands for both, or a pair."""
    return (value, value) if isinstance(value, int) else (value[0], value[1])

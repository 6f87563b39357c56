"""Convolution window: the part of the input that one result of a convolution depends on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rnntui.cells.conv_lstm import ConvLSTMConfig
from rnntui.layers.layer import LayerFunction
from rnntui.layers.spatial.windows import reaches_of, windows_shape

if TYPE_CHECKING:
    from jaxtyping import Shaped

Sizes = tuple[int, ...]


@dataclass(frozen=True)
class Term:
    """One product of a window's sum: x[place] × kernel[kernel_place]."""

    place: Sizes
    kernel_place: Sizes
    value: float
    weight: float


@dataclass(frozen=True, eq=False)
class Window:
    """The terms of one result of a convolution.

    first, last: the window's corners in the input, channels last; may be beyond the edges
    terms: the largest products, largest first
    more, rest: the number of other products, and their sum
    outside: how many places of the window are beyond the edges (padding)
    """

    first: Sizes
    last: Sizes
    terms: tuple[Term, ...]
    more: int
    rest: float
    outside: int


@dataclass(frozen=True)
class ConvWindow:
    """The geometry of a convolution.

    strides, dilation: one number per spatial axis; padding: "valid" or "same"
    channels: the axis of the channels, in the input and in the result
    """

    strides: Sizes
    dilation: Sizes
    padding: str
    channels: int

    def window(
        self,
        x: Shaped[np.ndarray, "..."],
        kernel: Shaped[np.ndarray, "*size channels filters"],
        place: Sizes,
        most: int,
    ) -> Window:
        """The window of the result at `place`, with its `most` largest terms."""
        rank = kernel.ndim - 2
        size = kernel.shape[:rank]
        last = np.moveaxis(x, self.channels, -1)
        at = list(place)
        result_filter = at.pop(self.channels)
        corners = self._corners(last.shape[:rank], size, at)
        along = [
            first + step * np.arange(n)
            for first, step, n in zip(corners, self.dilation, size, strict=True)
        ]
        inside = [(rows >= 0) & (rows < n) for rows, n in zip(along, last.shape, strict=False)]
        values = last[np.ix_(*(rows[found] for rows, found in zip(along, inside, strict=True)))]
        weights = kernel[..., result_filter][np.ix_(*inside)]
        products = (values.astype(np.float64) * weights).reshape(-1)
        sizes = np.nan_to_num(np.abs(products), nan=np.inf)
        order = np.argsort(-sizes, kind="stable")
        terms = []
        for index in order[:most].tolist():
            *space, channel = (int(part) for part in np.unravel_index(index, values.shape))
            of_kernel = [
                int(np.flatnonzero(found)[part]) for found, part in zip(inside, space, strict=True)
            ]
            of_x = [int(rows[part]) for rows, part in zip(along, of_kernel, strict=True)]
            of_x.insert(self.channels, channel)
            terms.append(
                Term(
                    tuple(of_x),
                    (*of_kernel, channel, result_filter),
                    float(values.flat[index]),
                    float(weights.flat[index]),
                )
            )
        return Window(
            first=tuple(corners),
            last=tuple(int(rows[-1]) for rows in along),
            terms=tuple(terms),
            more=products.size - len(terms),
            rest=float(products[order[most:]].sum()),
            outside=kernel[..., 0].size - products.size,
        )

    def _corners(self, space: Sizes, size: Sizes, place: list[int]) -> list[int]:
        counts = windows_shape(space, size, self.strides, self.dilation, self.padding)
        corners = []
        for n, count, reach, stride, at in zip(
            space, counts, reaches_of(size, self.dilation), self.strides, place, strict=True
        ):
            missing = 0 if self.padding == "valid" else (count - 1) * stride + reach - n
            corners.append(at * stride - max(missing, 0) // 2)
        return corners


def conv_windows_of(function: LayerFunction) -> Mapping[str, ConvWindow]:
    """The geometry of each convolution in a layer's equations, by its name there."""
    config = function.layer.config
    if not isinstance(config, ConvLSTMConfig):
        return {}
    rank = len(function.output_shapes[0]) - 1 - config.return_sequences
    channels = 0 if config.data_format == "channels_first" else rank
    ones = (1,) * rank
    return {
        "conv": ConvWindow(
            _each(config.strides, rank), _each(config.dilation_rate, rank), config.padding, channels
        ),
        "recurrent_conv": ConvWindow(ones, ones, "same", channels),
    }


def _each(value: int | list[int], rank: int) -> Sizes:
    return (value,) * rank if isinstance(value, int) else tuple(value)

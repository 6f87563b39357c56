"""Keras's axes, which count the batch axis, as axes of one sample."""

from __future__ import annotations

from rnntui.errors import ModelFileError, UnknownLayerError
from rnntui.layers.layer import Shape
from rnntui.network.network import Layer


def batchless(layer: Layer, axes: int | list[int], shape: Shape) -> tuple[int, ...]:
    """The axes of a sample of that shape, from 0, for Keras's axes of a batch.

    Raises:
        ModelFileError: there is no such axis.
        UnknownLayerError: the batch axis, along which samples would depend on each other.
    """
    rank = len(shape)
    found = []
    for axis in [axes] if isinstance(axes, int) else axes:
        if not -rank - 1 <= axis <= rank:
            raise ModelFileError(
                f"layer '{layer.name}' ({layer.class_name}) names axis {axis}; "
                f"its input is {(None, *shape)}"
            )
        if axis in (0, -rank - 1):
            raise UnknownLayerError(
                f"layer '{layer.name}' ({layer.class_name}) works along the batch axis, "
                "which rnntui does not compute: it runs one sample at a time"
            )
        found.append(axis - 1 if axis > 0 else axis + rank)
    return tuple(found)


def only_last(axes: int | list[int], shape: Shape) -> bool:
    """Whether Keras's axes are just the last one."""
    return axes in (-1, [-1], len(shape), [len(shape)])

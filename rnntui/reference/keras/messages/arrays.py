"""NumPy arrays in messages: dtype, shape and bytes, checked against each other when decoded."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal, get_args

import msgspec
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jaxtyping import Shaped

Dtype = Literal[
    "bool",
    "float16", "float32", "float64",
    "int8", "int16", "int32", "int64",
    "uint8", "uint16", "uint32", "uint64",
]  # fmt: skip

_DTYPES = frozenset(get_args(Dtype))
_LONGEST = 2**32 - 1  # msgpack's own limit


class Array(msgspec.Struct, frozen=True):
    """An array in a message: its bytes in C order and the machine's byte order.

    Constructing one (and decoding one) raises ValueError if the sizes don't agree.
    """

    dtype: Dtype
    shape: tuple[int, ...]
    data: bytes

    def __post_init__(self) -> None:
        if any(length < 0 for length in self.shape):
            raise ValueError(f"an array of shape {self.shape}")
        expected = math.prod(self.shape) * np.dtype(self.dtype).itemsize
        if len(self.data) != expected:
            raise ValueError(
                f"an array of {self.dtype} {self.shape} needs {expected} bytes, not {len(self.data)}"
            )

    @classmethod
    def of(cls, array: Shaped[np.ndarray, "*shape"]) -> Array:
        """The array, ready to travel; raises ValueError for other than numbers, and for 4 GiB."""
        dtype = array.dtype.name
        if dtype == "bfloat16":
            array, dtype = array.astype(np.float32), "float32"
        if dtype not in _DTYPES:
            raise ValueError(f"an array of {dtype} can't be sent to Keras or back")
        if array.nbytes > _LONGEST:
            raise ValueError(f"an array of {array.nbytes} bytes is too long; use fewer samples")
        native = np.ascontiguousarray(array, dtype=dtype)
        return cls(dtype, array.shape, native.tobytes())  # type: ignore[arg-type]

    def numpy(self) -> Shaped[np.ndarray, "*shape"]:
        """The array, read-only and without a copy."""
        return np.frombuffer(self.data, dtype=self.dtype).reshape(self.shape)


def pack(arrays: Mapping[str, Shaped[np.ndarray, "*shape"]]) -> dict[str, Array]:
    """Arrays by name, ready to travel."""
    return {name: Array.of(array) for name, array in arrays.items()}


def unpack(arrays: Mapping[str, Array]) -> dict[str, Shaped[np.ndarray, "*shape"]]:
    """Arrays by name, as NumPy's own, read-only."""
    return {name: array.numpy() for name, array in arrays.items()}

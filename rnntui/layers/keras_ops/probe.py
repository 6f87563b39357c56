"""How an operation treats tensors, found by trying it on small random ones.

An operation of keras.ops has no notion of samples or time: reshape may merge the batch axis with the
next, einsum may sum over it. So each call is tried on three samples together and one by one; if the
results differ, it can't be computed one sample at a time. It is tried on sequences of several lengths
if the model leaves the length open, and on sequences that differ from some row on.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
Shape = tuple[int | None, ...]
Compute = Callable[..., tuple[Array, ...]]

_BATCH = 3
# More elements than this are not tried: half a gigabyte.
_MOST = 2**26
_LENGTHS = (5, 7)
# Integers and booleans are often equal though their inputs differ.
_TRIES, _TRIES_OF_DISCRETE = 2, 12
# What NumPy raises for tensors or arguments that it can't compute.
REFUSALS = (
    ArithmeticError,
    AttributeError,
    IndexError,
    KeyError,
    MemoryError,
    RuntimeError,
    TypeError,
    ValueError,
)


@dataclass(frozen=True)
class Probed:
    """The results of an operation.

    shapes: one per result, without the batch axis; an axis is open if it follows an open one
    dtypes: one per result
    keeps_time: whether row t of each result needs only the rows up to t of the input sequences
    """

    shapes: tuple[Shape, ...]
    dtypes: tuple[np.dtype[Any], ...]
    keeps_time: bool


def probe(
    compute: Compute,
    shapes: Sequence[Shape],
    dtypes: Sequence[np.dtype[Any]],
    numbers: Sequence[int],
) -> Probed:
    """Try an operation.

    Args:
        compute: tensors with the batch axis -> results with it.
        shapes: of its input tensors, without the batch axis.
        dtypes: of the same.
        numbers: the numbers among its arguments, which may be positions on an open axis.

    Raises:
        ValueError, TypeError, IndexError, KeyError: it can't be computed, or not one sample at a
            time; the message continues a sentence that begins with "it".
    """
    tried: list[Probed] = []
    refused: Exception = ValueError("has no tensor as input")
    for length in _lengths(shapes, numbers):
        sized = [tuple(length if size is None else size for size in shape) for shape in shapes]
        try:
            with warnings.catch_warnings(), np.errstate(all="ignore"):
                warnings.simplefilter("ignore")
                tried.append(_try(compute, sized, dtypes))
        except REFUSALS as error:
            refused = error
    if not tried:
        raise refused
    results = zip(*(trial.shapes for trial in tried), strict=True)
    merged = tuple(
        tuple(sizes[0] if len(set(sizes)) == 1 else None for sizes in zip(*found, strict=True))
        for found in results
    )
    in_step = _in_step(shapes, merged)
    return Probed(merged, tried[0].dtypes, in_step and all(trial.keeps_time for trial in tried))


def _lengths(shapes: Sequence[Shape], numbers: Sequence[int]) -> list[int]:
    """The lengths to try on open axes: short ones, longer than any number, and neighbouring ones."""
    if not any(size is None for shape in shapes for size in shape):
        return [_LENGTHS[0]]
    longest = min(max((abs(number) for number in numbers), default=0), 20_000)
    beside = {shape[0] for shape in shapes if shape and shape[0] is not None}
    more = (longest + 5, longest + 8) if longest else ()
    return sorted({*_LENGTHS, *more, *(size for size in beside if size)})


def _in_step(shapes: Sequence[Shape], results: Sequence[Shape]) -> bool:
    """Whether all results, and all tensors that may be sequences, have the same length."""
    lengths = {shape[0] if shape else 0 for shape in results}
    sequences = [shape for shape in shapes if len(shape) > 1 or shape == (None,)]
    return len(lengths) == 1 and all(shape[0] in (1, *lengths) for shape in sequences)


def _try(
    compute: Compute, shapes: Sequence[tuple[int, ...]], dtypes: Sequence[np.dtype[Any]]
) -> Probed:
    if any(_BATCH * math.prod(shape) > _MOST for shape in shapes):
        raise ValueError("has larger inputs than rnntui can try it on")
    random = np.random.default_rng(0)
    batch = [_values(random, (_BATCH, *s), d) for s, d in zip(shapes, dtypes, strict=True)]
    alone = [compute(*(tensor[i : i + 1] for tensor in batch)) for i in range(_BATCH)]
    if any(result.shape[:1] != (1,) for results in alone for result in results):
        raise ValueError("loses the batch axis")
    together = compute(*batch)
    for whole, *parts in zip(together, *alone, strict=True):
        joined = np.concatenate(parts)
        same = whole.shape == joined.shape
        if not (same and np.allclose(whole, joined, 1e-3, 1e-5, equal_nan=True)):
            raise ValueError("mixes the samples of a batch, while rnntui computes each alone")
    given = alone[0]
    discrete = any(array.dtype.kind != "f" for array in (*batch, *given))
    tries = _TRIES_OF_DISCRETE if discrete else _TRIES
    keeps = all(_keeps_time(compute, shapes, dtypes, random) for _ in range(tries))
    return Probed(
        tuple(result.shape[1:] for result in given),
        tuple(result.dtype for result in given),
        keeps,
    )


def _keeps_time(
    compute: Compute,
    shapes: Sequence[tuple[int, ...]],
    dtypes: Sequence[np.dtype[Any]],
    random: np.random.Generator,
) -> bool:
    tensors = [_values(random, (1, *s), d) for s, d in zip(shapes, dtypes, strict=True)]
    results = compute(*tensors)
    lengths = {result.shape[1:2] for result in results}
    if len(lengths) != 1 or lengths == {()}:
        return False
    (length,) = lengths.pop()
    sequences = [shape[:1] == (length,) for shape in shapes]
    if not any(sequences):
        return False
    for row in _rows(length):
        changed = [
            _changed(random, tensor, row) if is_sequence else tensor
            for tensor, is_sequence in zip(tensors, sequences, strict=True)
        ]
        for before, after in zip(results, compute(*changed), strict=True):
            if not np.allclose(before[:, :row], after[:, :row], 1e-3, 1e-5, equal_nan=True):
                return False
    return True


def _rows(length: int) -> Iterator[int]:
    yield from sorted({row for row in (1, length // 2, length - 1) if 0 < row < length})


def _changed(random: np.random.Generator, tensor: Array, row: int) -> Array:
    later = _values(random, tensor[:, row:].shape, tensor.dtype)
    return np.concatenate([tensor[:, :row], later], axis=1)


def _values(random: np.random.Generator, shape: tuple[int, ...], dtype: np.dtype[Any]) -> Array:
    """Random values; integers are 0 and 1, which are indices too."""
    if dtype.kind == "f":
        return random.standard_normal(shape).astype(dtype)
    return (random.random(shape) < random.choice([0.2, 0.5, 0.8])).astype(dtype)

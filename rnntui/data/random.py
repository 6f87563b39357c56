"""Random data: the notebook's normal noise, for trying a network without any data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from rnntui.data.dataset import Dataset, InputSpec
from rnntui.data.wording import shape_text
from rnntui.errors import DataError

if TYPE_CHECKING:
    from jaxtyping import Num

TIMESTEPS = 20


def random_dataset(
    specs: Sequence[InputSpec], samples: int, seed: int, timesteps: int = TIMESTEPS
) -> Dataset:
    """N samples for a network's inputs: standard normal, or integers below the vocabulary.

    The same arguments give the same values, on every machine.

    Args:
        specs: the network's inputs, filled in this order from one generator.
        samples: N, at least 1.
        seed: of the generator, at least 0.
        timesteps: T where the network leaves it open.

    Raises:
        DataError: a number out of range, or a network that leaves its feature count open.
    """
    if samples < 1:
        raise DataError(f"random data: {samples} samples; give at least 1")
    if seed < 0:
        raise DataError(f"random data: seed {seed}; give 0 or more")
    if timesteps < 1:
        raise DataError(f"random data: {timesteps} timesteps; give at least 1")
    generator = np.random.default_rng(seed)
    try:
        inputs = {spec.name: _drawn(generator, spec, samples, timesteps) for spec in specs}
    except (MemoryError, OverflowError, ValueError):
        raise DataError(
            f"random data: {samples} samples do not fit the memory; give fewer"
        ) from None
    return Dataset(name=f"random normal, seed {seed}", inputs=inputs)


def _drawn(
    generator: np.random.Generator, spec: InputSpec, samples: int, timesteps: int
) -> Num[np.ndarray, "N T ..."]:
    """One input's samples, in its dtype."""
    if None in spec.shape[1:]:
        raise DataError(
            f"random data: the network's input '{spec.name}' is {shape_text(spec.shape)}, "
            "open in more than the time; give a data file"
        )
    shape = (samples, *(timesteps if size is None else size for size in spec.shape))
    if spec.vocabulary is not None:
        return generator.integers(spec.vocabulary, size=shape).astype(spec.dtype)
    return generator.standard_normal(shape).astype(spec.dtype)

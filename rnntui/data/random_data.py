"""Random data for trying a network without a data file: standard normal noise, as in the notebook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from rnntui.data.dataset import Dataset, InputSpec
from rnntui.data.input_checks import is_sequence
from rnntui.data.wording import one_line, plural, shape_text
from rnntui.errors import DataError

if TYPE_CHECKING:
    from jaxtyping import Num

TIMESTEPS = 20


def random_dataset(
    specs: Sequence[InputSpec], samples: int, seed: int, timesteps: int = TIMESTEPS
) -> Dataset:
    """N samples for a network's inputs: standard normal, or integers below the vocabulary.

    If the network masks an input, about a quarter of its samples are shorter and end in the masked
    value; inputs with the same T end together. The same arguments give the same values on every
    machine.

    Args:
        specs: the network's inputs, drawn in this order from one generator.
        samples: N, at least 1.
        seed: of the generator, at least 0.
        timesteps: T if the network takes any.

    Raises:
        DataError: an argument out of range, or a network whose feature count is not fixed.
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
        notes = _pad_some_samples(inputs, specs, seed)
    except (MemoryError, OverflowError, ValueError):
        raise DataError(
            f"random data: {samples} samples do not fit in memory; give fewer"
        ) from None
    return Dataset(name=f"random normal, seed {seed}", inputs=inputs, notes=notes)


def _drawn(
    generator: np.random.Generator, spec: InputSpec, samples: int, timesteps: int
) -> Num[np.ndarray, "N T ..."]:
    """One input's samples, in its dtype."""
    if None in spec.shape[1:]:
        raise DataError(
            f"random data: the network's input '{spec.name}' is {shape_text(spec.shape)}, "
            "with more than the number of timesteps open; give a data file"
        )
    shape = (samples, *(timesteps if size is None else size for size in spec.shape))
    if spec.vocabulary is None:
        return generator.standard_normal(shape).astype(spec.dtype)
    # The padding value 0 must not occur inside a sequence, unless the vocabulary has nothing else.
    low = 1 if spec.padding == 0 and spec.vocabulary > 1 else 0
    return generator.integers(low, spec.vocabulary, size=shape).astype(spec.dtype)


def _pad_some_samples(
    inputs: Mapping[str, Num[np.ndarray, "N T ..."]], specs: Sequence[InputSpec], seed: int
) -> tuple[str, ...]:
    """Make some samples of masked inputs shorter, in place; return the notes on it."""
    notes = []
    for spec in specs:
        if spec.padding is None or not is_sequence(spec):
            continue
        array = inputs[spec.name]
        samples, steps = array.shape[:2]
        # A separate generator, seeded by the seed and T only: inputs with the same T get the same
        # lengths, and the values are the same as without a mask.
        generator = np.random.default_rng((seed, steps))
        count = 0 if steps == 1 else (samples + 2) // 4
        shorter = generator.choice(samples, count, replace=False)
        for sample, length in zip(shorter, generator.integers(1, steps, count), strict=True):
            array[sample, length:] = spec.padding
        if count:
            which = f"{count} of {plural(samples, 'sample')}"
            notes.append(
                f"{one_line(spec.name)}: {which} shorter, padded at the end with {spec.padding:g}"
            )
    return tuple(notes)

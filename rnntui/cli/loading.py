"""What the subcommands begin with: a model, data that fits it, and a place in the data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rnntui.errors import DataError, InputError, OutOfRangeError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rnntui.data.dataset import Dataset, InputSpec
    from rnntui.data.sequences.padding import Padding
    from rnntui.layers.graph.graph import Graph

RANDOM_SAMPLES = 10
"""The number of random samples drawn if neither data nor a number is given."""


def load_graph(path: Path, config: Path | None = None) -> Graph:
    """Read a model file, or a file of weights with its config, as a network that computes.

    Raises:
        ModelFileError: not a model, or not one that rnntui computes.
    """
    from rnntui.layers.graph.graph import build_graph
    from rnntui.network.read import read_network

    return build_graph(read_network(path, config))


def load_data(
    graph: Graph,
    data: Path | None,
    random: int | None,
    seed: int,
    padding: Padding | None = None,
) -> Dataset:
    """The samples for a network: from a file, random, or by default the bundled ones.

    padding: how to change the length of a file's sequences

    Raises:
        InputError: a file and random samples at once, or a padding value without a file.
        DataError: the file can't be read, or does not fit the network.
    """
    from rnntui.data.binding.bind import bind
    from rnntui.data.random_data import random_dataset
    from rnntui.data.read import read_dataset

    specs = graph.input_specs
    if data is not None:
        if random is not None:
            raise InputError("--data and --random: give one of the two")
        return bind(read_dataset(data), specs, padding)
    if padding is not None and padding.value is not None:
        raise InputError(f"--pad {padding.value:g}: only applies to the sequences of --data")
    if random is None:
        fitting = _bundled_data(specs)
        if fitting is not None:
            return fitting
    number = RANDOM_SAMPLES if random is None else random
    return bind(random_dataset(specs, number, seed), specs)


def _bundled_data(specs: Sequence[InputSpec]) -> Dataset | None:
    from rnntui.data.binding.bind import bind
    from rnntui.data.bundled import TRAINING_DATA, bundled
    from rnntui.data.read import read_dataset

    try:
        return bind(read_dataset(bundled(TRAINING_DATA)), specs)
    except DataError:
        return None


def check_sample(sample: int, dataset: Dataset) -> None:
    """Raise OutOfRangeError, with the range, for a sample that does not exist."""
    if not 0 <= sample < dataset.samples:
        name = dataset.name if dataset.path is None else dataset.path
        raise OutOfRangeError(
            f"sample {sample}: not in {name}, whose samples are 0 to {dataset.samples - 1}"
        )


def check_place(sample: int, time: int, dataset: Dataset) -> None:
    """Raise OutOfRangeError for a sample, or a timestep of it, that does not exist."""
    check_sample(sample, dataset)
    arrays = dataset.sample(sample).values()
    check_time(time, max((len(array) for array in arrays if array.ndim), default=1))


def check_time(time: int, timesteps: int) -> None:
    """Raise OutOfRangeError, with the range, for a timestep that does not exist."""
    if not 0 <= time < timesteps:
        raise OutOfRangeError(
            f"time {time}: not in the sample, whose timesteps are 0 to {timesteps - 1}"
        )

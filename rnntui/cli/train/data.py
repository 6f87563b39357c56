"""What `rnntui train` trains on: a file, the bundled tracks, or the notebook's noise."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from rnntui.data.bundled import HELD_OUT_DATA, TRAINING_DATA, bundled
from rnntui.data.dataset import ColumnInfo, Dataset, InputSpec
from rnntui.data.random_data import random_dataset
from rnntui.data.read import read_dataset
from rnntui.errors import DataError, InputError

if TYPE_CHECKING:
    from jaxtyping import Shaped

Array = np.ndarray[Any, Any]

NOTEBOOK_SHAPE = (20, 4)
NOTEBOOK_OUTPUTS = ("Lat", "Long", "Elev")


@dataclass(frozen=True, eq=False)
class TrainingData:
    """The data to train on, and to measure on.

    name: for the model's file name
    options: the options of `rnntui MODEL` that open it again; empty if it is the default
    """

    name: str
    dataset: Dataset
    held_out: Dataset | None
    options: tuple[str, ...]

    @property
    def output_columns(self) -> ColumnInfo:
        """The meaning of the outputs; numbered if the data has no names."""
        columns = self.dataset.target_columns
        if columns is not None:
            return columns
        count = arrays(self.dataset)[1].shape[-1]
        return ColumnInfo(tuple(f"output {index}" for index in range(count)), ("",) * count)


def training_data(
    data: Path | None, random: int | None, held_out: Path | None, seed: int, *, split: bool
) -> TrainingData:
    """Choose and read the data.

    Args:
        data: a file.
        random: or this many samples of noise.
        held_out: a file to measure on.
        seed: of the noise.
        split: whether a part of the data is held back, so that no other is needed.

    Raises:
        InputError: a file and noise at once.
        DataError: a file can't be read, or has no target.
    """
    if data is not None and random is not None:
        raise InputError("--data and --random: give one of the two")
    measured = None if held_out is None else read_dataset(held_out)
    if random is not None:
        chosen = noise(random, seed)
        opened_with = ("--random", str(random), "--seed", str(seed))
        return _checked(TrainingData("random", chosen, measured, opened_with))
    if data is not None:
        return _checked(
            TrainingData(data.stem, read_dataset(data), measured, ("--data", str(data)))
        )
    if measured is None and not split:
        measured = read_dataset(bundled(HELD_OUT_DATA))
    tracks = read_dataset(bundled(TRAINING_DATA))
    return _checked(TrainingData(tracks.name, tracks, measured, ()))


def noise(samples: int, seed: int) -> Dataset:
    """The notebook's data: X (N, 20, 4) and Y (N, 3), standard normal.

    X equals that of `--random N --seed S` for a model of that shape, so a trained model can be opened
    on its training samples.
    """
    inputs = random_dataset((InputSpec("X", NOTEBOOK_SHAPE),), samples, seed)
    generator = np.random.default_rng((seed, 1))
    targets = generator.standard_normal((samples, len(NOTEBOOK_OUTPUTS))).astype(np.float32)
    units = ("",) * len(NOTEBOOK_OUTPUTS)
    return Dataset(
        name=inputs.name,
        inputs=inputs.inputs,
        targets={"Y": targets},
        target_columns=ColumnInfo(NOTEBOOK_OUTPUTS, units),
    )


def arrays(
    dataset: Dataset,
) -> tuple[Shaped[np.ndarray, "N T D"], Shaped[np.ndarray, "N K"]]:
    """The only input and the first target; raises DataError if there is no such pair."""
    where = dataset.name if dataset.path is None else dataset.path
    if not dataset.targets:
        raise DataError(
            f"{where}: no target to train on; add Y (N, K), or columns target_…, to the data"
        )
    if len(dataset.inputs) > 1 and "X" not in dataset.inputs:
        raise DataError(
            f"{where}: several inputs ({', '.join(dataset.inputs)}); training takes one, X"
        )
    if dataset.lengths:
        raise DataError(
            f"{where}: sequences of unequal length; training takes one T: pad them first"
        )
    inputs = dataset.inputs.get("X", next(iter(dataset.inputs.values())))
    target: Array = next(iter(dataset.targets.values()))
    return inputs, target[:, np.newaxis] if target.ndim == 1 else target


def _checked(chosen: TrainingData) -> TrainingData:
    for dataset in (chosen.dataset, chosen.held_out):
        if dataset is not None:
            arrays(dataset)
    return chosen

"""The training form's text parsed as settings; errors name the field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from rnntui.data.dataset import Dataset
from rnntui.errors import InputError
from rnntui.reference.training import TrainSettings

if TYPE_CHECKING:
    import numpy as np

    from rnntui.reference.training import Cell

CELLS = (("SimpleRNN", "simple_rnn"), ("LSTM", "lstm"), ("GRU", "gru"))
# The fields of the form, with the notebook's values.
FIELDS = (("units", "4"), ("epochs", "60"), ("learning_rate", "0.1"), ("seed", "0"))


@dataclass(frozen=True)
class Trained:
    """A model that was trained: its file, and a line on how it went."""

    path: Path
    summary: str


def unused_name(folder: Path, cell: str) -> Path:
    """A file name for a new model that no file in the folder has."""
    path, number = folder / f"trained_{cell}.keras", 1
    while path.exists():
        number += 1
        path = folder / f"trained_{cell}_{number}.keras"
    return path


def settings_of(cell: str, texts: Mapping[str, str]) -> TrainSettings:
    """The settings in the fields of the form.

    Raises:
        InputError: a field is not a number, or not a valid setting.
    """
    settings = TrainSettings(
        cell=cast("Cell", cell),
        units=_whole(texts, "units"),
        epochs=_whole(texts, "epochs"),
        learning_rate=_number(texts, "learning_rate"),
        seed=_whole(texts, "seed"),
    )
    settings.check()
    return settings


def new_file(text: str) -> Path:
    """The file to write; raises InputError if it exists."""
    out = Path(text.strip()).expanduser()
    if out.exists():
        raise InputError(f"{out}: is there already; choose another name")
    return out


def training_data(dataset: Dataset) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """The first input and the first target; raises InputError if there is no target."""
    if not dataset.targets:
        raise InputError(f"{dataset.name}: has no targets Y to train on")
    if dataset.lengths:
        raise InputError(f"{dataset.name}: its sequences differ in length; training takes one T")
    x, y = next(iter(dataset.inputs.values())), next(iter(dataset.targets.values()))
    return x, y if y.ndim > 1 else y[:, None]


def _whole(texts: Mapping[str, str], name: str) -> int:
    try:
        return int(texts[name])
    except ValueError:
        raise InputError(f"{name} {texts[name]!r}: must be a whole number") from None


def _number(texts: Mapping[str, str], name: str) -> float:
    try:
        return float(texts[name])
    except ValueError:
        label = name.replace("_", " ")
        raise InputError(f"{label} {texts[name]!r}: must be a number") from None

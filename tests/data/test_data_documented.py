"""The examples of docs/data.md work as described."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from rnntui.data.binding.bind import bind
from rnntui.data.dataset import InputSpec
from rnntui.data.read import read_dataset
from rnntui.data.readers.npz import METADATA

PAGE = (Path(__file__).parents[2] / "docs" / "data.md").read_text()
OPEN = InputSpec("in", (None, 4))


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which each Python example has been run."""
    monkeypatch.chdir(tmp_path)
    for code in blocks("python"):
        exec(compile(code, "data.md", "exec"), {})
    return tmp_path


def test_the_first_example(folder: Path) -> None:
    bound = bind(read_dataset(folder / "mine.npz"), [InputSpec("in", (20, 4))])
    assert (bound.samples, bound.targets["Y"].shape) == (8, (8, 3))


def test_the_forms_of_unequal_length_read_the_same(folder: Path) -> None:
    names = ("one_each", "by_name", "padded")
    sets = [bind(read_dataset(folder / f"{name}.npz"), [OPEN]) for name in names]
    for data in sets:
        assert [len(data.sample(index)["in"]) for index in range(3)] == [5, 9, 3]
        for index in range(3):
            np.testing.assert_array_equal(data.sample(index)["in"], sets[0].sample(index)["in"])
    assert sets[1].sample_ids == ("to work", "home", "to the shop")


def test_the_tables(tmp_path: Path) -> None:
    one, two = blocks("csv")
    (tmp_path / "one.csv").write_text(one)
    (tmp_path / "two.csv").write_text(two)
    data = bind(read_dataset(tmp_path / "one.csv"), [InputSpec("in", (2, 2))])
    assert data.sample_ids == ("morning", "evening")
    assert data.targets["Y"].tolist() == [[48.3, 8.7], [48.1, 8.5]]
    specs = [
        InputSpec("words", (None,), "int32", vocabulary=5),
        InputSpec("track", (None, 2)),
        InputSpec("pilot", (1,)),
    ]
    data = bind(read_dataset(tmp_path / "two.csv"), specs)
    shapes = [{name: array.shape for name, array in data.sample(i).items()} for i in (0, 1)]
    assert shapes == [
        {"words": (2,), "track": (2, 2), "pilot": (1,)},
        {"words": (1,), "track": (1, 2), "pilot": (1,)},
    ]


def test_the_documented_metadata_is_the_metadata_read() -> None:
    assert all(f"`{name}`" in PAGE for name in METADATA)

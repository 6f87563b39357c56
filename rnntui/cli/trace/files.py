"""The files that `rnntui trace` writes, each written completely or not at all.

.npz     the arrays by name, and `meta`, a string of JSON; loads with allow_pickle=False
.json    one object: the arrays by name as nested lists (NaN is null), and `meta`
.csv     one number per row: array, t, unit, value; t is empty for arrays without time
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from rnntui.atomic_files import atomic_file

if TYPE_CHECKING:
    from jaxtyping import Shaped


def write_trace(
    path: Path, arrays: Mapping[str, Shaped[np.ndarray, "..."]], meta: Mapping[str, Any]
) -> None:
    """Write the arrays and their metadata; the suffix selects the format. Raises OutputPathError."""
    with atomic_file(path) as beside:
        match path.suffix.lower():
            case ".npz":
                text = msgspec.json.encode(meta).decode()
                with beside.open("wb") as file:
                    np.savez(file, allow_pickle=False, meta=np.array(text), **dict(arrays))
            case ".json":
                lists = {name: array.tolist() for name, array in arrays.items()}
                beside.write_bytes(msgspec.json.encode({"meta": meta, **lists}))
            case ".csv":
                with beside.open("w", newline="", encoding="utf-8") as file:
                    writer = csv.writer(file)
                    writer.writerow(("array", "t", "unit", "value"))
                    writer.writerows(_rows(arrays, meta["time"][0]))


def has_time(name: str, array: Shaped[np.ndarray, "..."]) -> bool:
    """Whether an array's first axis is time."""
    word = name.split("/")[0]
    stepped = word in ("input", "prediction") or not name.endswith("/output")
    return array.ndim > 1 or (stepped and word != "output")


def _rows(
    arrays: Mapping[str, Shaped[np.ndarray, "..."]], start: int
) -> Iterator[tuple[str, int | str, int, Any]]:
    for name, array in arrays.items():
        if has_time(name, array):
            whole = name.endswith("/output") or name.split("/")[0] == "output"
            first = 0 if whole else start
            for t, row in enumerate(array, start=first):
                yield from ((name, t, unit, value) for unit, value in enumerate(np.ravel(row)))
        else:
            yield from ((name, "", unit, value) for unit, value in enumerate(array))

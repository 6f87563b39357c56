"""`rnntui trace` without a file: the values on stdout, a line for each variable at each timestep."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
from rich import box
from rich.table import Table

from rnntui.cli.output import console, heading, plain

if TYPE_CHECKING:
    from jaxtyping import Shaped
    from rich.console import Console


def print_trace(
    arrays: Mapping[str, Shaped[np.ndarray, "..."]], meta: Mapping[str, Any], layer: str | None
) -> None:
    """Print the stepped layers timestep by timestep, then the model's output.

    Args:
        arrays: from `trace_arrays`.
        meta: their origin.
        layer: the only layer to print, if given.
    """
    out = console()
    start = meta["time"][0]
    which = f" ({meta['sample_id']})" if meta["sample_id"] else ""
    out.print(heading(meta["model"], f"{meta['data']}, sample {meta['sample']}{which}"))
    for name, class_name in meta["layers"].items():
        variables = {
            key.removeprefix(f"{name}/"): array
            for key, array in arrays.items()
            if key.startswith(f"{name}/")
        }
        if not variables:
            continue
        stepped = {key: array for key, array in variables.items() if key != "output"}
        if stepped:
            _print_steps(out, f"{name} ({class_name})", stepped, start)
        elif layer is not None:
            _print_whole(out, f"{name} ({class_name})", variables)
    if layer is None:
        ends = {
            key: array
            for key, array in arrays.items()
            if key.split("/")[0] in ("prediction", "output") and key not in meta["layers"]
        }
        steps = {key: array for key, array in ends.items() if key.startswith("prediction")}
        if steps:
            _print_steps(out, "prediction, at every t", steps, start)
        _print_whole(out, "the model's output", {k: v for k, v in ends.items() if k not in steps})
    for note in meta["notes"]:
        out.print(plain(f"note: {note}"))


def _print_steps(
    out: Console, title: str, variables: Mapping[str, Shaped[np.ndarray, "T M"]], start: int
) -> None:
    table = _table(title)
    table.add_column("t", justify="right")
    table.add_column("variable")
    table.add_column("values", overflow="fold")
    steps = len(next(iter(variables.values())))
    for index in range(steps):
        for place, (name, array) in enumerate(variables.items()):
            time = "" if place else str(start + index)
            table.add_row(time, plain(name), _numbers(array[index]))
        if len(variables) > 1 and index + 1 < steps:
            table.add_section()
    out.print(table)


def _print_whole(out: Console, title: str, arrays: Mapping[str, Shaped[np.ndarray, "..."]]) -> None:
    table = _table(title)
    table.add_column("array")
    table.add_column("t", justify="right")
    table.add_column("values", overflow="fold")
    for name, array in arrays.items():
        if array.ndim < 2:
            table.add_row(plain(name), "", _numbers(array))
        else:
            for t, row in enumerate(array):
                table.add_row(plain(name), str(t), _numbers(row))
    out.print(table)


def _table(title: str) -> Table:
    return Table(box=box.SIMPLE_HEAD, title=plain(title), title_justify="left", title_style="bold")


def _numbers(values: Shaped[np.ndarray, "..."]) -> str:
    """Numbers formatted to one width, so that columns align."""
    flat = np.ravel(values)
    if flat.dtype.kind != "f":
        return " ".join(f"{value:>6}" for value in flat)
    return " ".join(f"{value:+.6f}" if abs(value) < 1000 else f"{value:+.2e}" for value in flat)

"""Measure everything, print one table of ratios with the bar beside each; exit 1 if one fails."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from rich.console import Console
from rich.table import Table

from benchmarks import continuing, info, screen, sizes, values
from rnntui.data.bundled import DEFAULT_MODEL, HELD_OUT_DATA, bundled


@dataclass(frozen=True)
class Row:
    """One measurement: what it was compared with, and the bar for it."""

    what: str
    ours: str
    other: str
    result: float
    bar: float
    unit: str
    at_least: bool = False

    @property
    def holds(self) -> bool:
        return self.result >= self.bar if self.at_least else self.result <= self.bar

    def cells(self) -> tuple[str, ...]:
        sign = "≥" if self.at_least else "≤"
        return (
            self.what,
            self.ours,
            self.other,
            f"{self.result:.3g} {self.unit}",
            f"{sign} {self.bar:g} {self.unit}",
            "holds" if self.holds else "FAILS",
        )


def measure() -> Iterator[Row]:
    model, data = bundled(DEFAULT_MODEL), bundled(HELD_OUT_DATA)
    ours, keras = values.all_values(model, data), values.keras_predict(model, data)
    yield Row(
        "all values of all timesteps of a sample",
        f"{ours * 1e3:.2f} ms",
        f"model.predict, its final value: {keras * 1e3:.1f} ms",
        keras / ours,
        100,
        "× faster",
        at_least=True,
    )
    told = info.measure()
    yield Row(
        f"rnntui info, a model of {told.megabytes:.1f} MB",
        f"{told.info:.2f} s",
        f"import tensorflow: {told.tensorflow:.2f} s",
        told.info / told.tensorflow,
        0.3,
        "×",
    )
    costs = screen.measure(model, data)
    yield Row(
        "first usable frame, cold process",
        f"{costs.first_frame:.2f} s",
        f"import tensorflow: {costs.tensorflow:.2f} s",
        costs.first_frame / costs.tensorflow,
        0.25,
        "×",
    )
    found = continuing.measure(model)
    yield Row(
        f"continue over {continuing.TIMESTEPS:,} timesteps to {continuing.CONDITION}",
        f"{found.over_history * 1e3:.1f} ms",
        f"frame by frame: {found.frames:.1f} s",
        found.frames / found.over_history,
        20,
        "× faster",
        at_least=True,
    )
    yield Row(
        "the same of z, which is recomputed",
        f"{found.recomputed:.2f} s",
        f"frame by frame: {found.frames:.1f} s",
        found.frames / found.recomputed,
        5,
        "× faster",
        at_least=True,
    )
    yield Row("memory of the app's process", f"{costs.memory:.0f} MB", "", costs.memory, 120, "MB")
    for key, cost in costs.steps.items():
        yield from step_rows(f"a step, key {key}, 120×36", cost)
    sized = sizes.measure()
    for size in sizes.LARGE:
        for key, what in sizes.KEYS.items():
            cost, small = sized[size, key], sized[sizes.SMALL[size.kind], key]
            yield Row(
                f"{key} ({what}), {size}",
                f"{cost.cpu * 1e3:.1f} ms",
                f"{sizes.SMALL[size.kind]}: {small.cpu * 1e3:.1f} ms",
                cost.cpu / small.cpu,
                1.5,
                "×",
            )
    size, key = max(sized, key=lambda of: sized[of].cpu)
    yield from step_rows(f"the dearest of these: {key}, {size}", sized[size, key], cpu_only=True)
    size, key = max(sized, key=lambda of: sized[of].bytes)
    cost = sized[size, key]
    yield from step_rows(f"the longest of these: {key}, {size}", cost, bytes_only=True)


def step_rows(
    what: str, cost: screen.Step, *, cpu_only: bool = False, bytes_only: bool = False
) -> Iterator[Row]:
    """A step's two bars."""
    cpu, size = cost.cpu * 1e3, cost.bytes / 1e3
    if not bytes_only:
        frame = f"a frame at 60 Hz: {1e3 / 60:.1f} ms"
        yield Row(f"{what}: CPU", f"{cpu:.1f} ms", frame, cpu, 16, "ms")
    if not cpu_only:
        yield Row(f"{what}: to the terminal, at most", f"{size:.1f} kB", "", size, 40, "kB")


def main() -> int:
    console = Console(width=None if sys.stdout.isatty() else 140)
    console.print(f"Measuring, a few minutes; {os.cpu_count()} cores ...")
    table = Table("", "rnntui", "beside", "result", "bar", "")
    rows = list(measure())
    for row in rows:
        table.add_row(*row.cells(), style=None if row.holds else "red")
    console.print(table)
    return 0 if all(row.holds for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())

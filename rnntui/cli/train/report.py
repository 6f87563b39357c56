"""The report after a training: the mean error per output, the file written, and how to open it."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from rnntui.cli.output import console, plain

if TYPE_CHECKING:
    import numpy as np
    from jaxtyping import Float

    from rnntui.cli.train.data import TrainingData
    from rnntui.reference.training import TrainResult


def print_report(result: TrainResult, chosen: TrainingData, *, replaced: bool) -> None:
    """Print how a training ended; on stdout, one fact per line.

    Args:
        result: how it ended.
        chosen: the training data.
        replaced: whether the model file replaced another.
    """
    out = console()
    out.print(plain(result.summary))
    if result.path is None or result.errors is None:
        return
    for line in error_lines(result.errors, chosen):
        out.print(plain(line))
    if result.held_out_errors is not None:
        for line in error_lines(result.held_out_errors, chosen, ", held out"):
            out.print(plain(line))
    out.print(plain(f"wrote {result.path}{', in place of an earlier file' if replaced else ''}"))
    path = f"./{result.path}" if str(result.path).startswith("-") else str(result.path)
    command = shlex.join(("rnntui", path, *chosen.options))
    out.print(plain(f"open it: {command}"))


def error_lines(errors: Float[np.ndarray, " K"], chosen: TrainingData, of: str = "") -> list[str]:
    """The mean squared error of each output, as the notebook prints it; and in its own unit.

    Args:
        errors: mean squared, of standardized values if the data is standardized.
        chosen: the data, with the names of the outputs.
        of: which samples, appended to the output's name.
    """
    columns = chosen.output_columns
    lines = []
    for index, name in enumerate(columns.names):
        line = f"Mean error in {name}{of}: {errors[index]:.8f}"
        if columns.scale is not None and columns.units[index]:
            typical = errors[index] ** 0.5 * abs(columns.scale[index])
            line += f" (typically {typical:.3g} {columns.units[index]})"
        lines.append(line)
    return lines

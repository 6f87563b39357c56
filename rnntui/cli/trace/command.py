"""`rnntui trace MODEL`: every value of one sample, to a file or to stdout."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from rnntui.cli.options import (
    Config,
    CustomObjects,
    Data,
    Model,
    Pad,
    PadSide,
    Random,
    Sample,
    Seed,
)
from rnntui.data.sequences.padding import Padding, Side
from rnntui.errors import InputError, OutOfRangeError, OutputPathError

if TYPE_CHECKING:
    from rnntui.data.dataset import Dataset
    from rnntui.trace.run import Run

SUFFIXES = (".npz", ".json", ".csv")

Time = Annotated[
    str | None,
    typer.Option("--time", metavar="T|A:B", help="A timestep, from 0, or the range A to B-1."),
]
Layer = Annotated[
    str | None, typer.Option("--layer", metavar="NAME", help="Only the values of this layer.")
]
Out = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help="Write .npz, .json or .csv instead of printing."),
]


def trace(
    model: Model,
    config: Config = None,
    data: Data = None,
    pad: Pad = None,
    pad_side: PadSide = Side.POST,
    random: Random = None,
    seed: Seed = 0,
    sample: Sample = 0,
    time: Time = None,
    layer: Layer = None,
    out: Out = None,
    custom_objects: CustomObjects = None,
) -> None:
    """Compute one sample and output every value: x_t, h_prev, z, h_t, …, at every timestep."""
    from rnntui.cli.loading import check_sample, load_data, load_graph
    from rnntui.reference.opaque_layers import completed_graph
    from rnntui.trace.export import timesteps, trace_arrays
    from rnntui.trace.runs import Runs

    if out is not None:
        _check_out(out)
    graph = load_graph(model, config)
    dataset = load_data(graph, data, random, seed, Padding(pad, pad_side))
    check_sample(sample, dataset)
    with completed_graph(graph, custom_objects) as whole:
        opaque = whole.opaque(dataset)
        run = Runs(whole.graph, dataset.sample, opaque).run(sample)
    start, stop = parse_time(time, timesteps(run))
    arrays = trace_arrays(run, start, stop, layer)
    meta = metadata(run, dataset, sample, start, stop)
    meta["notes"] += whole.notes
    if out is None:
        from rnntui.cli.trace.table import print_trace

        print_trace(arrays, meta, layer)
    else:
        from rnntui.cli.trace.files import write_trace

        write_trace(out, arrays, meta)
        typer.echo(f"{out}: {len(arrays)} arrays of sample {sample}, t {start} to {stop - 1}")


def parse_time(text: str | None, timesteps: int) -> tuple[int, int]:
    """The first timestep, and one past the last, from "7", "5:10", "5:", ":10", or None for all.

    Raises:
        InputError: it is in another form.
        OutOfRangeError: a timestep that the sample does not have; the message has the range.
    """
    if text is None:
        return 0, timesteps
    first, colon, last = text.partition(":")
    try:
        start = int(first) if first or not colon else 0
        stop = (int(last) if last else timesteps) if colon else start + 1
    except ValueError:
        raise InputError(f"--time {text}: must be a timestep (7) or a range (5:10)") from None
    if not (0 <= start < timesteps and 0 < stop <= timesteps):
        raise OutOfRangeError(
            f"--time {text}: the sample's timesteps are 0 to {timesteps - 1}"
            + (f", so that a range is within 0:{timesteps}" if colon else "")
        )
    if start >= stop:
        raise OutOfRangeError(f"--time {text}: is empty; the end of a range is not part of it")
    return start, stop


def metadata(run: Run, dataset: Dataset, sample: int, start: int, stop: int) -> dict[str, Any]:
    """The origin of a trace, stored in the file."""
    from rnntui import __version__

    network = run.graph.network
    return {
        "rnntui": __version__,
        "model": _text(network.path),
        "keras_version": network.keras_version,
        "data": dataset.name if dataset.path is None else _text(dataset.path),
        "sample": sample,
        "sample_id": dataset.sample_ids[sample] if dataset.sample_ids else None,
        "time": [start, stop],
        "layers": {node.label: node.function.layer.class_name for node in run.graph.nodes.values()},
        "notes": [*run.graph.notes, *dataset.notes],
    }


def _text(path: Path | None) -> str:
    """A path as text that can be written anywhere: a file's name need not be Unicode."""
    return str(path).encode(errors="replace").decode()


def _check_out(out: Path) -> None:
    from rnntui.atomic_files import check_writable

    if out.suffix.lower() not in SUFFIXES:
        raise OutputPathError(f"{out}: not a known kind of file; known are {', '.join(SUFFIXES)}")
    check_writable(out)

"""`rnntui verify MODEL`: rnntui's values compared with Keras's, for every sample and timestep."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from rnntui.cli.options import Config, CustomObjects, Data, Json, Model, Pad, PadSide, Random, Seed
from rnntui.data.sequences.padding import Padding, Side

if TYPE_CHECKING:
    from rnntui.data.dataset import Dataset
    from rnntui.layers.graph.graph import Graph
    from rnntui.trace.verify import Difference, Verification

Atol = Annotated[
    float | None,
    typer.Option(
        "--atol",
        metavar="A",
        min=0.0,
        help="Absolute tolerance; default 1e-5, for float16 models 1e-2.",
    ),
]
Rtol = Annotated[
    float | None,
    typer.Option(
        "--rtol",
        metavar="R",
        min=0.0,
        help="Relative tolerance, times Keras's value; default as --atol.",
    ),
]


def verify(
    model: Model,
    config: Config = None,
    data: Data = None,
    pad: Pad = None,
    pad_side: PadSide = Side.POST,
    random: Random = None,
    seed: Seed = 0,
    atol: Atol = None,
    rtol: Rtol = None,
    custom_objects: CustomObjects = None,
    json: Json = False,
) -> None:
    """Compare every sample, and every timestep of each recurrent layer, with Keras.

    Exits 1 if anything differs by more than --atol + --rtol * |Keras's value|.
    """
    from rnntui.cli.loading import load_data, load_graph
    from rnntui.cli.output import print_json
    from rnntui.reference.comparison import compare, compare_with_reference
    from rnntui.reference.opaque_layers import completed_graph
    from rnntui.trace.verify import Tolerance

    graph = load_graph(model, config)
    dataset = load_data(graph, data, random, seed, Padding(pad, pad_side))
    usual = Tolerance.usual_for(layer.dtype for layer in graph.network.layers.values())
    tolerance = Tolerance(
        usual.atol if atol is None else atol, usual.rtol if rtol is None else rtol
    )
    with completed_graph(graph, custom_objects) as whole:
        if whole.reference is None:
            label, verification, drift = compare_with_reference(
                graph, dataset, tolerance, custom_objects
            )
        else:
            label, drift = whole.label, None
            verification = compare(whole.graph, whole.reference, dataset, tolerance)
    notes = [*whole.graph.notes, *whole.notes]
    if drift is not None:
        # The file's own note says the same, without the size of the change.
        notes = [*(note for note in notes if "hard_sigmoid" not in note), drift]
    warnings = [*notes, *dataset.notes]
    if json:
        print_json(as_json(label, verification, warnings))
    else:
        _print_table(graph, dataset, label, verification, warnings)
    if not verification.allclose:
        raise typer.Exit(1)


def as_json(label: str, verification: Verification, warnings: list[str]) -> dict[str, Any]:
    """The JSON object of the contract; an error that is not a finite number is null."""
    return {
        "reference": label,
        "samples": verification.samples,
        "timesteps": verification.timesteps,
        "outputs": [
            {
                "name": row.name,
                "max_abs_error": row.difference.max_abs_error,
                "max_ulp": row.difference.max_ulp,
                "allclose": row.difference.allclose,
            }
            for row in verification.outputs
        ],
        "layers": [
            {
                "name": row.name,
                "class": row.class_name,
                "max_abs_error": row.difference.max_abs_error,
            }
            for row in verification.layers
        ],
        "warnings": warnings,
        "allclose": verification.allclose,
    }


def _print_table(
    graph: Graph,
    dataset: Dataset,
    label: str,
    verification: Verification,
    warnings: list[str],
) -> None:
    from rich import box
    from rich.table import Table

    from rnntui.cli.output import console, heading, plain

    out = console()
    name = dataset.name if dataset.path is None else dataset.path
    out.print(heading(str(graph.network.path), f"compared with {label}; {name}"))
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column("")
    table.add_column("class")
    table.add_column("largest error", justify="right")
    table.add_column("in ulp", justify="right")
    table.add_column("equal", justify="center")
    for row in verification.layers:
        table.add_row(plain(f"{row.name}, every t"), plain(row.class_name), *_cells(row.difference))
    for row in verification.outputs:
        table.add_row(plain(f"output {row.name}"), plain(row.class_name), *_cells(row.difference))
    out.print(table)
    for warning in warnings:
        out.print(plain(f"note: {warning}"))
    out.print(plain(verdict(verification, dataset)))


def _cells(difference: Difference) -> tuple[str, str, str]:
    return (
        f"{difference.max_abs_error:.3g}",
        "" if difference.max_ulp is None else str(difference.max_ulp),
        "yes" if difference.allclose else "NO",
    )


def verdict(verification: Verification, dataset: Dataset) -> str:
    """The comparison in one line."""
    samples, worst = verification.samples, verification.worst
    over = f"{samples} {'sample' if samples == 1 else 'samples'}"
    if verification.layers:
        steps = verification.timesteps
        over += f" of {'up to ' if dataset.lengths else ''}{steps} {'timestep' if steps == 1 else 'timesteps'}"
    if not verification.allclose:
        return f"DIFFERENT: over {over}, up to {worst.max_abs_error:.3g} apart"
    return f"verified: over {over}, at most {worst.max_abs_error:.3g} ({worst.max_ulp} ulp) apart"

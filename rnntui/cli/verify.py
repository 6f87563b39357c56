"""`rnntui verify MODEL`: our numbers beside Keras's, for every sample and every timestep."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from rnntui.cli.options import Data, Json, Model, Random, Seed

if TYPE_CHECKING:
    from rnntui.data.dataset import Dataset
    from rnntui.layers.graph import Graph
    from rnntui.trace.verify import Difference, Tolerance, Verification

_BATCH = 256

Atol = Annotated[
    float | None,
    typer.Option(
        "--atol",
        metavar="A",
        min=0.0,
        help="The largest absolute error; 1e-5, for a float16 model 1e-2.",
    ),
]
Rtol = Annotated[
    float | None,
    typer.Option(
        "--rtol", metavar="R", min=0.0, help="More of it, relative to Keras's value; as --atol."
    ),
]


def verify(
    model: Model,
    data: Data = None,
    random: Random = None,
    seed: Seed = 0,
    atol: Atol = None,
    rtol: Rtol = None,
    json: Json = False,
) -> None:
    """Compare every sample, and every timestep of each recurrent layer, with the real Keras.

    Exits 1 when anything differs by more than --atol + --rtol * |Keras's value|.
    """
    from rnntui.cli.loading import load_data, load_graph
    from rnntui.cli.printing import print_json
    from rnntui.trace.verify import Tolerance

    graph = load_graph(model)
    dataset = load_data(graph, data, random, seed)
    usual = Tolerance.usual_for(layer.dtype for layer in graph.network.layers.values())
    tolerance = Tolerance(
        usual.atol if atol is None else atol, usual.rtol if rtol is None else rtol
    )
    reference, verification = compared_with_keras(graph, dataset, tolerance)
    warnings = [*graph.network.notes, *dataset.notes]
    if json:
        print_json(as_json(reference, verification, warnings))
    else:
        _print_table(graph, dataset, reference, verification, warnings)
    if not verification.allclose:
        raise typer.Exit(1)


def compared_with_keras(
    graph: Graph, dataset: Dataset, tolerance: Tolerance
) -> tuple[str, Verification]:
    """All samples compared, batch by batch; and what they were compared with."""
    from rnntui.keras_process.client import KerasProcess
    from rnntui.trace.verify import verify as compare

    path = graph.network.path
    assert path is not None
    whole: Verification | None = None
    with KerasProcess.start() as keras:
        loaded = keras.load(path)
        for start in range(0, dataset.samples, _BATCH):
            inputs = {name: array[start : start + _BATCH] for name, array in dataset.inputs.items()}
            theirs = keras.reference(inputs)
            part = compare(graph, inputs, theirs.outputs, theirs.sequences, tolerance)
            whole = part if whole is None else whole.joined(part)
    assert whole is not None
    return loaded.reference, whole


def as_json(reference: str, verification: Verification, warnings: list[str]) -> dict[str, Any]:
    """The contract's JSON object; an error that is no number is null."""
    return {
        "reference": reference,
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
    reference: str,
    verification: Verification,
    warnings: list[str],
) -> None:
    from rich import box
    from rich.table import Table

    from rnntui.cli.printing import console, heading, plain

    out = console()
    name = dataset.name if dataset.path is None else dataset.path
    out.print(heading(str(graph.network.path), f"beside {reference}; {name}"))
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
    out.print(plain(_verdict(verification)))


def _cells(difference: Difference) -> tuple[str, str, str]:
    return (
        f"{difference.max_abs_error:.3g}",
        "" if difference.max_ulp is None else str(difference.max_ulp),
        "yes" if difference.allclose else "NO",
    )


def _verdict(verification: Verification) -> str:
    samples, worst = verification.samples, verification.worst
    over = f"{samples} {'sample' if samples == 1 else 'samples'}"
    if verification.layers:
        steps = verification.timesteps
        over += f" of {steps} {'timestep' if steps == 1 else 'timesteps'}"
    if not verification.allclose:
        return f"DIFFERENT: over {over}, up to {worst.max_abs_error:.3g} apart"
    return f"verified: over {over}, at most {worst.max_abs_error:.3g} ({worst.max_ulp} ulp) apart"

"""`rnntui verify MODEL`: our numbers beside Keras's, for every sample and every timestep."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from rnntui.cli.options import Config, CustomObjects, Data, Json, Model, Pad, PadSide, Random, Seed
from rnntui.data.sequences.padding import Padding, Side

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rnntui.data.dataset import Dataset
    from rnntui.layers.graph.graph import Graph
    from rnntui.reference.keras.client import KerasProcess
    from rnntui.reference.keras.version_drift import VersionDrift
    from rnntui.trace.verify import Difference, Tolerance, Verification

_BATCH = 256

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
    """Compare every sample, and every timestep of each recurrent layer, with the real Keras.

    Exits 1 when anything differs by more than --atol + --rtol * |Keras's value|.
    """
    from rnntui.cli.loading import load_data, load_graph
    from rnntui.cli.opaque_layers import completed
    from rnntui.cli.output import print_json
    from rnntui.trace.verify import Tolerance

    graph = load_graph(model, config)
    dataset = load_data(graph, data, random, seed, Padding(pad, pad_side))
    usual = Tolerance.usual_for(layer.dtype for layer in graph.network.layers.values())
    tolerance = Tolerance(
        usual.atol if atol is None else atol, usual.rtol if rtol is None else rtol
    )
    with completed(graph, custom_objects) as whole:
        if whole.keras is None:
            reference, verification, moved = compared_with_keras(graph, dataset, tolerance)
        else:
            reference, moved = f"keras {whole.keras.versions().keras}, loaded", None
            verification = compared(whole.graph, whole.keras, dataset, tolerance)
    notes = [*whole.graph.notes, *whole.notes]
    if moved is not None:
        # It says what such a note says, and how much it matters.
        notes = [*(note for note in notes if "hard_sigmoid" not in note), moved]
    warnings = [*notes, *dataset.notes]
    if json:
        print_json(as_json(reference, verification, warnings))
    else:
        _print_table(graph, dataset, reference, verification, warnings)
    if not verification.allclose:
        raise typer.Exit(1)


def compared_with_keras(
    graph: Graph, dataset: Dataset, tolerance: Tolerance
) -> tuple[str, Verification, str | None]:
    """All samples compared, with what, and what today's Keras would make of the file, where that
    is something else.

    Of a network with layers that are not computed, what is.
    """
    from rnntui.reference.keras.client import KerasProcess
    from rnntui.reference.keras.rebuild.request import means_otherwise
    from rnntui.reference.keras.version_drift import VersionDrift

    if graph.foreign:
        return (*_upstream_compared(graph, dataset, tolerance), None)
    moved = VersionDrift(graph.network) if means_otherwise(graph.network) else None
    with KerasProcess.start() as keras:
        loaded = keras.load_network(graph.network)
        whole = compared(graph, keras, dataset, tolerance, moved=moved)
        told = None if moved is None else moved.told_by(keras)
    return loaded.reference, whole, told


def _upstream_compared(
    graph: Graph, dataset: Dataset, tolerance: Tolerance
) -> tuple[str, Verification]:
    from rnntui.errors import UnknownLayerError
    from rnntui.layers.graph.graph import build_graph
    from rnntui.layers.graph.upstream import upstream
    from rnntui.reference.keras.client import KerasProcess

    network = upstream(graph)
    if network is None:
        raise UnknownLayerError(f"{graph.network.path}: nothing to compare; {graph.notes[-1]}")
    with KerasProcess.start() as keras:
        rebuilt = keras.rebuild(network)
        return rebuilt.reference, compared(build_graph(network), keras, dataset, tolerance)


def compared(
    graph: Graph,
    keras: KerasProcess,
    dataset: Dataset,
    tolerance: Tolerance,
    *,
    called: Mapping[str, str] | None = None,
    moved: VersionDrift | None = None,
) -> Verification:
    """All samples compared with the model that Keras holds, batch by batch.

    Keras is given arrays, so samples of unequal lengths go to it length by length.

    called: what Keras calls the layers, where that is not what the network calls them
    moved: is told of every batch
    """
    from rnntui.reference.keras.rebuild.layer_names import renamed
    from rnntui.trace.verify import verify as compare

    called = called or {}
    known = {theirs: ours for ours, theirs in called.items()}
    whole: Verification | None = None
    places = [node.place for node in graph.foreign]
    # A stateful layer goes on from batch to batch, so that all are one request.
    for inputs in dataset.batches(dataset.samples if graph.stateful else _BATCH):
        named = {called.get(name, name): x for name, x in inputs.items()}
        theirs = keras.reference(named, places)
        if moved is not None:
            moved.note(inputs, theirs)
        sequences = {renamed(name, known): rows for name, rows in theirs.sequences.items()}
        states = {renamed(name, known): last for name, last in theirs.states.items()}
        part = compare(
            graph,
            inputs,
            theirs.outputs,
            sequences,
            tolerance,
            states=states,
            opaque=theirs.opaque,
        )
        whole = part if whole is None else whole.joined(part)
    assert whole is not None
    return whole


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

    from rnntui.cli.output import console, heading, plain

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

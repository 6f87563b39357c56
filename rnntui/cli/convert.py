"""`rnntui convert OLD NEW.keras`: an old model as a file that today's Keras opens and means the same."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from rnntui.cli.options import Config, Model, Pad, PadSide, Random, Seed
from rnntui.data.sequences.padding import Padding, Side

if TYPE_CHECKING:
    from rnntui.data.dataset import Dataset
    from rnntui.layers.graph.graph import Graph
    from rnntui.reference.keras.client import KerasProcess
    from rnntui.trace.verify import Verification

New = Annotated[Path, typer.Argument(metavar="NEW.keras", help="The file to write.")]
More = Annotated[
    Path | None,
    typer.Option(
        "--data", metavar="FILE", help="Sequences to verify on, in addition to random ones."
    ),
]

_RANDOM = 32


def convert(
    model: Model,
    new: New,
    config: Config = None,
    data: More = None,
    pad: Pad = None,
    pad_side: PadSide = Side.POST,
    random: Random = _RANDOM,
    seed: Seed = 0,
) -> None:
    """Convert a model of any Keras version to one that today's Keras opens with load_model alone.

    NEW.keras is written only if Keras, having loaded it, computes the same as OLD: on random samples,
    on --data, at every timestep. Otherwise nothing is written, and the exit code is 1.
    """
    from rnntui.atomic_files import atomic_file, check_writable
    from rnntui.cli.loading import load_data, load_graph
    from rnntui.errors import InputError, UnknownLayerError
    from rnntui.reference.keras.client import KerasProcess

    if new.suffix != ".keras":
        raise InputError(f"{new}: the new file's name must end in .keras")
    check_writable(new)
    graph = load_graph(model, config)
    if graph.foreign:
        raise UnknownLayerError(
            f"{model}: can't be verified, so it is not converted; {graph.notes[-1]}"
        )
    replaces = new.exists()
    if replaces and new.samefile(model):
        raise InputError(f"{new}: is the model itself; give the new file another name")
    datasets = [load_data(graph, None, _RANDOM if random is None else random, seed)]
    if data is not None or pad is not None:
        datasets.append(load_data(graph, data, None, seed, Padding(pad, pad_side)))
    with KerasProcess.start() as keras, atomic_file(new) as beside:
        keras.rebuild(graph.network, portable=True)
        keras.save_rebuilt(beside)
        verified = [_verified(keras, graph, beside, new, dataset) for dataset in datasets]
        version = keras.version().number
    _print_done(graph, new, version, datasets, verified, replaces)


def _verified(
    keras: KerasProcess, graph: Graph, beside: Path, new: Path, dataset: Dataset
) -> Verification:
    """Compare Keras's values for the new file with rnntui's run of the old one.

    Raises:
        CheckFailedError: they differ, or Keras can't load what it saved.
    """
    from rnntui.errors import CheckFailedError, ReferenceRefusedError
    from rnntui.reference.comparison import compare
    from rnntui.reference.keras.rebuild.layer_names import keras_names
    from rnntui.trace.verify import Tolerance

    tolerance = Tolerance.usual_for(layer.dtype for layer in graph.network.layers.values())
    try:
        names = keras_names(graph.network.layers)
        keras.load(beside, {written: name for name, written in names.items()})
        outcome = compare(graph, keras, dataset, tolerance)
    except ReferenceRefusedError as error:
        reason = str(error).replace(str(beside), new.name)
        raise CheckFailedError(f"{new}: not written; {reason}") from None
    if not outcome.allclose:
        raise CheckFailedError(
            f"{new}: not written; Keras's values for it are up to "
            f"{outcome.worst.max_abs_error:.3g} off on {dataset.name}"
        )
    return outcome


def _print_done(
    graph: Graph,
    new: Path,
    version: str,
    datasets: list[Dataset],
    verified: list[Verification],
    replaces: bool,
) -> None:
    from rnntui.cli.output import console, plain
    from rnntui.cli.verify import verdict
    from rnntui.reference.keras.rebuild.layer_names import keras_names
    from rnntui.reference.keras.rebuild.request import with_old_hard_sigmoid

    out = console()
    network = graph.network
    saved_by = f" saved by Keras {network.keras_version}" if network.keras_version else ""
    out.print(plain(f"{network.path}: {network.format}{saved_by}"))
    for note in network.notes:
        out.print(plain(f"note: {note}"))
    for place in with_old_hard_sigmoid(network):
        out.print(plain(f"{place}: clip(0.2x + 0.5, 0, 1) is now Rescaling and ReLU"))
    for old, valid in keras_names(network.layers).items():
        if old != valid:
            out.print(plain(f"layer '{old}' is now called '{valid}'"))
    for dataset, outcome in zip(datasets, verified, strict=True):
        name = dataset.name if dataset.path is None else dataset.path
        out.print(plain(f"{name}: {verdict(outcome, dataset)}"))
    wrote = "replaced" if replaces else "wrote"
    out.print(plain(f"{wrote} {new}, for Keras {version}; its training set-up is not in it"))

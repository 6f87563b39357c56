"""`rnntui info MODEL`: the contents of a model file, layer by layer."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from rnntui.cli.options import Config, Json, Model

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rnntui.layers.graph.graph import Graph
    from rnntui.layers.graph.node import Node


def info(model: Model, config: Config = None, json: Json = False) -> None:
    """Show what a model file holds: its layers, shapes and parameters. Neither runs nor needs Keras."""
    from rnntui.cli.loading import load_graph
    from rnntui.cli.output import print_json

    graph = load_graph(model, config)
    description = describe(graph)
    if json:
        print_json(description)
    else:
        _print_table(graph, description)


def describe(graph: Graph) -> dict[str, Any]:
    """A network as the contract's JSON object."""
    network = graph.network
    return {
        "format": network.format,
        "keras_version": network.keras_version,
        "layers": [_layer(graph, node) for node in listed_nodes(graph)],
        "params": network.parameters,
        "warnings": _notes(graph),
    }


def _notes(graph: Graph) -> list[str]:
    """What a reader should know; of an older file, how much its age matters on random samples."""
    from rnntui.cli.loading import RANDOM_SAMPLES
    from rnntui.data.random_data import random_dataset
    from rnntui.errors import DataError
    from rnntui.trace.version_drift import notes_with_size

    shown_notes = list(graph.notes)
    if any("hard_sigmoid" in note for note in shown_notes):
        # Without data for open shapes the plain note must do.
        with suppress(DataError):
            dataset = random_dataset(graph.input_specs, RANDOM_SAMPLES, 0)
            shown_notes = list(notes_with_size(graph, dataset))
    return [*shown_notes, *_dropouts(graph)]


def _dropouts(graph: Graph) -> Iterator[str]:
    """Dropout of recurrent layers, which only applies in training; Dropout layers have it in their name."""
    found: dict[str, None] = {}
    for node in graph.recurrent:
        config = node.function.layer.config
        dropouts = [
            f"{key} {rate:g}"
            for key in ("dropout", "recurrent_dropout")
            if (rate := getattr(config, key, 0.0))
        ]
        if dropouts:
            found[
                f"{node.place.layer} has {' and '.join(dropouts)}, which is inactive at inference"
            ] = None
    yield from found


def listed_nodes(graph: Graph) -> list[Node]:
    """The layers as Keras lists them: each once, and a Sequential model's without its input."""
    inputs = graph.network.inputs if graph.network.sequential else ()
    return [
        node
        for node in graph.nodes.values()
        if node.place.call == 0 and node.place not in inputs and node.outer is None
    ]


def _layer(graph: Graph, node: Node) -> dict[str, Any]:
    from rnntui.layers.recurrent.bidirectional import MergedFunction
    from rnntui.layers.recurrent.recurrent_layer import RecurrentFunction

    function = node.function
    outputs = [_with_batch(shape) for shape in function.output_shapes]
    given = node.input_shapes
    if isinstance(function, MergedFunction):
        given = graph.node(node.inputs[0]).input_shapes
    inputs = [_with_batch(shape) for shape in given] or outputs
    return {
        "name": node.place.layer,
        "class": function.layer.class_name,
        "units": getattr(function.layer.config, "units", None),
        "params": function.layer.parameters,
        "input_shape": inputs[0] if len(inputs) == 1 else inputs or None,
        "output_shape": outputs[0] if len(outputs) == 1 else outputs or None,
        "steppable": isinstance(function, RecurrentFunction | MergedFunction),
    }


def _with_batch(shape: tuple[int | None, ...]) -> list[int | None]:
    """A shape as Keras writes it: the batch axis first, open."""
    return [None, *shape]


def _print_table(graph: Graph, description: dict[str, Any]) -> None:
    from rich import box
    from rich.table import Table

    from rnntui.cli.output import console, heading, plain

    network = graph.network
    out = console()
    about = [network.format, "Sequential" if network.sequential else "Functional"]
    if network.keras_version:
        about.append(f"Keras {network.keras_version}")
    about += [f"{spec.name} {_shape_text(_with_batch(spec.shape))}" for spec in graph.input_specs]
    out.print(heading(f"{network.path or network.name}", ", ".join(about)))
    table = Table(box=box.SIMPLE_HEAD)
    table.add_column("layer")
    table.add_column("class")
    table.add_column("output shape")
    table.add_column("params", justify="right")
    table.add_column("steps", justify="center")
    for layer in description["layers"]:
        table.add_row(
            plain(layer["name"]),
            plain(layer["class"]),
            plain(_shape_text(layer["output_shape"])),
            f"{layer['params']:,}",
            "yes" if layer["steppable"] else "",
        )
    out.print(table)
    out.print(f"{description['params']:,} parameters")
    for warning in description["warnings"]:
        out.print(plain(f"note: {warning}"))


def _shape_text(shape: list[Any] | None) -> str:
    if shape is None:
        return "?"
    if shape and isinstance(shape[0], list):
        return ", ".join(_shape_text(inner) for inner in shape)
    return f"({', '.join('None' if size is None else str(size) for size in shape)})"
